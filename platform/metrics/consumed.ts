import { anyValue, counter, except, gauge, histogram } from 'obsctl';
import { latencyBuckets } from '../buckets.js';
import { target } from '../labels.js';

/** What all of them have in common: others expose them, so their number is not ours to plan. */
const others = { owner: 'platform', group: 'consumed', series: 1 } as const;

/** The labels that every alert of ours has, as Prometheus shows them on `ALERTS`. */
const alertLabels = {
  ...target,
  alertname: anyValue,
  severity: ['info', 'warning', 'critical', 'emergency'],
  category: anyValue,
  team: anyValue,
  slo: anyValue,
} as const;

/** The labels of a probe's target. */
const probeLabels = { ...target, critical: ['true', 'false'] } as const;

/** The labels that the collector puts on span metrics; the service is that of the span. */
const spanLabels = {
  environment: target.environment,
  cluster: anyValue,
  service_name: anyValue,
  span_name: anyValue,
  span_kind: anyValue,
  status_code: ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'],
  http_route: anyValue,
  rpc_method: anyValue,
  http_response_status_code: anyValue,
} as const;

export const up = gauge('up', {
  help: '1 where the last scrape of the target succeeded, 0 where not.',
  unit: 'state',
  labels: { ...target, critical: anyValue },
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const scrapeSamples = gauge('scrape_samples_post_metric_relabeling', {
  help: 'Series of the last scrape.',
  unit: 'count',
  labels: target,
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const activeAlerts = gauge('ALERTS', {
  help: '1 for each alert that is pending or firing.',
  unit: 'state',
  labels: { ...alertLabels, alertstate: ['pending', 'firing'] },
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const alertActiveSince = except(
  gauge('ALERTS_FOR_STATE', {
    help: 'Unix time since when an alert is active.',
    unit: 'seconds',
    labels: alertLabels,
    exposedBy: ['prometheus'],
    ...others,
    aggregate: 'max',
  }),
  'metric/unit-missing',
  'Prometheus names it so',
);

export const probeSuccess = gauge('probe_success', {
  help: '1 where the probe succeeded, 0 where not.',
  unit: 'state',
  labels: probeLabels,
  exposedBy: ['blackbox'],
  ...others,
  aggregate: 'max',
});

export const probeDuration = gauge('probe_duration_seconds', {
  help: 'How long the probe took.',
  unit: 'seconds',
  labels: probeLabels,
  exposedBy: ['blackbox'],
  ...others,
  aggregate: 'max',
});

export const probeCertificateExpiry = except(
  gauge('probe_ssl_earliest_cert_expiry', {
    help: 'Unix time when the first certificate of the chain expires.',
    unit: 'seconds',
    labels: probeLabels,
    exposedBy: ['blackbox'],
    ...others,
    aggregate: 'max',
  }),
  'metric/unit-missing',
  'the blackbox exporter names it so',
);

export const probeGrpcStatus = gauge('probe_grpc_status_code', {
  help: 'Status code of the gRPC probe.',
  unit: 'state',
  labels: probeLabels,
  exposedBy: ['blackbox'],
  ...others,
  aggregate: 'max',
});

export const pgUp = gauge('pg_up', {
  help: '1 where the exporter could log in to PostgreSQL.',
  unit: 'state',
  labels: target,
  exposedBy: ['postgres-exporter'],
  ...others,
  aggregate: 'max',
});

export const redisUp = gauge('redis_up', {
  help: '1 where the exporter could log in to Redis.',
  unit: 'state',
  labels: target,
  exposedBy: ['redis-exporter'],
  ...others,
  aggregate: 'max',
});

export const spanCalls = counter('traces_span_metrics_calls_total', {
  help: 'Spans, as far as they were sampled: for shares, never for absolute rates.',
  unit: 'operations',
  labels: spanLabels,
  exposedBy: ['otel-collector'],
  ...others,
  aggregate: 'sum',
});

export const spanDuration = histogram('traces_span_metrics_duration_seconds', {
  help: 'Duration of spans, as far as they were sampled.',
  unit: 'seconds',
  labels: spanLabels,
  exposedBy: ['otel-collector'],
  ...others,
  aggregate: 'sum',
  buckets: latencyBuckets,
});

export const notificationsSent = counter('alertmanager_notifications_total', {
  help: 'Notifications by channel.',
  unit: 'messages',
  labels: { ...target, integration: anyValue },
  exposedBy: ['alertmanager'],
  ...others,
  aggregate: 'sum',
});

export const notificationsFailed = counter('alertmanager_notifications_failed_total', {
  help: 'Notifications a channel refused.',
  unit: 'messages',
  labels: { ...target, integration: anyValue, reason: anyValue },
  exposedBy: ['alertmanager'],
  ...others,
  aggregate: 'sum',
});

export const notificationsSuppressed = counter('alertmanager_notifications_suppressed_total', {
  help: 'Notifications that silences, inhibition or muting held back.',
  unit: 'messages',
  labels: { ...target, reason: anyValue },
  exposedBy: ['alertmanager'],
  ...others,
  aggregate: 'sum',
});

export const alertmanagerSilences = gauge('alertmanager_silences', {
  help: 'Silences by state.',
  unit: 'count',
  labels: { ...target, state: ['active', 'pending', 'expired'] },
  exposedBy: ['alertmanager'],
  ...others,
  aggregate: 'max',
});

export const alertmanagerReloadOk = gauge('alertmanager_config_last_reload_successful', {
  help: '1 where the configuration on disk is the one that runs.',
  unit: 'state',
  labels: target,
  exposedBy: ['alertmanager'],
  ...others,
  aggregate: 'max',
});

export const prometheusReloadOk = gauge('prometheus_config_last_reload_successful', {
  help: '1 where the configuration on disk is the one that runs.',
  unit: 'state',
  labels: target,
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const ruleGroupDuration = gauge('prometheus_rule_group_last_duration_seconds', {
  help: 'How long the last evaluation of a rule group took.',
  unit: 'seconds',
  labels: { ...target, rule_group: anyValue },
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const ruleGroupInterval = gauge('prometheus_rule_group_interval_seconds', {
  help: 'How often a rule group is evaluated.',
  unit: 'seconds',
  labels: { ...target, rule_group: anyValue },
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const ruleEvaluationFailures = counter('prometheus_rule_evaluation_failures_total', {
  help: 'Rule evaluations that failed.',
  unit: 'errors',
  labels: { ...target, rule_group: anyValue },
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'sum',
});

export const prometheusNotificationsDropped = counter('prometheus_notifications_dropped_total', {
  help: 'Alerts that could not be handed to an Alertmanager.',
  unit: 'count',
  labels: target,
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'sum',
});

export const alertmanagersDiscovered = gauge('prometheus_notifications_alertmanagers_discovered', {
  help: 'Alertmanagers that Prometheus knows.',
  unit: 'count',
  labels: target,
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'max',
});

export const headSeries = gauge('prometheus_tsdb_head_series', {
  help: 'Series in memory.',
  unit: 'count',
  labels: target,
  exposedBy: ['prometheus'],
  ...others,
  aggregate: 'sum',
});

/** The collector as of 0.100; newer ones append `_total`, so rules read both names by one pattern. */
export const spansDropped = except(
  counter('otelcol_exporter_send_failed_spans', {
    help: 'Spans the collector could not export.',
    unit: 'operations',
    labels: { ...target, exporter: anyValue },
    exposedBy: ['otel-collector'],
    ...others,
    aggregate: 'sum',
  }),
  'metric/total',
  'the collector as of 0.100 names it so',
);

export const spansDroppedTotal = counter('otelcol_exporter_send_failed_spans_total', {
  help: 'Spans the collector could not export.',
  unit: 'operations',
  labels: { ...target, exporter: anyValue },
  exposedBy: ['otel-collector'],
  ...others,
  aggregate: 'sum',
});
