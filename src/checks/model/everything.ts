import type { Expr } from '../../promql/ast.js';
import { anything, type Bounds, boundsOf } from '../../promql/bounds.js';
import { type LabelFlow, labelFlow, surely } from '../../promql/label-flow.js';
import type { Subject } from '../../types.js';
import { configOf, type FoundConfig } from './alertmanager.js';
import { type FoundMetric, metricsOf } from './catalogue.js';
import { dashboardOf, type FoundDashboard, queriesOf } from './dashboard.js';
import { boundsOfMetric, type Known, ofMetric } from './known.js';
import { type FoundQuery, treeOf } from './query.js';
import { type FoundGroup, type FoundRule, groupsOf } from './rules.js';

/** All that is checked together, and what is known beside it. */
export interface Everything extends Known {
  readonly subjects: readonly Subject[];
  readonly groups: readonly FoundGroup[];
  readonly rules: readonly FoundRule[];
  /** The metrics that definitions say are exposed. */
  readonly catalogue: readonly FoundMetric[];
  readonly dashboards: readonly FoundDashboard[];
  readonly queries: readonly FoundQuery[];
  /** Configurations of Alertmanager. */
  readonly configs: readonly FoundConfig[];
  /** The names of recorded series, */
  readonly records: ReadonlySet<string>;
  /** and the rules that record each. */
  readonly recording: ReadonlyMap<string, readonly FoundRule[]>;
  /** Which labels the series of a query have. */
  readonly flow: (expr: Expr) => LabelFlow;
  /** Between which values a query stays. */
  readonly bounds: (expr: Expr) => Bounds;
  /** Which labels the series or alerts of a rule have, with those that the rule adds. */
  readonly ruleFlow: (rule: FoundRule) => LabelFlow | undefined;
}

export function everything(subjects: readonly Subject[], known: Known): Everything {
  const groups = subjects.flatMap(groupsOf);
  const rules = groups.flatMap((group) => group.rules);
  const dashboards = subjects.flatMap((subject) => dashboardOf(subject) ?? []);
  const queries = [...rules.flatMap(({ query }) => query ?? []), ...dashboards.flatMap(queriesOf)];
  const recording = new Map<string, FoundRule[]>();
  for (const rule of rules) {
    if (rule.kind !== 'record') continue;
    const others = recording.get(rule.name);
    if (others) others.push(rule);
    else recording.set(rule.name, [rule]);
  }
  const flows = new Map<string, LabelFlow | undefined>();
  // of operations: several checks ask for the same one, and then nobody does any more
  const followed = new Map<Expr, LabelFlow>();
  const flow = (expr: Expr) => labelFlow(expr, seriesFlow, few(followed));
  const limits = new Map<string, Bounds | undefined>();
  const bounds = (expr: Expr) => boundsOf(expr, seriesBounds);
  return {
    ...known,
    subjects,
    groups,
    rules,
    catalogue: subjects.flatMap(metricsOf),
    dashboards,
    queries,
    configs: subjects.flatMap((subject) => configOf(subject, known.alertmanager)),
    records: new Set(recording.keys()),
    recording,
    flow,
    ruleFlow,
    bounds,
  };

  /** Of a metric what the catalogue says, of a recorded series what its rules leave. */
  function seriesFlow(name: string): LabelFlow | undefined {
    const rules = recording.get(name);
    const metric = known.metrics?.get(name);
    if (!rules) return metric && ofMetric(metric);
    if (flows.has(name)) return flows.get(name);
    // a rule that reads itself
    flows.set(name, undefined);
    const [rule, second] = rules;
    const recorded = rule && !second ? ruleFlow(rule) : undefined;
    const found = recorded ?? (metric && ofMetric(metric));
    flows.set(name, found);
    return found;
  }

  function seriesBounds(name: string): Bounds | undefined {
    const rules = recording.get(name);
    if (!rules) return boundsOfMetric(name, known.metrics?.get(name));
    if (limits.has(name)) return limits.get(name);
    limits.set(name, undefined);
    const recorded = rules.map(({ query }) => {
      const expr = treeOf(query);
      return expr ? bounds(expr) : anything;
    });
    const found = [Math.min(...recorded.map((one) => one[0])), Math.max(...recorded.map((one) => one[1]))] as const;
    limits.set(name, found);
    return found;
  }

  function ruleFlow({ query, labels }: FoundRule): LabelFlow | undefined {
    const expr = treeOf(query);
    if (!expr) return undefined;
    return Object.entries(labels).reduce(
      (flow, [label, value]) => surely(flow, label, value.includes('{{') ? undefined : value),
      flow(expr),
    );
  }
}

/** Forgets all when it is much: a table that grows with the files costs more than it saves. */
function few<K, V>(known: Map<K, V>): Map<K, V> {
  if (known.size > 100) known.clear();
  return known;
}
