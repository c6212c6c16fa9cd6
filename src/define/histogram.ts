import { UserError } from '../errors.js';
import type { Expr } from '../promql/ast.js';
import type { Unit } from './units.js';
import { type AnyHistogramVector, type Counted, type HistogramVector, type Vector, vector } from './vector.js';

/**
 * The value below which the share `q` of observations lies, in the histogram's unit.
 * @param q between 0 and 1: 0.99 for P99
 * @param of the rate or increase of a histogram, summed or not
 */
export function quantile<L, U extends Unit>(q: number, of: HistogramVector<L, U>): Vector<L, U, 'quantile'> {
  needsRate('quantile', of);
  if (!(q >= 0 && q <= 1)) {
    throw new UserError(`a quantile lies between 0 and 1, and ${q} does not`, {
      code: 'query/quantile-range',
      help: `P99 is 0.99`,
    });
  }
  return vector(
    {
      unit: of.unit,
      labels: of.labels,
      toExpr: (mode) => func('histogram_quantile', number(q), of.toExpr(mode, 'buckets')),
    },
    'quantile',
  );
}

/** How many observations there were: per second for a rate, in total for an increase. */
export function observations<L, C extends Counted>(of: HistogramVector<L, Unit, number, C>): Vector<L, C, 'value'> {
  needsRate('observations', of);
  return vector(
    {
      unit: of.counted,
      labels: of.labels,
      toExpr: (mode) =>
        mode === 'classic' ? of.toExpr(mode, 'count') : func('histogram_count', of.toExpr(mode, 'count')),
    },
    'value',
  );
}

/**
 * How many observations were at or below `bound`, which must be a bucket bound of the histogram:
 * between two bounds the classic form cannot tell. Without any observation the classic form is 0 and the
 * native one absent.
 */
export function observationsUpTo<L, B extends number, C extends Counted>(
  bound: NoInfer<B>,
  of: HistogramVector<L, Unit, B, C>,
): Vector<L, C, 'value'> {
  needsRate('observationsUpTo', of);
  if (!of.buckets.includes(bound)) {
    throw new UserError(`${bound} is not a bucket bound of this histogram`, {
      code: 'query/bucket-bound',
      help: `its bounds are ${of.buckets.join(', ')}`,
    });
  }
  return vector(
    {
      unit: of.counted,
      labels: of.labels,
      toExpr: (mode) => {
        if (mode === 'classic') return of.toExpr(mode, { upTo: bound });
        const whole = of.toExpr(mode, 'buckets');
        const share = func('histogram_fraction', number(0), number(bound), whole);
        // the share of nothing is NaN, and a single NaN would spoil every later sum over time
        const some: Expr = { type: 'binary', op: '>', left: func('histogram_count', whole), right: number(0) };
        return { type: 'binary', op: '*', left: share, right: some };
      },
    },
    'value',
  );
}

function needsRate(caller: string, of: AnyHistogramVector): void {
  if (of.kind === 'histogram-vector') return;
  const { name = 'its argument', type = 'vector' } = of as unknown as { name?: string; type?: string };
  const bare = type === 'histogram';
  throw new UserError(
    bare
      ? `${caller}() of a bare histogram: ${name} counts since the process started`
      : `${caller}() needs the rate of a histogram, and ${name} is a ${type}`,
    {
      code: 'query/quantile-input',
      help: `write ${caller}(…, sum(rate(histogram, '5m')).by(…))`,
    },
  );
}

function func(name: string, ...args: Expr[]): Expr {
  return { type: 'call', func: name, args };
}

function number(value: number): Expr {
  return { type: 'number', value };
}
