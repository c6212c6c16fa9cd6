/** What definition files import from 'obsctl'. The only file that re-exports. */
export * from './define/aggregate.js';
export { add, div, mul, negate, percentToRatio, sub } from './define/arithmetic.js';
export { and, eq, ge, gt, holds, le, lt, ne, or, unless } from './define/compare.js';
export { percentDecrease, percentIncrease } from './define/conditions.js';
export { type Config, defineConfig, type EnvironmentConfig, type Versions } from './define/config.js';
export { annotation, type Dashboard, dashboard, type Folder, folder, row } from './define/dashboard.js';
export { type Datasource, datasource } from './define/datasource.js';
export { currentEnvironment } from './define/environment.js';
export { except } from './define/except.js';
export {
  type AlertClaims,
  type ExpectedAlert,
  type ExpectedValue,
  expect,
  type ValueClaims,
} from './define/expect.js';
export {
  absent,
  clampMax,
  clampMin,
  constant,
  labelReplace,
  orZero,
  promql,
  scalar,
  sortDesc,
  time,
  withUnit,
} from './define/functions.js';
export { observations, observationsUpTo, quantile } from './define/histogram.js';
export { basicAuth, bearerToken } from './define/http-client.js';
export { anyValue, type LabelSpec, type LabelsOf, not, notRe, re } from './define/labels.js';
export { type MessageAlert, type MessageTest, message } from './define/message.js';
export {
  type Counter,
  counter,
  type Gauge,
  gauge,
  type Histogram,
  histogram,
  type Summary,
  summary,
} from './define/metric.js';
export type { Moment } from './define/moments.js';
export {
  type AlertMatch,
  type Inhibition,
  inhibit,
  notifications,
  type Route,
  route,
  template,
} from './define/notification.js';
export { type Panel, type PanelLink, panel } from './define/panel.js';
export { grpcModule, httpModule, type ProbeModule, tcpModule } from './define/probe.js';
export { prometheusServer } from './define/prometheus.js';
export { buckets, query, traces } from './define/query.js';
export {
  avgOverTime,
  changes,
  countOverTime,
  delta,
  deriv,
  increase,
  lastOverTime,
  maxOverTime,
  minOverTime,
  predictLinear,
  rate,
  sumOverTime,
} from './define/rates.js';
export { ratio, share, zeroFilled } from './define/ratio.js';
export {
  type Channel,
  email,
  pagerduty,
  type Receiver,
  receiver,
  slack,
  sms,
  teams,
  webhook,
} from './define/receivers.js';
export { type RoutingCase, type RoutingTest, routing } from './define/routing.js';
export { type AlertRule, alert, type Recording, type RuleGroup, record, ruleGroup } from './define/rules.js';
export {
  type ExpectedMessage,
  type MessageExpectation,
  type ReceiverClaims,
  scenario,
} from './define/scenario.js';
export { probe, type ScrapeJob, scrapeJob, type Target } from './define/scrape.js';
export { type Secret, secret } from './define/secret.js';
export { type GivenSeries, series } from './define/series.js';
export { type Status, type StatusTable, status } from './define/status.js';
export { type Survivor, survivor } from './define/survivor.js';
export { type StateConfig, state, type TargetConfig, target } from './define/targets.js';
export { type Test, test } from './define/test.js';
export { above, below, between, type Thresholds, type ValueNames } from './define/thresholds.js';
export { type TimeInterval, type TimeRange, timeInterval } from './define/time-intervals.js';
export { type TracedService, tracing } from './define/tracing.js';
export type { DisplayUnit, Unit } from './define/units.js';
export { type Course, ended, missing, perHour, perMinute, perSecond, steady, type Values } from './define/values.js';
export { variable } from './define/variable.js';
export type { AnyVector, Condition, Duration, Vector } from './define/vector.js';
