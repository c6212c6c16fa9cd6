import type { Expr, Matcher } from '../../promql/ast.js';
import { print } from '../../promql/print.js';
import { equal } from '../canonical/plain.js';
import { treeOf } from '../canonical/promql.js';

/** What of a query changed: a selector, a function, a grouping; both queries where that would be longer. */
export function queryWords(before: string, after: string): string {
  const [a, b] = [treeOf(before), treeOf(after)];
  const whole = `query ${before} → ${after}`;
  if (!a || !b) return whole;
  const found = differences(a, b);
  const words = found.join(', ');
  return found.length > 0 && found.length <= 4 && words.length < whole.length ? words : whole;
}

/** Walks both trees as long as they are of one shape. */
function differences(a: Expr, b: Expr, named = 'number'): string[] {
  if (a.type === 'range' && b.type === 'range') {
    const range = a.range === b.range ? [] : [`range ${a.range} → ${b.range}`];
    return [...range, ...differences(a.selector, b.selector)];
  }
  if (a.type === 'selector' && b.type === 'selector') return selectors(a, b);
  if (a.type === 'call' && b.type === 'call' && a.args.length === b.args.length) {
    const name = a.func === b.func ? [] : [`function ${a.func} → ${b.func}`];
    return [...name, ...a.args.flatMap((one, index) => differences(one, b.args[index] as Expr))];
  }
  if (a.type === 'aggregate' && b.type === 'aggregate' && (a.param === undefined) === (b.param === undefined)) {
    const op = a.op === b.op ? [] : [`${a.op} → ${b.op}`];
    const param = a.param && b.param ? differences(a.param, b.param) : [];
    return [...op, ...grouping(a, b), ...param, ...differences(a.expr, b.expr)];
  }
  if (a.type === 'binary' && b.type === 'binary') {
    const op = a.op === b.op && a.bool === b.bool ? [] : [`${operator(a)} → ${operator(b)}`];
    const number = /^(==|!=|>|<|>=|<=)$/.test(b.op) ? 'threshold' : 'number';
    const sides = [...differences(a.left, b.left, number), ...differences(a.right, b.right, number)];
    const matching = equal(a.matching, b.matching) && equal(a.fill, b.fill) ? [] : ['how both sides match'];
    return [...op, ...sides, ...matching];
  }
  if (a.type === 'subquery' && b.type === 'subquery') {
    const range = a.range === b.range ? [] : [`range ${a.range} → ${b.range}`];
    const step = a.step === b.step ? [] : [`step ${a.step ?? 'default'} → ${b.step ?? 'default'}`];
    return [...range, ...step, ...differences(a.expr, b.expr)];
  }
  if (a.type === 'negate' && b.type === 'negate') return differences(a.expr, b.expr, named);
  const [before, after] = [print(a), print(b)];
  if (before === after) return [];
  return [`${a.type === 'number' && b.type === 'number' ? `${named} ` : ''}${before} → ${after}`];
}

function operator({ op, bool }: { readonly op: string; readonly bool?: boolean }): string {
  return bool ? `${op} bool` : op;
}

function grouping(a: Extract<Expr, { type: 'aggregate' }>, b: Extract<Expr, { type: 'aggregate' }>): string[] {
  if (equal(a.grouping, b.grouping)) return [];
  const text = ({ grouping: of }: typeof a) => (of ? `${of.mode} (${of.labels.join(', ')})` : 'no grouping');
  return [`${text(a)} → ${text(b)}`];
}

function selectors(a: Extract<Expr, { type: 'selector' }>, b: typeof a): string[] {
  const parts = matchers(a.matchers, b.matchers);
  if (a.name !== b.name) parts.unshift(`metric ${a.name ?? '(any)'} → ${b.name ?? '(any)'}`);
  if (!equal(a.variables, b.variables)) parts.push(`${listed(a.variables)} → ${listed(b.variables)}`);
  if (a.offset !== b.offset) parts.push(`offset ${a.offset ?? '0s'} → ${b.offset ?? '0s'}`);
  if (a.at !== b.at) parts.push(`@ ${a.at ?? 'now'} → ${b.at ?? 'now'}`);
  if (a.edges !== b.edges) parts.push(`edges ${a.edges ?? 'as ever'} → ${b.edges ?? 'as ever'}`);
  return parts;
}

function listed(variables: readonly string[] = []): string {
  return variables.length === 0 ? 'no variable' : variables.join(', ');
}

function matchers(a: readonly Matcher[], b: readonly Matcher[]): string[] {
  const same = (one: Matcher, other: Matcher) =>
    one.label === other.label && one.op === other.op && one.value === other.value;
  const text = ({ label, op, value }: Matcher) => `${label}${op}"${value}"`;
  const lost = a.filter((one) => !b.some((other) => same(one, other)));
  const gained = b.filter((one) => !a.some((other) => same(one, other)));
  return [
    ...lost.map((one) => {
      const instead = gained.find(({ label }) => label === one.label);
      if (!instead) return `filter ${text(one)} removed`;
      gained.splice(gained.indexOf(instead), 1);
      return `${text(one)} → ${text(instead)}`;
    }),
    ...gained.map((one) => `filter ${text(one)} added`),
  ];
}
