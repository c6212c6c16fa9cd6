import type {
  AggregateExpr,
  BinaryExpr,
  BinaryOperator,
  CallExpr,
  Expr,
  Matcher,
  NumberExpr,
  SelectorExpr,
} from '../../promql/ast.js';
import { childrenOf } from '../../promql/children.js';
import { print } from '../../promql/print.js';

/** A query with one thing changed. */
export interface Changed {
  readonly expr: Expr;
  /** What: `> became <`. */
  readonly what: string;
}

/** Every query that differs from this one in one thing that somebody could have got wrong. */
export function changesOf(expr: Expr): readonly Changed[] {
  const inside = childrenOf(expr).flatMap(({ expr: child, replaced }) =>
    changesOf(child).map(({ expr: changed, what }) => ({ expr: replaced(changed), what })),
  );
  return [...ownChanges(expr), ...inside.filter(({ what }) => !(isScaleFree(expr) && scales.has(what)))];
}

/** Whether a factor makes no difference to the answer: to a quantile, or to whether something is above 0. */
function isScaleFree(expr: Expr): boolean {
  if (expr.type === 'call') return expr.func === 'histogram_quantile';
  return expr.type === 'binary' && '>==!=<'.includes(expr.op) && expr.right.type === 'number' && expr.right.value === 0;
}

/** Changes that are nothing but a factor. */
const scales: ReadonlySet<string> = new Set(['rate became increase', 'increase became rate']);

function ownChanges(expr: Expr): readonly Changed[] {
  switch (expr.type) {
    case 'number':
      return numberChanges(expr);
    case 'binary':
      return binaryChanges(expr);
    case 'aggregate':
      return aggregateChanges(expr);
    case 'call':
      return callChanges(expr);
    case 'selector':
      return selectorChanges(expr);
    default:
      return [];
  }
}

function numberChanges(expr: NumberExpr): readonly Changed[] {
  const { value } = expr;
  const others = value === 0 ? [1] : [1.2, 0.8].map((factor) => Number((value * factor).toPrecision(12)));
  return others.map((other) => ({ expr: { ...expr, value: other }, what: `${value} became ${other}` }));
}

const opposite: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '>': '<',
  '<': '>',
  '>=': '<',
  '<=': '>',
  '==': '!=',
  '!=': '==',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  and: 'unless',
  unless: 'and',
};

function binaryChanges(expr: BinaryExpr): readonly Changed[] {
  const { op, left, right } = expr;
  // 0 divided is 0, as 0 multiplied is
  const other = left.type === 'number' && left.value === 0 ? undefined : opposite[op];
  const flipped: Changed[] = other
    ? [{ expr: { ...expr, op: other }, what: `${op} became ${other}, after ${short(left)}` }]
    : [];
  const without = (kept: Expr, lost: Expr): Changed => ({ expr: kept, what: `without: ${op} ${short(lost)}` });
  if (op === 'and' || op === 'unless') return [...flipped, without(left, right)];
  if (op === 'or') return [without(left, right), { expr: right, what: `without: ${short(left)} or` }];
  return flipped;
}

const otherAggregation: Readonly<Record<string, string>> = {
  sum: 'max',
  max: 'min',
  min: 'max',
  avg: 'max',
  count: 'sum',
};

function aggregateChanges(expr: AggregateExpr): readonly Changed[] {
  const op = otherAggregation[expr.op];
  const { grouping } = expr;
  return [
    ...(op ? [{ expr: { ...expr, op }, what: `${expr.op} became ${op}` }] : []),
    ...(grouping?.labels ?? []).map((label) => ({
      expr: {
        ...expr,
        grouping: { mode: grouping?.mode ?? 'by', labels: (grouping?.labels ?? []).filter((one) => one !== label) },
      },
      what: `${grouping?.mode} (…) without ${label}, in ${short(expr)}`,
    })),
  ];
}

const otherFunction: Readonly<Record<string, string>> = {
  rate: 'increase',
  increase: 'rate',
  max_over_time: 'min_over_time',
  min_over_time: 'max_over_time',
  avg_over_time: 'max_over_time',
  sum_over_time: 'max_over_time',
  clamp_max: 'clamp_min',
  clamp_min: 'clamp_max',
};

function callChanges(expr: CallExpr): readonly Changed[] {
  const func = otherFunction[expr.func];
  return func ? [{ expr: { ...expr, func }, what: `${expr.func} became ${func}` }] : [];
}

const negated = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

function selectorChanges(expr: SelectorExpr): readonly Changed[] {
  const { matchers } = expr;
  const text = ({ label, op, value }: Matcher) => `${label}${op}"${value}"`;
  return [
    ...matchers.flatMap((matcher, index) => [
      { expr: { ...expr, matchers: matchers.toSpliced(index, 1) }, what: `without the matcher ${text(matcher)}` },
      {
        expr: { ...expr, matchers: matchers.with(index, { ...matcher, op: negated[matcher.op] }) },
        what: `${text(matcher)} became ${text({ ...matcher, op: negated[matcher.op] })}`,
      },
    ]),
    ...(expr.offset === undefined ? [] : [{ expr: withoutOffset(expr), what: `without offset ${expr.offset}` }]),
  ];
}

function withoutOffset({ offset: _, ...expr }: SelectorExpr): SelectorExpr {
  return expr;
}

function short(expr: Expr): string {
  const text = print(expr);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
