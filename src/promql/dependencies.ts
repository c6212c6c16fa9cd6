import type { Expr, Matcher, SelectorExpr } from './ast.js';
import { selectorsIn } from './walk.js';

/** A query, or only its selectors: no more of it matters here. */
export type Reader = Expr | readonly SelectorExpr[];

/** A rule as far as others read what it makes: its name is that of a series, or of an alert. */
export interface Dependency {
  readonly name: string;
  readonly alert: boolean;
  readonly expr: Reader;
  /** Labels that the rule sets, whatever its query answers. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What a query reads of rules: series and alerts by name, or whatever there is. */
interface Reading {
  readonly series: ReadonlySet<string>;
  readonly alerts: ReadonlySet<string>;
  readonly everySeries: boolean;
  readonly everyAlert: boolean;
}

const readings = new WeakMap<Reader, Reading>();

/** Asked of the same tree again, it is not looked for again. */
function readingOf(expr: Reader): Reading {
  let reading = readings.get(expr);
  if (!reading) {
    reading = look(expr);
    readings.set(expr, reading);
  }
  return reading;
}

const selectorsOf = (expr: Reader) => ('type' in expr ? selectorsIn(expr) : expr);

/** A selector without a name may read everything. */
function look(expr: Reader): Reading {
  const series = new Set<string>();
  const alerts = new Set<string>();
  let everySeries = false;
  let everyAlert = false;
  for (const selector of selectorsOf(expr)) {
    const equal = (wanted: string) => selector.matchers.find(({ label, op }) => label === wanted && op === '=')?.value;
    const metric = selector.name ?? equal('__name__');
    if (metric === undefined) everySeries = true;
    if (metric === undefined || metric === 'ALERTS' || metric === 'ALERTS_FOR_STATE') {
      const asked = metric === undefined ? undefined : equal('alertname');
      if (asked === undefined) everyAlert = true;
      else alerts.add(asked);
    }
    if (metric !== undefined) series.add(metric);
  }
  return { series, alerts, everySeries, everyAlert };
}

/** The names of all series and alerts that a query may read; undefined where it may read any. */
export function namesRead(expr: Reader): readonly string[] | undefined {
  const { series, alerts, everySeries, everyAlert } = readingOf(expr);
  return everySeries || everyAlert ? undefined : [...series, ...alerts];
}

/** Whether a rule makes anything that a query reads. */
export function reads(expr: Reader, { name, alert, labels }: Omit<Dependency, 'expr'>): boolean {
  const { series, alerts, everySeries, everyAlert } = readingOf(expr);
  if (alert) return everyAlert || alerts.has(name);
  return everySeries || (series.has(name) && (!labels || asksFor(expr, name, labels)));
}

/** Whether a query asks for series of this name without asking for other labels than these. */
function asksFor(expr: Reader, name: string, labels: NonNullable<Dependency['labels']>): boolean {
  const isOther = ({ label, op, value }: Matcher) => op === '=' && label in labels && labels[label] !== value;
  return selectorsOf(expr).some(
    (selector) => (selector.name === name || selector.name === undefined) && !selector.matchers.some(isOther),
  );
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
