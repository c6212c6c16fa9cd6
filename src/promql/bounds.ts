import type { AggregateExpr, BinaryExpr, CallExpr, Expr } from './ast.js';

/** The least and the greatest value that a result can have. */
export type Bounds = readonly [least: number, greatest: number];

export const anything: Bounds = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const notNegative: Bounds = [0, Number.POSITIVE_INFINITY];
const zeroOrOne: Bounds = [0, 1];

/** What the values of a series of this name can be, where that is known. */
export type SeriesBounds = (name: string) => Bounds | undefined;

/** Between which values a result stays, whatever the samples are. */
export function boundsOf(expr: Expr, series: SeriesBounds = () => undefined): Bounds {
  switch (expr.type) {
    case 'number':
      return [expr.value, expr.value];
    case 'selector':
      return (expr.name === undefined ? undefined : series(expr.name)) ?? anything;
    case 'range':
      return boundsOf(expr.selector, series);
    case 'group':
    case 'subquery':
      return boundsOf(expr.expr, series);
    case 'negate': {
      const [least, greatest] = boundsOf(expr.expr, series);
      return [-greatest, -least];
    }
    case 'call':
      return ofCall(expr, (arg) => boundsOf(arg, series));
    case 'aggregate':
      return ofAggregate(expr.op, boundsOf(expr.expr, series));
    case 'binary':
      return ofBinary(expr, boundsOf(expr.left, series), boundsOf(expr.right, series));
    default:
      return anything;
  }
}

function ofCall({ func, args }: CallExpr, of: (expr: Expr) => Bounds): Bounds {
  const first = args[0] ? of(args[0]) : anything;
  const numberAt = (index: number) => (args[index]?.type === 'number' ? args[index].value : undefined);
  switch (func) {
    case 'absent':
    case 'absent_over_time':
    case 'present_over_time':
      return [1, 1];
    case 'count_over_time':
      return [1, Number.POSITIVE_INFINITY];
    case 'rate':
    case 'irate':
    case 'increase':
    case 'changes':
    case 'resets':
    case 'stddev_over_time':
    case 'stdvar_over_time':
    case 'histogram_count':
    case 'sqrt':
      return notNegative;
    case 'histogram_fraction':
      return zeroOrOne;
    case 'abs':
      return first[0] >= 0 ? first : notNegative;
    case 'clamp_max':
      return [Math.min(first[0], numberAt(1) ?? first[0]), Math.min(first[1], numberAt(1) ?? first[1])];
    case 'clamp_min':
      return [Math.max(first[0], numberAt(1) ?? first[0]), Math.max(first[1], numberAt(1) ?? first[1])];
    case 'clamp':
      return [numberAt(1) ?? first[0], numberAt(2) ?? first[1]];
    case 'hour':
      return [0, 23];
    case 'minute':
      return [0, 59];
    case 'day_of_week':
      return [0, 6];
    case 'day_of_month':
      return [1, 31];
    case 'month':
      return [1, 12];
    case 'avg_over_time':
    case 'min_over_time':
    case 'max_over_time':
    case 'last_over_time':
    case 'first_over_time':
    case 'label_replace':
    case 'label_join':
    case 'sort':
    case 'sort_desc':
    case 'scalar':
    case 'vector':
      return first;
    case 'quantile_over_time':
      return args[1] ? of(args[1]) : anything;
    case 'sum_over_time':
      return sumOf(first);
    default:
      return anything;
  }
}

function ofAggregate(op: string, inner: Bounds): Bounds {
  switch (op) {
    case 'count':
      return [1, Number.POSITIVE_INFINITY];
    case 'group':
      return [1, 1];
    case 'sum':
      return sumOf(inner);
    case 'stddev':
    case 'stdvar':
      return notNegative;
    case 'count_values':
      return [1, Number.POSITIVE_INFINITY];
    case 'quantile':
      return anything;
    default:
      return inner;
  }
}

/** Of one or more values. */
function sumOf([least, greatest]: Bounds): Bounds {
  return [least < 0 ? Number.NEGATIVE_INFINITY : least, greatest > 0 ? Number.POSITIVE_INFINITY : greatest];
}

