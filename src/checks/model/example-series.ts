import type { Expr } from '../../promql/ast.js';
import { walk } from '../../promql/walk.js';
import type { Everything } from './everything.js';
import { treeOf } from './query.js';
import type { FoundRule } from './rules.js';

/** A series that might make the alert fire: labels that its query leaves, and a value beyond the threshold. */
export function exampleSeries({ query }: FoundRule, all: Everything, environment: string) {
  const expr = treeOf(query);
  if (!expr) return { labels: {}, value: 1 };
  const { sure, possible } = all.flow(expr);
  const values = valuesOfMetrics(expr, all, environment);
  const names = [...sure.keys(), ...(possible ?? [])].filter((name) => name !== '__name__' && name !== 'alertname');
  const labels = names.map((name) => [name, sure.get(name) ?? values.get(name) ?? `${name}-1`] as const);
  return { labels: Object.fromEntries(labels), value: beyond(expr) };
}

/** A value for each label that the catalogue knows the values of. */
function valuesOfMetrics(expr: Expr, { metrics }: Everything, environment: string): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  // where environments are values, it is this one
  const one = (values: readonly string[] | null) => (values?.includes(environment) ? environment : values?.[0]);
  for (const metric of metrics?.values() ?? []) {
    for (const [name, values] of Object.entries(metric.labels)) {
      const value = one(values);
      if (value !== undefined && !known.has(name)) known.set(name, value);
    }
  }
  // of the metrics that the query itself reads, rather those
  for (const { expr: part } of walk(expr)) {
    const metric = part.type === 'selector' && part.name !== undefined ? metrics?.get(part.name) : undefined;
    for (const [name, values] of Object.entries(metric?.labels ?? {})) {
      const value = one(values);
      if (value !== undefined) known.set(name, value);
    }
  }
  return known;
}

/** The nearest round value for which the condition holds. */
function beyond(expr: Expr): number {
  if (expr.type === 'group') return beyond(expr.expr);
  if (expr.type !== 'binary') return 1;
  if (expr.op === 'and' || expr.op === 'unless' || expr.op === 'or') return beyond(expr.left);
  const limit = numberIn(expr.right);
  if (limit === undefined) return 1;
  switch (expr.op) {
    case '>':
      return limit === 0 ? 1 : rounded(limit * (limit > 0 ? 1.1 : 0.9));
    case '<':
      return limit === 0 ? -1 : rounded(limit * (limit > 0 ? 0.9 : 1.1));
    case '!=':
      return limit + 1;
    default:
      return limit;
  }
}

function numberIn(expr: Expr): number | undefined {
  if (expr.type === 'number') return expr.value;
  if (expr.type === 'group') return numberIn(expr.expr);
  if (expr.type === 'negate') {
    const inner = numberIn(expr.expr);
    return inner === undefined ? undefined : -inner;
  }
  return undefined;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
