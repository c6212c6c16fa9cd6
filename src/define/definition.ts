import type { Dashboard, Folder } from './dashboard.js';
import type { MetricDefinition } from './metric.js';
import type { Notifications, NotificationTemplate } from './notification.js';
import type { Receiver } from './receivers.js';
import type { AlertRule, RecordingRule, RuleGroup } from './rules.js';
import type { TimeInterval } from './time-intervals.js';

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
  | NotificationTemplate;