function ofBinary({ op, left, right, bool }: BinaryExpr, a: Bounds, b: Bounds): Bounds {
  switch (op) {
    case '+':
      return known([a[0] + b[0], a[1] + b[1]]);
    case '-':
      return known([a[0] - b[1], a[1] - b[0]]);
    case '*':
      return span(a, b, (x, y) => (x === 0 || y === 0 ? 0 : x * y));
    case '/':
      if (isShare(left, right)) return zeroOrOne;
      return b[0] > 0 || b[1] < 0
        ? span(a, b, (x, y) => (Math.abs(y) === Number.POSITIVE_INFINITY ? 0 : x / y))
        : anything;
    case 'or':
      return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
    case 'and':
    case 'unless':
      return a;
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '==':
    case '!=':
      return bool ? zeroOrOne : filtered(op, a, b);
    default:
      return anything;
  }
}

/** A comparison keeps the values of its left side that pass. */
function filtered(op: string, a: Bounds, b: Bounds): Bounds {
  if (op === '>' || op === '>=') return [Math.max(a[0], b[0]), a[1]];
  if (op === '<' || op === '<=') return [a[0], Math.min(a[1], b[1])];
  return op === '==' ? [Math.max(a[0], b[0]), Math.min(a[1], b[1])] : a;
}

function span(a: Bounds, b: Bounds, apply: (x: number, y: number) => number): Bounds {
  const corners = [apply(a[0], b[0]), apply(a[0], b[1]), apply(a[1], b[0]), apply(a[1], b[1])];
  return known([Math.min(...corners), Math.max(...corners)]);
}

function known([least, greatest]: Bounds): Bounds {
  return [
    Number.isNaN(least) ? Number.NEGATIVE_INFINITY : least,
    Number.isNaN(greatest) ? Number.POSITIVE_INFINITY : greatest,
  ];
}

/** Whether a comparison of a value with another passes: always, never, or depending on the samples. */
export function verdict(op: string, [a0, a1]: Bounds, [b0, b1]: Bounds): 'always' | 'never' | 'depends' {
  switch (op) {
    case '>':
      return a1 <= b0 ? 'never' : a0 > b1 ? 'always' : 'depends';
    case '>=':
      return a1 < b0 ? 'never' : a0 >= b1 ? 'always' : 'depends';
    case '<':
      return a0 >= b1 ? 'never' : a1 < b0 ? 'always' : 'depends';
    case '<=':
      return a0 > b1 ? 'never' : a1 <= b0 ? 'always' : 'depends';
    case '==':
      return a0 > b1 || a1 < b0 ? 'never' : a0 === a1 && b0 === b1 && a0 === b0 ? 'always' : 'depends';
    default:
      return a0 > b1 || a1 < b0 ? 'always' : 'depends';
  }
}

/** `sum(rate(x{code="500"}[5m])) / sum(rate(x[5m]))`: a part of a whole. */
function isShare(part: Expr, whole: Expr): boolean {
  if (part.type === 'group') return isShare(part.expr, whole);
  if (whole.type === 'group') return isShare(part, whole.expr);
  if (part.type === 'aggregate' && whole.type === 'aggregate') {
    const { op, grouping } = part;
    return (
      (op === 'sum' || op === 'count') &&
      op === whole.op &&
      sameGrouping(grouping, whole.grouping) &&
      isShare(part.expr, whole.expr)
    );
  }
  if (part.type === 'call' && whole.type === 'call') {
    const counts = ['rate', 'increase', 'irate'].includes(part.func) && part.func === whole.func;
    return counts && part.args[0] !== undefined && whole.args[0] !== undefined && isShare(part.args[0], whole.args[0]);
  }
  if (part.type === 'range' && whole.type === 'range') {
    return part.range === whole.range && isShare(part.selector, whole.selector);
  }
  if (part.type !== 'selector' || whole.type !== 'selector') return false;
  const { name, offset, at } = whole;
  return (
    part.name === name &&
    part.offset === offset &&
    part.at === at &&
    whole.matchers.every((one) =>
      part.matchers.some(({ label, op, value }) => label === one.label && op === one.op && value === one.value),
    )
  );
}

function sameGrouping(a: AggregateExpr['grouping'], b: AggregateExpr['grouping']): boolean {
  if (!a || !b) return a === b;
  return a.mode === b.mode && a.labels.length === b.labels.length && a.labels.every((one, at) => one === b.labels[at]);
}
