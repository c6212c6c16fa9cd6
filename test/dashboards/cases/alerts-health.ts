import type { PanelCase } from '../panel-case.js';

export const panels: readonly PanelCase[] = [
  {
    title: 'Platform status',
    type: 'stat',
    units: ['none'],
    thresholds: [[1, 2]],
    queries: ['max(platform:health:status{E})'],
  },
  {
    title: 'PostgreSQL, Redis, gRPC backend',
    type: 'stat',
    units: ['none'],
    thresholds: [[1, 2]],
    queries: ['max by (service) (service:health:status{V})'],
  },
  {
    title: 'Probe history',
    type: 'state-timeline',
    units: ['none'],
    thresholds: [[1, 2]],
    queries: ['max by (service) (service:health:status{V})'],
  },
  {
    title: 'Probe duration',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.5, 1]],
    queries: ['max by (service) (probe_duration_seconds{V})'],
  },
  {
    title: 'Instances up by service',
    type: 'status-history',
    units: ['percentunit'],
    thresholds: [[0.5, 1]],
    queries: ['avg by (service) (up{V,tier="app"})'],
  },
  {
    title: 'Firing by severity; pending',
    type: 'stat',
    units: ['short'],
    queries: [
      'count by (severity) (ALERTS{E,alertstate="firing"})',
      'count(ALERTS{E,alertstate="pending"}) or vector(0)',
    ],
  },
  {
    title: 'Active alerts, oldest first',
    type: 'table',
    units: ['dtdurations'],
    queries: [
      '(time() - ALERTS_FOR_STATE{V,severity=~"$severity",team=~"$team"}) * ignoring(alertstate) group_left(alertstate) ALERTS{V,severity=~"$severity",team=~"$team"}',
    ],
  },
  {
    title: 'Alert timeline',
    type: 'state-timeline',
    units: ['none'],
    queries: ['max by (alertname, service) (ALERTS{V,alertstate="firing"})'],
  },
  {
    title: 'Noisiest alerts, time firing in range',
    type: 'bargauge',
    units: ['s'],
    queries: ['topk(10, sum by (alertname) (count_over_time(ALERTS{E,alertstate="firing"}[$__range:1m]))) * 60'],
  },
  {
    title: 'Error budget left',
    type: 'bargauge',
    units: ['percentunit'],
    thresholds: [[0.1, 0.5]],
    queries: ['slo:error_budget_remaining:ratio30d{V}'],
  },
  {
    title: 'Burn rate, 1 h',
    type: 'timeseries',
    units: ['short'],
    thresholds: [[6, 14.4]],
    queries: ['slo:burn_rate:ratio1h{V}'],
  },
  {
    title: 'Notifications by channel',
    type: 'timeseries',
    units: ['ops'],
    queries: ['sum by (integration) (rate(alertmanager_notifications_total{E}[RI]))'],
  },
  {
    title: 'Failed notifications, share',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.01, 0.05]],
    queries: [
      'sum by (integration) (rate(alertmanager_notifications_failed_total{E}[RI])) / (sum by (integration) (rate(alertmanager_notifications_total{E}[RI])) > 0)',
    ],
  },
  {
    title: 'Suppressed by reason; active silences',
    type: 'timeseries',
    units: ['ops', 'short'],
    queries: [
      'sum by (reason) (rate(alertmanager_notifications_suppressed_total{E}[RI]))',
      'max(alertmanager_silences{E,state="active"})',
    ],
  },
  {
    title: 'Configuration loaded',
    type: 'stat',
    units: ['none'],
    thresholds: [[1]],
    queries: [
      'min by (job) (alertmanager_config_last_reload_successful{E} or prometheus_config_last_reload_successful{E})',
    ],
  },
  {
    title: 'Rule groups: time used of interval',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.5, 1]],
    queries: [
      'topk(5, max by (group) (label_replace(prometheus_rule_group_last_duration_seconds{E} / prometheus_rule_group_interval_seconds{E}, "group", "$1", "rule_group", ".*;(.*)")))',
    ],
  },
  {
    title: 'Rule failures; dropped alerts; targets down',
    type: 'timeseries',
    units: ['short'],
    thresholds: [[0, 1]],
    queries: [
      'sum(rate(prometheus_rule_evaluation_failures_total{E}[RI]))',
      'sum(rate(prometheus_notifications_dropped_total{E}[RI]))',
      'count(up{E} == 0) or vector(0)',
    ],
  },
  {
    title: 'Watchdog; series in head',
    type: 'stat',
    units: ['none', 'short'],
    thresholds: [[1]],
    queries: [
      'max(ALERTS{alertname="Watchdog",alertstate="firing"}) or vector(0)',
      'sum(prometheus_tsdb_head_series{E})',
    ],
  },
];
