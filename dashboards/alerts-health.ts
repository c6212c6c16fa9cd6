import {
  above,
  avg,
  below,
  count,
  countOverTime,
  dashboard,
  div,
  eq,
  labelReplace,
  max,
  min,
  mul,
  or,
  orZero,
  panel,
  query,
  rate,
  re,
  row,
  share,
  sub,
  sum,
  time,
  topk,
  type ValueNames,
  withUnit,
} from 'obsctl';
import { platformHealth, serviceHealth } from '../alerts/recording/health.js';
import { budgetRemaining, budgetsAreKept, burnRate1h } from '../alerts/recording/slo.js';
import { uids } from '../platform/dashboard-uids.js';
import {
  activeAlerts,
  alertActiveSince,
  alertmanagerReloadOk,
  alertmanagerSilences,
  headSeries,
  notificationsFailed,
  notificationsSent,
  notificationsSuppressed,
  probeDuration,
  prometheusNotificationsDropped,
  prometheusReloadOk,
  ruleEvaluationFailures,
  ruleGroupDuration,
  ruleGroupInterval,
  up,
} from '../platform/metrics/consumed.js';
import { thresholds } from '../platform/thresholds.js';
import {
  anyService,
  cluster,
  common,
  datasource,
  E,
  environment,
  health,
  RI,
  runbook,
  runbookOfRow,
  severity,
  team,
  toDashboard,
  V,
} from './common.js';

const okOrFailed: ValueNames = { 0: { text: 'FAILED', color: 'red' }, 1: { text: 'OK', color: 'green' } };

const healthOfServices = query(max(serviceHealth.where(V)).by('service'), { legend: '{{service}}' });
const healthThresholds = above({ yellow: 1, red: 2 });

const platform = row('Platform', [
  panel.stat('Platform status', {
    description: 'As bad as the worst critical dependency. One that is not critical can only degrade it.',
    height: 4,
    background: true,
    queries: [query(max(platformHealth.where(E)), { legend: 'platform' })],
    valueNames: health,
    thresholds: healthThresholds,
  }),
  panel.stat('PostgreSQL, Redis, gRPC backend', {
    description:
      'What the probes say of each dependency: degraded when one fails or is slow, unhealthy when most fail.',
    width: 18,
    height: 4,
    background: true,
    queries: [healthOfServices],
    valueNames: health,
    thresholds: healthThresholds,
    links: [runbook('ProbeFailed'), runbook('ProbeSlow')],
  }),
  panel.stateTimeline('Probe history', {
    description: 'When each dependency was healthy, degraded or unhealthy. A gap is a time nobody probed.',
    queries: [healthOfServices],
    valueNames: health,
    thresholds: healthThresholds,
  }),
  panel.timeseries('Probe duration', {
    description: 'How long the slowest probe of each dependency takes, connection and answer.',
    queries: [query(max(probeDuration.where(V)).by('service'), { legend: '{{service}}' })],
    thresholds: above(thresholds.probeDuration),
  }),
  panel.statusHistory('Instances up by service', {
    description: 'Share of the instances of each service that could be scraped.',
    width: 24,
    height: 6,
    queries: [
      query(avg(up.where({ ...V, tier: 'app' })).by('service'), { legend: '{{service}}', unit: 'percentunit' }),
    ],
    thresholds: below({ yellow: 1, red: 0.5 }),
    links: [toDashboard(uids.application, 'Application Metrics', ['service'])],
  }),
]);

const chosen = { ...V, severity: re('$severity'), team: re('$team') } as const;
const firing = { ...E, alertstate: 'firing' } as const;

const alerts = row('Alerts', [
  panel.stat('Firing by severity; pending', {
    description: 'Alerts that fire, by severity, and those whose condition holds but not yet for long enough.',
    width: 24,
    height: 4,
    queries: [
      query(count(activeAlerts.where(firing)).by('severity'), {
        legend: '{{severity}}',
        colors: { info: 'blue', warning: 'yellow', critical: 'red', emergency: 'purple' },
      }),
      query(orZero(count(activeAlerts.where({ ...E, alertstate: 'pending' }))), {
        legend: 'pending',
        colors: { pending: 'text' },
      }),
    ],
  }),
  panel.table('Active alerts, oldest first', {
    description: 'Every alert that is pending or fires, and for how long. Each row leads to its runbook and service.',
    width: 24,
    rows: ['alertname', 'severity', 'service', 'team', 'cluster', 'alertstate'],
    queries: [
      query(
        mul(sub(time(), alertActiveSince.where(chosen)), activeAlerts.where(chosen), {
          ignoring: ['alertstate'],
          groupLeft: ['alertstate'],
        }),
        { column: 'Active for', unit: 'dtdurations' },
      ),
    ],
    sortBy: 'Active for',
    noValue: 'Nothing is pending or fires',
    links: [runbookOfRow, toDashboard(uids.application, 'Application Metrics', ['service'], 'row')],
  }),
  panel.stateTimeline('Alert timeline', {
    description: 'When each alert fired. What begins together often has one cause.',
    queries: [
      query(max(activeAlerts.where({ ...V, alertstate: 'firing' })).by('alertname', 'service'), {
        legend: '{{alertname}} {{service}}',
      }),
    ],
    valueNames: { 1: { text: 'Firing', color: 'red' } },
  }),
  panel.bargauge('Noisiest alerts, time firing in range', {
    description: 'How long each alert fired, added up over its series. The top of it is what to repair or to retune.',
    queries: [
      query(
        withUnit(
          mul(topk(10, sum(countOverTime(activeAlerts.where(firing), '$__range', '1m')).by('alertname')), 60),
          'seconds',
        ),
        { legend: '{{alertname}}' },
      ),
    ],
  }),
]);

