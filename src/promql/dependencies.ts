import type { Expr } from './ast.js';
import { selectorsIn } from './walk.js';

/** A rule as far as others read what it makes: its name is that of a series, or of an alert. */
export interface Dependency {
  readonly name: string;
  readonly alert: boolean;
  readonly expr: Expr;
}

/** Whether a rule makes anything that a query reads. A selector without a name may read everything. */
export function reads(expr: Expr, { name, alert }: Pick<Dependency, 'name' | 'alert'>): boolean {
  return selectorsIn(expr).some((selector) => {
    const metric =
      selector.name ?? selector.matchers.find(({ label, op }) => label === '__name__' && op === '=')?.value;
    if (metric === undefined) return true;
    if (!alert) return metric === name;
    if (metric !== 'ALERTS' && metric !== 'ALERTS_FOR_STATE') return false;
    const asked = selector.matchers.find(({ label, op }) => label === 'alertname' && op === '=');
    return asked === undefined || asked.value === name;
  });
}

/** The rules that queries need, directly or through other rules, in the order they were given. */
export function neededBy<R extends Dependency>(queries: readonly Expr[], rules: readonly R[]): readonly R[] {
  const needed = new Set<R>();
  const rest = [...queries];
  for (let query = rest.pop(); query; query = rest.pop()) {
    for (const rule of rules) {
      if (needed.has(rule) || !reads(query, rule)) continue;
      needed.add(rule);
      rest.push(rule.expr);
    }
  }
  return rules.filter((rule) => needed.has(rule));
}

/** Groups of rules, each before those that read what it records; as far as there is such an order. */
export function evaluationOrder<G extends { readonly rules: readonly Dependency[] }>(
  groups: readonly G[],
): readonly G[] {
  const ordered: G[] = [];
  const visited = new Set<G>();
  const visit = (group: G) => {
    if (visited.has(group)) return;
    visited.add(group);
    for (const other of groups) {
      if (other !== group && group.rules.some(({ expr }) => other.rules.some((rule) => reads(expr, rule))))
        visit(other);
    }
    ordered.push(group);
  };
  for (const group of groups) visit(group);
  return ordered;
}
