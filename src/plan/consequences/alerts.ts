import type { Expr } from '../../promql/ast.js';
import { durationSeconds } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import type { Consequence } from '../../types/comparison.js';
import type { Facts, Rule } from './facts.js';

const severities = ['info', 'warning', 'critical', 'emergency'];

/** What changes for those who are told of alerts, whoever they are. */
export function alertConsequences(before: Facts, after: Facts): Consequence[] {
  const [left, right] = [grouped(before.rules), grouped(after.rules)];
  const gone = [...left].flatMap(([name]): Consequence[] =>
    right.has(name) ? [] : [risk('alert/removed', `the alert ${name} is gone: nobody is told of it any more`)],
  );
  const changed = [...left].flatMap(([name, rules]) => {
    const others = right.get(name) ?? [];
    return rules.flatMap((rule, index) => {
      const other = partner(rule, others, rules.length === others.length ? index : -1);
      return other ? compareAlerts(rule, other) : [];
    });
  });
  return [...gone, ...changed];
}

function grouped(rules: readonly Rule[]): Map<string, Rule[]> {
  const alerts = new Map<string, Rule[]>();
  for (const rule of rules) if (rule.alert) alerts.set(rule.name, [...(alerts.get(rule.name) ?? []), rule]);
  return alerts;
}

/** Of several alerts with one name, the one with the same labels; otherwise the one in its place. */
function partner(rule: Rule, others: readonly Rule[], index: number): Rule | undefined {
  const labels = JSON.stringify(rule.labels);
  const same = others.filter((other) => JSON.stringify(other.labels) === labels);
  return same.length === 1 ? same[0] : others[index];
}

function compareAlerts(a: Rule, b: Rule): Consequence[] {
  const { name } = a;
  return [...severity(name, a.labels.severity, b.labels.severity), ...waiting(a, b), ...sensitivity(a, b)];
}

function severity(name: string, before: string | undefined, after: string | undefined): Consequence[] {
  if (before === after) return [];
  const [from, to] = [severities.indexOf(before ?? ''), severities.indexOf(after ?? '')];
  const text = `the severity of ${name} goes from ${before ?? 'none'} to ${after ?? 'none'}`;
  if (from >= 0 && to < from) return [risk('alert/severity-lowered', `${text}: it is taken less seriously`)];
  return [note('alert/severity', text)];
}

function waiting({ name, rule: a }: Rule, { rule: b }: Rule): Consequence[] {
  const [before, after] = [String(a.for ?? '0s'), String(b.for ?? '0s')];
  if (before === after) return [];
  const later = durationSeconds(after) > durationSeconds(before);
  const words = later ? 'it is told later' : 'it is told sooner';
  return [note('alert/for', `${name} has to hold for ${after} instead of ${before}: ${words}`)];
}

/** The numbers that a query is compared with, in the order in which they stand. */
function thresholds(text: string): { readonly op: string; readonly value: number }[] {
  const { expr } = parse(text);
  return expr ? comparisons(expr) : [];
}

function comparisons(expr: Expr): { readonly op: string; readonly value: number }[] {
  if (expr.type === 'group' || expr.type === 'negate') return comparisons(expr.expr);
  if (expr.type === 'aggregate') return comparisons(expr.expr);
  if (expr.type === 'call') return expr.args.flatMap(comparisons);
  if (expr.type !== 'binary') return [];
  const value = numberOf(expr.right);
  if (/^(>|<|>=|<=)$/.test(expr.op) && value !== undefined) return [...comparisons(expr.left), { op: expr.op, value }];
  return [...comparisons(expr.left), ...comparisons(expr.right)];
}

function numberOf(expr: Expr): number | undefined {
  if (expr.type === 'number') return expr.value;
  if (expr.type === 'group') return numberOf(expr.expr);
  if (expr.type === 'negate') {
    const value = numberOf(expr.expr);
    return value === undefined ? undefined : -value;
  }
  return undefined;
}

function sensitivity(a: Rule, b: Rule): Consequence[] {
  if (a.expr === b.expr) return [];
  const [before, after] = [thresholds(a.expr), thresholds(b.expr)];
  if (before.length !== after.length) return [];
  return before.flatMap(({ op, value }, index): Consequence[] => {
    const other = after[index] as (typeof after)[number];
    if (other.op !== op || other.value === value) return [];
    const above = op.startsWith('>');
    const less = above ? other.value > value : other.value < value;
    const text = `${a.name} fires ${above ? 'above' : 'below'} ${other.value} instead of ${value}`;
    const factor = times(value, other.value);
    const words = less ? `less sensitive${factor}` : `more sensitive${factor}`;
    return [note('alert/threshold', `${text}: ${words}`)];
  });
}

/** `, by half`, `, 2.5 times`: how far a number went, where that says something. */
function times(before: number, after: number): string {
  if (before <= 0 || after <= 0) return '';
  const factor = Math.max(before, after) / Math.min(before, after);
  return `, by a factor of ${Number(factor.toPrecision(2))}`;
}

function risk(code: string, message: string): Consequence {
  return { weight: 'risk', code, message };
}

function note(code: string, message: string): Consequence {
  return { weight: 'note', code, message };
}
