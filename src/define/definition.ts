import type { Dashboard, Folder } from './dashboard.js';
import type { Datasource } from './datasource.js';
import type { MetricDefinition } from './metric.js';
import type { Notifications, NotificationTemplate } from './notification.js';
import type { ProbeModule } from './probe.js';
import type { PrometheusServer } from './prometheus.js';
import type { Receiver } from './receivers.js';
import type { AlertRule, RecordingRule, RuleGroup } from './rules.js';
import type { ScrapeJob } from './scrape.js';
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
  | Tracing;
