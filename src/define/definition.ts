import type { Dashboard, Folder } from './dashboard.js';
import type { MetricDefinition } from './metric.js';
import type { AlertRule, RecordingRule, RuleGroup } from './rules.js';

/** Everything a definition module may export that obsctl compiles. */
export type Definition = MetricDefinition | RecordingRule | AlertRule | RuleGroup | Dashboard | Folder;
