import { expect, message, perMinute, series, steady, survivor, test } from 'obsctl';
import { env } from '../platform/env.js';
import {
  alertmanagerReloadOk,
  alertmanagersDiscovered,
  notificationsFailed,
  notificationsSent,
  prometheusNotificationsDropped,
  prometheusReloadOk,
  ruleEvaluationFailures,
  scrapeSamples,
  spansDropped,
  spansDroppedTotal,
  up,
} from '../platform/metrics/consumed.js';
import { thresholds } from '../platform/thresholds.js';
import { cluster, noneIsNegative, stream } from './given.js';
import {
  alertmanagerUnreachable,
  configReloadFailed,
  notificationsFailingCritical,
  notificationsFailingWarning,
  ruleEvaluationFailing,
  seriesBudgetHigh,
  spansAreDropped,
  targetDown,
  watchdog,
} from './meta.js';
import { everybody, read } from './readers.js';
import * as to from './receivers.js';

const meta = { category: 'meta', team: 'platform', service: 'monitoring' } as const;
const prometheus = {
  ...cluster,
  job: 'prometheus',
  instance: 'p:9090',
  tier: 'monitoring',
  node: 'n1',
  service: 'monitoring',
} as const;
const alertmanager = { ...prometheus, job: 'alertmanager', instance: 'am:9093' } as const;

/** As Prometheus names a rule group: its file and its name. */
const httpGroup = '/etc/prometheus/rules/http.yaml;http';

/** Two Alertmanagers send as many messages each, and such a share of them fails. */
const notifications = (integration: string, share: number, all = 1000) => [
  ...[alertmanager, { ...alertmanager, instance: 'am2:9093' }].flatMap((one) => [
    series(notificationsSent, { ...one, integration }, perMinute(all / 2)),
    series(
      notificationsFailed,
      { ...one, integration, reason: 'other' },
      perMinute((all / 2) * share).for('30m'),
      perMinute(0),
    ),
  ]),
  series(notificationsSent, { ...alertmanager, integration: 'email' }, perMinute(1000)),
];
const failing = (integration: string) => ({ ...cluster, ...meta, integration });

/** A reload fails now and then, and succeeds the next minute. */
const atSecond = Array.from({ length: 8 }, () => '0 1 1').join(' ');

const exporter = {
  ...cluster,
  job: 'redis-exporter',
  instance: 'r:9121',
  tier: 'data',
  node: 'n1',
  service: 'redis',
} as const;

