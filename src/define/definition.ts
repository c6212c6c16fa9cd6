import type { Dashboard, Folder } from './dashboard.js';
import type { Datasource } from './datasource.js';
import type { MessageTest } from './message.js';
import type { MetricDefinition } from './metric.js';
import type { Notifications, NotificationTemplate } from './notification.js';
import type { ProbeModule } from './probe.js';
import type { PrometheusServer } from './prometheus.js';
import type { Receiver } from './receivers.js';
import type { RoutingTest } from './routing.js';
import type { AlertRule, RecordingRule, RuleGroup } from './rules.js';
import type { ScrapeJob } from './scrape.js';
import type { Status } from './status.js';
import type { Survivor } from './survivor.js';
import type { Test } from './test.js';
import type { TimeInterval } from './time-intervals.js';
import type { Tracing } from './tracing.js';

/** Everything a definition module may export that obsctl compiles. */
export type Definition =
  | MetricDefinition
  | RecordingRule
  | AlertRule
  | RuleGroup
  | Dashboard
  | Folder
  | Notifications
  | Receiver
  | TimeInterval
  | NotificationTemplate
  | ProbeModule
  | ScrapeJob
  | PrometheusServer
  | Datasource
  | Tracing
  | Test
  | RoutingTest
  | MessageTest
  | Survivor
  | Status;

/** Their kinds. Parts that modules share, such as queries, panels and variables, compile with what uses them. */
const kinds: Readonly<Record<Definition['kind'], true>> = {
  metric: true,
  record: true,
  alert: true,
  'rule-group': true,
  dashboard: true,
  folder: true,
  notifications: true,
  receiver: true,
  'time-interval': true,
  'notification-template': true,
  'probe-module': true,
  'scrape-job': true,
  prometheus: true,
  datasource: true,
  tracing: true,
  status: true,
  test: true,
  'routing-test': true,
  'message-test': true,
  survivor: true,
};

export function isDefinition(value: object): value is Definition {
  return 'kind' in value && typeof value.kind === 'string' && value.kind in kinds;
}
