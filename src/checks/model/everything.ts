import type { Expr } from '../../promql/ast.js';
import { anything, type Bounds, boundsOf } from '../../promql/bounds.js';
import { type LabelFlow, labelFlow, surely } from '../../promql/label-flow.js';
import type { Subject } from '../../types.js';
import { configOf, type FoundConfig } from './alertmanager.js';
import { dashboardOf, type FoundDashboard } from './dashboard.js';
import { boundsOfMetric, type Known, ofMetric } from './known.js';
import { type AcceptedQuery, type FoundQuery, isAccepted } from './query.js';
import { type FoundGroup, type FoundRule, groupsOf } from './rules.js';

/** All that is checked together, and what is known beside it. */
export interface Everything extends Known {
  readonly subjects: readonly Subject[];
  readonly groups: readonly FoundGroup[];
  readonly rules: readonly FoundRule[];
  readonly dashboards: readonly FoundDashboard[];
  readonly queries: readonly FoundQuery[];
  /** Those of them that Prometheus would accept. */
  readonly accepted: readonly AcceptedQuery[];
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
  const queries = [
    ...rules.flatMap(({ query }) => query ?? []),
    ...dashboards.flatMap(({ panels, variables, queries }) => [
      ...panels.flatMap(({ targets }) => targets.flatMap(({ query }) => query ?? [])),
      ...variables.flatMap(({ query }) => query ?? []),
      ...queries,
    ]),
  ];
  const recording = new Map<string, FoundRule[]>();
  for (const rule of rules) {
    if (rule.kind === 'record') recording.set(rule.name, [...(recording.get(rule.name) ?? []), rule]);
  }
  const flows = new Map<string, LabelFlow | undefined>();
  const followed = new Map<Expr, LabelFlow>();
  const flow = (expr: Expr) => labelFlow(expr, seriesFlow, followed);
  const limits = new Map<string, Bounds | undefined>();
  // not weak: a weak table of this size keeps the collector busy, and all of it goes together anyway
  const reckoned = new Map<Expr, Bounds>();
  const bounds = (expr: Expr) => remembered(reckoned, expr, () => boundsOf(expr, seriesBounds));
  return {
    ...known,
    subjects,
    groups,
    rules,
    dashboards,
    queries,
    accepted: queries.filter(isAccepted),
    configs: subjects.flatMap((subject) => configOf(subject, known.alertmanager)),
    records: new Set(recording.keys()),
    recording,
    flow,
    ruleFlow,
    bounds,
  };

  /** Of a metric what the catalogue says, of a recorded series what its rules leave. */
  function seriesFlow(name: string): LabelFlow | undefined {
    if (flows.has(name)) return flows.get(name);
    // a rule that reads itself
    flows.set(name, undefined);
    const [rule, second] = recording.get(name) ?? [];
    const metric = known.metrics?.get(name);
    const recorded = rule && !second ? ruleFlow(rule) : undefined;
    const found = recorded ?? (metric && ofMetric(metric));
    flows.set(name, found);
    return found;
  }

  function seriesBounds(name: string): Bounds | undefined {
    if (limits.has(name)) return limits.get(name);
    limits.set(name, undefined);
    const rules = recording.get(name);
    const recorded = rules?.map(({ query }) => (query?.expr ? bounds(query.expr) : anything));
    const found = recorded
      ? ([Math.min(...recorded.map((one) => one[0])), Math.max(...recorded.map((one) => one[1]))] as const)
      : boundsOfMetric(name, known.metrics?.get(name));
    limits.set(name, found);
    return found;
  }

  function ruleFlow({ query, labels }: FoundRule): LabelFlow | undefined {
    if (!query?.expr) return undefined;
    return Object.entries(labels).reduce(
      (flow, [label, value]) => surely(flow, label, value.includes('{{') ? undefined : value),
      flow(query.expr),
    );
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const value = make();
  known.set(key, value);
  return value;
}
