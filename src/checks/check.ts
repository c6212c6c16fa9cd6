import type { Span } from '../promql/ast.js';
import type { NodeOf, NodeType, Visited } from '../promql/walk.js';
import type { Explanation } from '../types/explain.js';
import type { Fix, Path, Severity, Subject } from '../types.js';
import type { CheckedConfig } from './model/alertmanager.js';
import type { FoundMetric } from './model/catalogue.js';
import type { FoundDashboard, FoundPanel } from './model/dashboard.js';
import type { Everything } from './model/everything.js';
import type { Inspected } from './model/inspections.js';
import type { Known } from './model/known.js';
import type { AcceptedQuery, FoundQuery, Verdict } from './model/query.js';
import type { FoundRule } from './model/rules.js';

/** What a check has to say. */
export interface Note {
  readonly message: string;
  readonly help?: string;
  /** What of the message is the same wherever it has the same cause. Default: all of it. */
  readonly cause?: string;
  /** Where, beside the thing that was looked at; of a query the span alone suffices. */
  readonly path?: Path;
  readonly span?: Span;
  /** What mends it, only where nobody could want anything else. */
  readonly fix?: Fix;
}

/** What there is to say about a finding; one file each. */
interface About {
  readonly code: `${string}/${string}`;
  readonly severity: Severity;
  /** One line: what it finds. */
  readonly summary: string;
  /** What goes wrong if nobody mends it. */
  readonly why: string;
  /** Whether it is only true where every environment says so: what one does not use another one may. */
  readonly everywhere?: true;
  /**
   * Examples. Of queries they say what reads them: `alert: up == 0`. All others are YAML: of a rule, a metric, a
   * panel, a dashboard, or of whole files, one document each.
   */
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

export interface QueryCheck extends About {
  readonly on: 'query';
  readonly run: (query: AcceptedQuery, all: Everything) => readonly Note[];
}

/**
 * A check of some nodes of a query. It is called for those alone, so that one walk through a tree serves all of them:
 * most checks look at one type, and most queries have few of it.
 */
export interface NodeCheck<T extends NodeType = NodeType> extends About {
  readonly on: 'node';
  readonly types: readonly T[];
  /** What has to be known beside the files; where it is not, there is nothing to say. */
  readonly needs?: keyof Known;
  run(node: NodeOf<T>, query: AcceptedQuery, all: Everything, visited: Visited): readonly Note[];
}

/** A check of queries that Prometheus refuses. */
export interface RefusalCheck extends About {
  readonly on: 'refusal';
  readonly run: (verdict: Verdict) => readonly Note[];
}

export interface RuleCheck extends About {
  readonly on: 'rule';
  readonly run: (rule: FoundRule, all: Everything) => readonly Note[];
}

/** A check of the metrics that a project defines. */
export interface MetricCheck extends About {
  readonly on: 'metric';
  readonly run: (metric: FoundMetric, all: Everything) => readonly Note[];
}

export interface PanelCheck extends About {
  readonly on: 'panel';
  readonly run: (panel: FoundPanel, all: Everything) => readonly Note[];
}

export interface DashboardCheck extends About {
  readonly on: 'dashboard';
  readonly run: (dashboard: FoundDashboard, all: Everything) => readonly Note[];
}

/** A note about a part of a configuration says which: `route severity="critical"`. */
export interface ConfigNote extends Note {
  readonly owner: string;
}

/** A check of an Alertmanager configuration that Alertmanager itself accepts. */
export interface ConfigCheck extends About {
  readonly on: 'alertmanager';
  readonly run: (config: CheckedConfig, all: Everything) => readonly ConfigNote[];
}

/** A check of a text with templates in it; spans count its characters. */
export interface TemplateCheck extends About {
  readonly on: 'template';
  readonly run: (template: Inspected, all: Everything) => readonly Note[];
}

/** A note of what concerns several files says in which of them it stands. */
export interface FileNote extends Note {
  readonly subject: Subject;
  /** `alert HighLatency`. */
  readonly owner: string;
  /** The query whose characters the span counts. */
  readonly query?: FoundQuery;
}

export interface FileCheck extends About {
  readonly on: 'files';
  readonly run: (all: Everything) => readonly FileNote[];
}

export type Check =
  | QueryCheck
  | NodeCheck
  | RefusalCheck
  | RuleCheck
  | MetricCheck
  | PanelCheck
  | DashboardCheck
  | ConfigCheck
  | TemplateCheck
  | FileCheck;

export function explanationOf({ code, severity, summary, why, good, bad }: Check): Explanation {
  return { code, severity, summary, why, good, bad };
}
