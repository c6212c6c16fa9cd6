import { constant, eq, gt, increase, lt, maxOverTime, not, or, rate, re, ruleGroup, share, sum } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { EC } from '../platform/labels.js';
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
import { platformAlert } from './conventions.js';

const monitoring = {
  category: 'meta',
  team: 'platform',
  service: 'monitoring',
  dashboard: uids.alertsHealth,
} as const;

export const watchdog = platformAlert('Watchdog', {
  ...monitoring,
  expr: constant(1),
  severity: 'info',
  labels: { environment: env.name },
  summary: 'Alerting works',
  impact: 'None: it fires always, and its absence at the dead-man switch means that alerting is broken.',
  action: 'Nothing, while it fires.',
});

const perIntegration = [...EC, 'integration'] as const;
const sent = sum(rate(notificationsSent, '15m')).by(...perIntegration);

const notifications = {
  ...monitoring,
  for: '5m',
  keep: '5m',
  summary: 'Notifications by {{ $labels.integration }} fail',
  impact: 'Pages get lost.',
  action: 'Check credentials, quota and endpoint of the channel.',
} as const;

export const notificationsFailingWarning = platformAlert('NotificationsFailing', {
  ...notifications,
  expr: gt(
    share(sum(rate(notificationsFailed, '15m')).by(...perIntegration), sent),
    thresholds.notificationFailures.yellow,
  ),
  severity: 'warning',
});

/** The channels that wake somebody up. */
const paging = { integration: re('pagerduty|sns') };

export const notificationsFailingCritical = platformAlert('NotificationsFailing', {
  ...notifications,
  expr: gt(
    share(
      sum(rate(notificationsFailed.where(paging), '15m')).by(...perIntegration),
      sum(rate(notificationsSent.where(paging), '15m')).by(...perIntegration),
    ),
    thresholds.notificationFailures.yellow,
  ),
  severity: 'critical',
});

/**
 * An Alertmanager that is named in the configuration counts as discovered, whether it answers or not: what it
 * does not take is dropped. One rule, since two of one name and labels would be one alert to Alertmanager.
 */
export const alertmanagerUnreachable = platformAlert('AlertmanagerUnreachable', {
  ...monitoring,
  expr: or(lt(maxOverTime(alertmanagersDiscovered, '5m'), 1), gt(increase(prometheusNotificationsDropped, '5m'), 0)),
  for: '5m',
  severity: 'critical',
  summary: 'Alerts of {{ $labels.instance }} reach no Alertmanager',
  impact: 'Nobody is notified; only the dead-man switch can tell.',
  action: 'Check whether the Alertmanagers run, and whether Prometheus knows and reaches them.',
});

export const configReloadFailed = platformAlert('ConfigReloadFailed', {
  ...monitoring,
  expr: or(eq(maxOverTime(prometheusReloadOk, '5m'), 0), eq(maxOverTime(alertmanagerReloadOk, '5m'), 0)),
  for: '10m',
  severity: 'critical',
  summary: '{{ $labels.instance }} runs on an old configuration',
  impact: 'New rules, routes and targets are not live.',
  action: 'Check the configuration offline, read the log.',
});

export const ruleEvaluationFailing = platformAlert('RuleEvaluationFailing', {
  ...monitoring,
  expr: gt(sum(increase(ruleEvaluationFailures, '5m')).by(...EC, 'rule_group'), 0),
  for: '10m',
  keep: '5m',
  severity: 'critical',
  summary: 'Rules of {{ reReplaceAll ".*;" "" $labels.rule_group }} fail',
  impact: 'Their alerts are blind.',
  action: 'Open the rule group in Prometheus and read its error.',
});

/** The service comes from the target: a host agent, an exporter, a probe. */
export const targetDown = platformAlert('TargetDown', {
  expr: eq(up.where({ tier: not('app') }), 0),
  for: '5m',
  severity: 'warning',
  category: 'meta',
  team: 'platform',
  dashboard: uids.alertsHealth,
  summary: '{{ $labels.job }} on {{ $labels.instance }} cannot be scraped',
  impact: 'A blind spot.',
  action: 'Restart it.',
});

/** Collectors call the counter with or without `_total`, depending on their version; during an upgrade both exist. */
export const spansAreDropped = platformAlert('SpansDropped', {
  ...monitoring,
  dashboard: uids.performance,
  expr: gt(or(sum(rate(spansDropped, '5m')).by(...EC), sum(rate(spansDroppedTotal, '5m')).by(...EC)), 0),
  for: '15m',
  keep: '5m',
  severity: 'warning',
  summary: 'Spans of {{ $labels.cluster }} are dropped',
  impact: 'Traces are incomplete.',
  action: 'Check Jaeger and the size of the sending queue.',
});

export const seriesBudgetHigh = platformAlert('SeriesBudgetHigh', {
  expr: gt(scrapeSamples.where({ tier: 'app' }), thresholds.seriesPerTarget.alert),
  for: '30m',
  severity: 'info',
  category: 'meta',
  team: 'auto',
  dashboard: uids.alertsHealth,
  summary: '{{ $labels.instance }} of {{ $labels.service }} exposes too many series',
  impact: 'Beyond its limit the whole scrape fails.',
  action: 'Find the label that grew.',
});

export default ruleGroup('meta', { interval: env.evaluationInterval }, [
  watchdog,
  notificationsFailingWarning,
  notificationsFailingCritical,
  alertmanagerUnreachable,
  configReloadFailed,
  ruleEvaluationFailing,
  targetDown,
  spansAreDropped,
  seriesBudgetHigh,
]);
