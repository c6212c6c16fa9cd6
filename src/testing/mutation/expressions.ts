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
  /** What: `> became <, after up`. */
  readonly what: string;
  /** Whether it is nothing but a factor. */
  readonly scales?: true;
}

/** Every query that differs from this one in one thing that somebody could have got wrong. */
export function changesOf(expr: Expr): readonly Changed[] {
  const inside = childrenOf(expr).flatMap(({ expr: child, replaced }) =>
    changesOf(child).map(({ expr: changed, what, ...rest }) => ({
      ...rest,
      expr: replaced(changed),
      what: what + beside(expr, child),
    })),
  );
  return [...ownChanges(expr), ...inside.filter(({ scales }) => !(scales && isScaleFree(expr)))];
}

/** A number says little without what it is compared with, and a query may hold the same one twice. */
function beside(parent: Expr, child: Expr): string {
  if (parent.type !== 'binary' || child.type !== 'number') return '';
  return child === parent.right ? `, after ${short(parent.left)}` : `, before ${short(parent.right)}`;
}

/** Whether a factor makes no difference to the answer: to a quantile, or to whether something is above 0. */
function isScaleFree(expr: Expr): boolean {
  if (expr.type === 'call') return expr.func === 'histogram_quantile';
  return expr.type === 'binary' && '>==!=<'.includes(expr.op) && expr.right.type === 'number' && expr.right.value === 0;
}

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
  const other = opposite[op];
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
    ...(op ? [{ expr: { ...expr, op }, what: `${expr.op} became ${op}, in ${short(expr)}` }] : []),
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
  if (!func) return [];
  const changed: Changed = { expr: { ...expr, func }, what: `${expr.func} became ${func}, in ${short(expr)}` };
  return [func === 'rate' || func === 'increase' ? { ...changed, scales: true } : changed];
}

const negated = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

function selectorChanges(expr: SelectorExpr): readonly Changed[] {
  const { matchers } = expr;
  const text = ({ label, op, value }: Matcher) => `${label}${op}"${value}"`;
  const of = expr.name === undefined ? '' : `, of ${expr.name}`;
  return [
    ...matchers.flatMap((matcher, index) => [
      { expr: { ...expr, matchers: matchers.toSpliced(index, 1) }, what: `without the matcher ${text(matcher)}${of}` },
      {
        expr: { ...expr, matchers: matchers.with(index, { ...matcher, op: negated[matcher.op] }) },
        what: `${text(matcher)} became ${text({ ...matcher, op: negated[matcher.op] })}${of}`,
      },
    ]),
    ...(expr.offset === undefined ? [] : [{ expr: withoutOffset(expr), what: `without offset ${expr.offset}` }]),
  ];
}

function withoutOffset({ offset: _, ...expr }: SelectorExpr): SelectorExpr {
  return expr;
}

/** Without the lists of labels, which are long and alike. */
function short(expr: Expr): string {
  const text = print(expr).replaceAll(/\b(by|without|on|ignoring) \([^()]*\)/g, '$1 (…)');
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
