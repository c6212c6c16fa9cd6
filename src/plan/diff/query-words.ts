import type { Expr, Matcher } from '../../promql/ast.js';
import { print } from '../../promql/print.js';
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
  const [before, after] = [print(a), print(b)];
  if (before === after) return [];
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
    const matching = print({ ...a, left: b.left, right: b.right, op: b.op }) !== print({ ...b }) && op.length === 0;
    return [...op, ...sides, ...(matching ? ['how both sides match'] : [])];
  }
  if (a.type === 'subquery' && b.type === 'subquery') {
    const range = a.range === b.range ? [] : [`range ${a.range} → ${b.range}`];
    const step = a.step === b.step ? [] : [`step ${a.step ?? 'default'} → ${b.step ?? 'default'}`];
    return [...range, ...step, ...differences(a.expr, b.expr)];
  }
  if (a.type === 'number' && b.type === 'number') return [`${named} ${before} → ${after}`];
  if (a.type === 'negate' && b.type === 'negate') return differences(a.expr, b.expr, named);
  return [`${before} → ${after}`];
}

function operator({ op, bool }: { readonly op: string; readonly bool?: boolean }): string {
  return bool ? `${op} bool` : op;
}

function grouping(a: Extract<Expr, { type: 'aggregate' }>, b: Extract<Expr, { type: 'aggregate' }>): string[] {
  const text = ({ grouping: of }: typeof a) => (of ? `${of.mode} (${of.labels.join(', ')})` : 'no grouping');
  return text(a) === text(b) ? [] : [`${text(a)} → ${text(b)}`];
}

function selectors(a: Extract<Expr, { type: 'selector' }>, b: typeof a): string[] {
  const name = a.name === b.name ? [] : [`metric ${a.name ?? '(any)'} → ${b.name ?? '(any)'}`];
  const offset = a.offset === b.offset ? [] : [`offset ${a.offset ?? '0s'} → ${b.offset ?? '0s'}`];
  const moment = a.at === b.at ? [] : [`@ ${a.at ?? 'now'} → ${b.at ?? 'now'}`];
  return [...name, ...matchers(a.matchers, b.matchers), ...offset, ...moment];
}

function matchers(a: readonly Matcher[], b: readonly Matcher[]): string[] {
  const text = ({ label, op, value }: Matcher) => `${label}${op}"${value}"`;
  const lost = a.filter((one) => !b.some((other) => text(other) === text(one)));
  const gained = b.filter((one) => !a.some((other) => text(other) === text(one)));
  return [
    ...lost.map((one) => {
      const instead = gained.find(({ label }) => label === one.label);
      if (!instead) return `lost ${text(one)}`;
      gained.splice(gained.indexOf(instead), 1);
      return `${text(one)} → ${text(instead)}`;
    }),
    ...gained.map((one) => `gained ${text(one)}`),
  ];
}