export default [
  test(
    'Watchdog: there is nothing at all',
    expect(watchdog).toFireAt('0', {
      labels: { ...meta, environment: env.name, severity: 'info' },
      annotations: { value: '1' },
    }),
  ),
  test(
    'NotificationsFailing: 1.1 % of the messages to Slack fail for half an hour',
    notifications('slack', 0.011),
    expect(notificationsFailingWarning).toBePending('5m 30s'),
    expect(notificationsFailingWarning).toFireAt('8m', { labels: { ...failing('slack'), severity: 'warning' } }),
    expect(notificationsFailingWarning).toFireAt('35m 30s'),
    expect(notificationsFailingWarning).toResolveBy('38m'),
    expect(notificationsFailingCritical).toStayQuiet('20m'),
  ),
  test(
    'NotificationsFailing: 1.1 % of the pages fail for half an hour',
    notifications('pagerduty', 0.011),
    expect(notificationsFailingCritical).toBePending('5m 30s'),
    expect(notificationsFailingCritical).toFireAt('8m', { labels: { ...failing('pagerduty'), severity: 'critical' } }),
    expect(notificationsFailingCritical).toFireAt('35m 30s'),
    expect(notificationsFailingCritical).toResolveBy('38m'),
    expect(notificationsFailingWarning).toFireAt('8m', { labels: { severity: 'warning' } }),
  ),
  test(
    'NotificationsFailing: 0.9 % fail',
    notifications('sns', 0.009),
    expect(notificationsFailingWarning).toStayQuiet('30m'),
    expect(notificationsFailingCritical).toStayQuiet('30m'),
  ),
  test(
    'NotificationsFailing: one of few pages fails',
    notifications('pagerduty', 0.1, 20),
    expect(notificationsFailingWarning).toFireAt('10m'),
    expect(notificationsFailingCritical).toFireAt('10m'),
  ),
  test(
    'AlertmanagerUnreachable: Prometheus knows none for ten minutes',
    series(alertmanagersDiscovered, prometheus, steady(0).for('10m'), steady(1)),
    expect(alertmanagerUnreachable).toBePending('4m 30s'),
    expect(alertmanagerUnreachable).toFireAt('5m', { labels: { ...prometheus, ...meta, severity: 'critical' } }),
    expect(alertmanagerUnreachable).toResolveBy('10m'),
  ),
  test(
    'AlertmanagerUnreachable: Prometheus knows one that takes nothing',
    series(alertmanagersDiscovered, prometheus, 1),
    series(prometheusNotificationsDropped, prometheus, perMinute(3)),
    expect(alertmanagerUnreachable).toFireAt('8m', { labels: { ...prometheus, ...meta, severity: 'critical' } }),
  ),
  test(
    'AlertmanagerUnreachable: Prometheus knows one that does not take everything',
    series(alertmanagersDiscovered, prometheus, 1),
    series(prometheusNotificationsDropped, prometheus, perMinute(0.1)),
    expect(alertmanagerUnreachable).toFireAt('10m'),
  ),
  test(
    'AlertmanagerUnreachable: a restart of Alertmanager lost one alert',
    series(alertmanagersDiscovered, prometheus, '1 0 1x30'),
    series(prometheusNotificationsDropped, prometheus, '0 0 1x30'),
    expect(alertmanagerUnreachable).toStayQuiet('20m'),
  ),
  test(
    'ConfigReloadFailed: Prometheus could not load its file',
    series(prometheusReloadOk, prometheus, steady(0).for('20m'), steady(1)),
    expect(configReloadFailed).toBePending('9m 30s'),
    expect(configReloadFailed).toFireAt('10m', { labels: { ...prometheus, ...meta, severity: 'critical' } }),
    expect(configReloadFailed).toResolveBy('20m'),
  ),
  test(
    'ConfigReloadFailed: Alertmanager could not load its file',
    series(alertmanagerReloadOk, alertmanager, 0),
    series(prometheusReloadOk, prometheus, 1),
    expect(configReloadFailed).toFireAt('11m', { labels: { ...alertmanager, ...meta, severity: 'critical' } }),
  ),
  test(
    'ConfigReloadFailed: both could, if not at once',
    series(alertmanagerReloadOk, alertmanager, atSecond),
    series(prometheusReloadOk, prometheus, atSecond),
    expect(configReloadFailed).toStayQuiet('20m'),
  ),
  test(
    'RuleEvaluationFailing: one evaluation a minute fails for twenty minutes',
    series(ruleEvaluationFailures, { ...prometheus, rule_group: httpGroup }, perMinute(1).for('20m'), perMinute(0)),
    series(ruleEvaluationFailures, { ...prometheus, rule_group: '/etc/prometheus/rules/grpc.yaml;grpc' }, 5),
    expect(ruleEvaluationFailing).toBePending('10m'),
    expect(ruleEvaluationFailing).toFireAt('11m 30s', {
      labels: { ...cluster, ...meta, rule_group: httpGroup, severity: 'critical' },
      annotations: { summary: 'Rules of http fail' },
    }),
    expect(ruleEvaluationFailing).toFireAt('28m'),
    expect(ruleEvaluationFailing).toResolveBy('30m 30s'),
  ),
  test(
    'RuleEvaluationFailing: one evaluation fails now and then',
    series(ruleEvaluationFailures, { ...prometheus, rule_group: httpGroup }, perMinute(0.1)),
    expect(ruleEvaluationFailing).toFireAt('20m'),
  ),
  test(
    'RuleEvaluationFailing: none fails',
    series(ruleEvaluationFailures, { ...prometheus, rule_group: httpGroup }, 5),
    expect(ruleEvaluationFailing).toStayQuiet('20m'),
  ),
  test(
    'TargetDown: the exporter of Redis is down for ten minutes',
    series(up, exporter, steady(0).for('10m'), steady(1)),
    series(up, { ...exporter, instance: 'r:9122' }, 1),
    expect(targetDown).toBePending('4m 30s'),
    expect(targetDown).toFireAt('5m', {
      labels: { ...exporter, category: 'meta', team: 'platform', severity: 'warning' },
    }),
    expect(targetDown).toResolveBy('10m'),
  ),
  test(
    'TargetDown: an instance of a service is down, which InstanceDown says',
    series(up, stream, 0),
    expect(targetDown).toStayQuiet('8m'),
  ),
  test(
    'SpansDropped: the collector drops one span a minute for half an hour',
    series(spansDroppedTotal, { ...cluster, exporter: 'otlp' }, perMinute(1).for('30m'), perMinute(0)),
    expect(spansAreDropped).toBePending('15m'),
    expect(spansAreDropped).toFireAt('16m 30s', { labels: { ...cluster, ...meta, severity: 'warning' } }),
    expect(spansAreDropped).toFireAt('38m'),
    expect(spansAreDropped).toResolveBy('40m 30s'),
  ),
  test(
    'SpansDropped: an older collector, which calls the counter otherwise, drops them',
    series(spansDropped, { ...cluster, exporter: 'otlp' }, perMinute(1)),
    expect(spansAreDropped).toFireAt('17m', { labels: { ...cluster, ...meta, severity: 'warning' } }),
  ),
  test(
    'SpansDropped: it drops none any more',
    series(spansDroppedTotal, { ...cluster, exporter: 'otlp' }, 3),
    series(spansDropped, { ...cluster, exporter: 'otlp' }, 3),
    expect(spansAreDropped).toStayQuiet('30m'),
  ),
  test(
    'SeriesBudgetHigh: a target exposes more series than it should for forty minutes',
    series(scrapeSamples, stream, steady(thresholds.seriesPerTarget.alert * 1.1).for('40m'), steady(1000)),
    series(scrapeSamples, exporter, thresholds.seriesPerTarget.alert * 1.1),
    expect(seriesBudgetHigh).toBePending('29m 30s'),
    expect(seriesBudgetHigh).toFireAt('30m', {
      labels: { ...stream, category: 'meta', team: 'streaming', severity: 'info' },
    }),
    expect(seriesBudgetHigh).toResolveBy('41m'),
  ),
  test(
    'SeriesBudgetHigh: a target exposes some less',
    series(scrapeSamples, stream, thresholds.seriesPerTarget.alert * 0.9),
    expect(seriesBudgetHigh).toStayQuiet('40m'),
  ),
];