const slo = row('SLO', [
  budgetsAreKept &&
    panel.bargauge('Error budget left', {
      description: 'What is left of the errors that may happen in 30 days. Below zero the promise is broken.',
      queries: [query(budgetRemaining.where(V), { legend: '{{service}} {{slo}}' })],
      thresholds: below(thresholds.errorBudget),
      max: 1,
      links: [runbook('ErrorBudgetBurn')],
    }),
  panel.timeseries('Burn rate, 1 h', {
    description: 'How many times faster than allowed the budget is spent: 1 uses it up in exactly 30 days.',
    logarithmic: true,
    queries: [query(burnRate1h.where(V), { legend: '{{service}} {{slo}}', unit: 'short' })],
    thresholds: above(thresholds.burnRate),
    links: [runbook('ErrorBudgetBurn')],
  }),
]);

const notifications = sum(rate(notificationsSent.where(E), RI)).by('integration');

const pipeline = row('Pipeline', [
  panel.timeseries('Notifications by channel', {
    description: 'Messages that Alertmanager hands to each channel.',
    width: 8,
    queries: [query(notifications, { legend: '{{integration}}', unit: 'ops' })],
  }),
  panel.timeseries('Failed notifications, share', {
    description: 'Share of the messages that a channel refused. While one fails, nobody hears of anything through it.',
    width: 8,
    queries: [
      query(share(sum(rate(notificationsFailed.where(E), RI)).by('integration'), notifications), {
        legend: '{{integration}}',
      }),
    ],
    thresholds: above(thresholds.notificationFailures),
    noValue: 'No message was sent',
    links: [runbook('NotificationsFailing')],
  }),
  panel.timeseries('Suppressed by reason; active silences', {
    description: 'Messages held back by silences, inhibition and muting. A forgotten silence shows on the right axis.',
    width: 8,
    queries: [
      query(sum(rate(notificationsSuppressed.where(E), RI)).by('reason'), { legend: '{{reason}}', unit: 'ops' }),
      query(max(alertmanagerSilences.where({ ...E, state: 'active' })), { legend: 'active silences', axis: 'right' }),
    ],
  }),
  panel.stat('Configuration loaded', {
    description: 'FAILED: what runs is an older configuration than the one on disk.',
    queries: [
      query(min(or(alertmanagerReloadOk.where(E), prometheusReloadOk.where(E))).by('job'), { legend: '{{job}}' }),
    ],
    width: 12,
    background: true,
    height: 5,
    valueNames: okOrFailed,
    thresholds: below({ red: 1 }),
    links: [runbook('ConfigReloadFailed')],
  }),
  panel.stat('Watchdog; series in head', {
    description: 'The Watchdog always fires. FAILED: rules are not evaluated, so silence means nothing.',
    width: 12,
    height: 5,
    queries: [
      query(orZero(max(activeAlerts.where({ alertname: 'Watchdog', alertstate: 'firing' }))), {
        legend: 'Watchdog',
        valueNames: okOrFailed,
        thresholds: below({ red: 1 }),
      }),
      query(sum(headSeries.where(E)), { legend: 'series in head' }),
    ],
  }),
  panel.timeseries('Rule groups: time used of interval', {
    description: 'The five slowest rule groups. From 100 % on, evaluations are skipped.',
    queries: [
      query(
        topk(
          5,
          max(
            labelReplace(
              div(ruleGroupDuration.where(E), ruleGroupInterval.where(E)),
              'group',
              '$1',
              'rule_group',
              '.*;(.*)',
            ),
          ).by('group'),
        ),
        {
          legend: '{{group}}',
        },
      ),
    ],
    thresholds: above(thresholds.ruleGroupTime),
  }),
  panel.timeseries('Rule failures; dropped alerts; targets down', {
    description: 'Each of them should be 0: rules that failed, alerts no Alertmanager took, targets nobody can scrape.',
    queries: [
      query(sum(rate(ruleEvaluationFailures.where(E), RI)), { legend: 'rule failures', unit: 'short' }),
      query(sum(rate(prometheusNotificationsDropped.where(E), RI)), { legend: 'dropped alerts', unit: 'short' }),
      query(orZero(count(eq(up.where(E), 0))), { legend: 'targets down' }),
    ],
    thresholds: above({ yellow: 0, red: 1 }),
    links: [runbook('RuleEvaluationFailing'), runbook('AlertmanagerUnreachable'), runbook('TargetDown')],
  }),
]);

export default dashboard({
  ...common,
  uid: uids.alertsHealth,
  title: 'Alerts & Health',
  description: 'Is the platform healthy, what is firing since when, and can I trust the alerting?',
  from: '24h',
  refresh: '1m',
  variables: [datasource, environment, cluster, severity, team, anyService],
  rows: [platform, alerts, slo, pipeline],
});
