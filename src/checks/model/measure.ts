import type { BinaryExpr, CallExpr, Expr } from '../../promql/ast.js';
import { isNumber } from '../../promql/label-flow.js';
import { selectorsIn } from '../../promql/walk.js';
import type { Everything } from './everything.js';
import type { KnownMetric } from './known.js';
import { treeOf } from './query.js';
import type { FoundRule } from './rules.js';

/** What the numbers of a result measure, where names and functions tell for certain. */
export type Measure = 'seconds' | 'bytes' | 'bytes/s' | 'ratio' | 'percent';

/** What is known of the series of a name beside the name. */
type MeasureOfSeries = (name: string) => Measure | undefined;

/** By the unit of the metric, or by the suffix that its name has by convention, and by what is done to it. */
export function measureOf(expr: Expr, series: MeasureOfSeries): Measure | undefined {
  const of = (inner: Expr) => measureOf(inner, series);
  switch (expr.type) {
    case 'selector':
      return expr.name === undefined ? undefined : series(expr.name);
    case 'range':
      return of(expr.selector);
    case 'subquery':
    case 'group':
    case 'negate':
      return of(expr.expr);
    case 'call':
      return ofCall(expr, of);
    case 'aggregate':
      return /^(sum|avg|min|max|topk|bottomk|quantile|limitk|limit_ratio)$/.test(expr.op) ? of(expr.expr) : undefined;
    case 'binary':
      return ofBinary(expr, of);
    default:
      return undefined;
  }
}

/** By the catalogue, by the rule that records the series, or by its name. */
export function measureOfSeries({ metrics, recording }: Pick<Everything, 'metrics' | 'recording'>): MeasureOfSeries {
  const known = new Map<string, Measure | undefined>();
  return series;

  function series(name: string): Measure | undefined {
    if (known.has(name)) return known.get(name);
    // a rule that reads itself
    known.set(name, undefined);
    const rules = recording.get(name);
    const measure = rules ? ofRules(rules) : ofMetric(name, metrics?.get(name));
    known.set(name, measure);
    return measure;
  }

  function ofRules(rules: readonly FoundRule[]): Measure | undefined {
    const [first, ...others] = rules.map(({ query }) => {
      const expr = treeOf(query);
      return expr && measureOf(expr, series);
    });
    return others.every((one) => one === first) ? first : undefined;
  }
}

function ofMetric(name: string, known: KnownMetric | undefined): Measure | undefined {
  // a moment is no duration, and what somebody else recorded may be anything
  if (/timestamp|start_time|boot_time|created|expir|:/.test(name) || name.endsWith('_count')) return undefined;
  if (known) {
    const { unit } = known;
    return unit === 'seconds' || unit === 'bytes' || unit === 'ratio' || unit === 'percent' ? unit : undefined;
  }
  return /_(seconds|bytes|ratio|percent)(?:_total|_sum|_bucket)?$/.exec(name)?.[1] as Measure | undefined;
}

function ofCall({ func, args }: CallExpr, of: (expr: Expr) => Measure | undefined): Measure | undefined {
  const [first, second] = args;
  switch (func) {
    case 'rate':
    case 'irate':
    case 'deriv':
      return first && of(first) === 'bytes' ? 'bytes/s' : undefined;
    case 'histogram_quantile':
      return second && ofBuckets(second, of);
    case 'quantile_over_time':
      return second && of(second);
    case 'abs':
    case 'round':
    case 'ceil':
    case 'floor':
    case 'clamp_max':
    case 'clamp_min':
    case 'clamp':
    case 'sort':
    case 'sort_desc':
    case 'label_replace':
    case 'label_join':
    case 'avg_over_time':
    case 'min_over_time':
    case 'max_over_time':
    case 'last_over_time':
    case 'increase':
    case 'delta':
      return first && of(first);
    default:
      return undefined;
  }
}

/** A quantile of rates of buckets is in the unit of what was observed. */
function ofBuckets(expr: Expr, of: (expr: Expr) => Measure | undefined): Measure | undefined {
  const [selector, second] = selectorsIn(expr);
  return selector && !second ? of(selector) : undefined;
}

function ofBinary({ op, left, right, bool }: BinaryExpr, of: (inner: Expr) => Measure | undefined) {
  const [a, b] = [of(left), of(right)];
  switch (op) {
    case '/':
      if (a === 'percent' && isHundred(right)) return 'ratio';
      return a !== undefined && a === b ? 'ratio' : meanOf(left, right, of);
    case '*':
      return (a === 'ratio' && isHundred(right)) || (b === 'ratio' && isHundred(left)) ? 'percent' : undefined;
    case '+':
    case '-':
      return a === b || isNumber(right) ? a : isNumber(left) ? b : undefined;
    case 'or':
      return a === b ? a : undefined;
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '==':
    case '!=':
    case 'and':
    case 'unless':
      return bool ? undefined : a;
    default:
      return undefined;
  }
}

/** `rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])` is an average, in the unit of what was observed. */
function meanOf(left: Expr, right: Expr, of: (inner: Expr) => Measure | undefined): Measure | undefined {
  const [sum, moreSums] = selectorsIn(left);
  const [count, moreCounts] = selectorsIn(right);
  const base = /^(.*)_sum$/.exec(sum?.name ?? '')?.[1];
  if (!sum || base === undefined || moreSums || moreCounts || count?.name !== `${base}_count`) return undefined;
  return of(sum);
}

function isHundred(expr: Expr): boolean {
  return expr.type === 'group' ? isHundred(expr.expr) : expr.type === 'number' && expr.value === 100;
}