export const told = read(message('too many series', [to.infoDigest, ...everybody], [{ alert: seriesBudgetHigh }]));

const labelled =
  'the targets that are scraped carry it already; it stands in the rule for whoever labels them otherwise';

export const survivors = [
  survivor(
    alertmanagerUnreachable,
    '1 became 0.8, after max_over_time(prometheus_notifications_alertmanagers_discovered[5m])',
    'Alertmanagers are counted: less than one is none',
  ),
  survivor([alertmanagerUnreachable, configReloadFailed], 'without the label service: monitoring', labelled),
  survivor(
    notificationsFailingCritical,
    ['failed_total', 'total'].map(
      (of) => `without the matcher integration=~"pagerduty|sns", of alertmanager_notifications_${of}`,
    ),
    'the other side of the division has only these integrations, and `/` joins the same ones',
  ),
  survivor(
    ruleEvaluationFailing,
    'sum became max, in sum by (…) (increase(prometheus_rule_evaluation_failures_total[5m]))',
    noneIsNegative,
  ),
  survivor(
    spansAreDropped,
    ['spans', 'spans_total'].map(
      (of) => `sum became max, in sum by (…) (rate(otelcol_exporter_send_failed_${of}[5m]))`,
    ),
    noneIsNegative,
  ),
];
