import { UserError } from '../errors.js';
import type { Expr, SelectorExpr } from '../promql/ast.js';
import { mustBeDuration } from './duration.js';
import { numberMatcher } from './labels.js';
import type { Counter, Gauge, Histogram } from './metric.js';
import { type PerSecond, perSecond, type Unit } from './units.js';
import {
  type Duration,
  type HistogramAspect,
  type HistogramMode,
  type HistogramVector,
  type Nature,
  type Vector,
  vector,
} from './vector.js';

// biome-ignore lint/suspicious/noExplicitAny: label sets are invariant, so only `any` accepts them all
export type AnyCounter = Counter<string, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyHistogram = Histogram<string, any, any, any>;

/** What `rate` makes of a counter or histogram. */
export type Rate<S> =
  S extends Histogram<string, infer L, infer U, infer B>
    ? HistogramVector<L, U, B, 'events/s'>
    : S extends Counter<string, infer L, infer U>
      ? Vector<L, PerSecond<U>, 'value'>
      : never;

/** What `increase` makes of a counter or histogram. */
export type Increase<S> =
  S extends Histogram<string, infer L, infer U, infer B>
    ? HistogramVector<L, U, B, 'events'>
    : S extends Counter<string, infer L, infer U>
      ? Vector<L, U, 'value'>
      : never;

/** Per-second rate over `range`; of a histogram, the rate of each of its buckets. */
export function rate<S extends AnyCounter | AnyHistogram>(series: S, range: Duration): Rate<S> {
  return overTime('rate', series, range) as Rate<S>;
}

/** How much a counter or histogram grew over `range`. */
export function increase<S extends AnyCounter | AnyHistogram>(series: S, range: Duration): Increase<S> {
  return overTime('increase', series, range) as Increase<S>;
}

function overTime(func: 'rate' | 'increase', series: AnyCounter | AnyHistogram, range: Duration) {
  mustBeDuration(range ?? null, `the range of ${func}()`);
  if (series.type === 'histogram') return histogramOverTime(func, series, range);
  if (series.type !== 'counter') {
    const { name, type } = series as { name: string; type: string };
    throw new UserError(`${func}() needs a counter or histogram, and ${name} is a ${type}`, {
      code: 'query/rate-of-gauge',
      help: 'read a gauge as it is, or use delta(), deriv() or an …OverTime() function',
    });
  }
  return vector(
    {
      unit: func === 'rate' ? perSecond(series.unit) : series.unit,
      labels: series.labels,
      toExpr: () => call(func, series.selector, range),
    },
    'value',
  );
}

function histogramOverTime(func: 'rate' | 'increase', series: AnyHistogram, range: Duration): HistogramVector<unknown> {
  const { name, selector } = series;
  return {
    kind: 'histogram-vector',
    unit: series.unit,
    counted: func === 'rate' ? 'events/s' : 'events',
    labels: series.labels,
    buckets: series.buckets,
    toExpr: (mode: HistogramMode, aspect: HistogramAspect): Expr => {
      if (mode === 'native') return call(func, selector, range);
      if (aspect === 'buckets') return call(func, { ...selector, name: `${name}_bucket` }, range);
      if (aspect === 'count' || aspect === 'sum') return call(func, { ...selector, name: `${name}_${aspect}` }, range);
      const le = numberMatcher('le', String(aspect.upTo));
      return call(func, { ...selector, name: `${name}_bucket`, matchers: [...selector.matchers, le] }, range);
    },
  };
}

/** Any function of a gauge's samples over `range`, with the subquery form where `step` is given. */
function gaugeOverTime<L, U extends Unit, Q extends Nature>(
  func: string,
  series: Gauge<string, L, Unit, Q>,
  range: Duration,
  unit: U,
  extra: { step?: Duration | undefined; param?: number; nature?: Q } = {},
): Vector<L, U, Q> {
  if (series.type !== 'gauge') {
    const { name, type } = series as { name: string; type: string };
    throw new UserError(`${func}() needs a gauge, and ${name} is a ${type}`, { code: 'query/not-a-gauge' });
  }
  mustBeDuration(range ?? null, `the range of ${func}()`);
  mustBeDuration(extra.step, `the step of ${func}()`);
  const samples: Expr = extra.step
    ? { type: 'subquery', expr: series.selector, range, step: extra.step }
    : { type: 'range', selector: series.selector, range };
  const params: Expr[] = extra.param === undefined ? [] : [{ type: 'number', value: extra.param }];
  return vector(
    { unit, labels: series.labels, toExpr: () => ({ type: 'call', func, args: [samples, ...params] }) },
    series.nature,
  );
}

type OverTime = <L, U extends Unit, Q extends Nature>(
  series: Gauge<string, L, U, Q>,
  range: Duration,
  step?: Duration,
) => Vector<L, U, Q>;

const sameUnit =
  (func: string): OverTime =>
  (series, range, step) =>
    gaugeOverTime(func, series, range, series.unit, { step });

/** Mean of the samples of `range`; with `step`, of a subquery at that step. */
export const avgOverTime: OverTime = sameUnit('avg_over_time');
/** Largest sample of `range`. */
export const maxOverTime: OverTime = sameUnit('max_over_time');
/** Smallest sample of `range`. */
export const minOverTime: OverTime = sameUnit('min_over_time');
/** Sum of the samples of `range`. */
export const sumOverTime: OverTime = sameUnit('sum_over_time');
/** Newest sample of `range`. */
export const lastOverTime: OverTime = sameUnit('last_over_time');
/** Difference between the last and the first sample of `range`. */
export const delta: OverTime = sameUnit('delta');

/** Number of samples in `range`. */
export function countOverTime<L, Q extends Nature>(
  series: Gauge<string, L, Unit, Q>,
  range: Duration,
  step?: Duration,
): Vector<L, 'count', Q> {
  return gaugeOverTime('count_over_time', series, range, 'count', { step });
}

/** How often the value changed in `range`. */
export function changes<L, Q extends Nature>(
  series: Gauge<string, L, Unit, Q>,
  range: Duration,
): Vector<L, 'count', Q> {
  return gaugeOverTime('changes', series, range, 'count');
}

/** Slope per second over `range`. */
export function deriv<L, U extends Unit, Q extends Nature>(
  series: Gauge<string, L, U, Q>,
  range: Duration,
): Vector<L, PerSecond<U>, Q> {
  return gaugeOverTime('deriv', series, range, perSecond(series.unit) as PerSecond<U>);
}

/** The value `seconds` from now if the slope of `range` goes on. */
export function predictLinear<L, U extends Unit, Q extends Nature>(
  series: Gauge<string, L, U, Q>,
  range: Duration,
  seconds: number,
): Vector<L, U, Q> {
  return gaugeOverTime('predict_linear', series, range, series.unit, { param: seconds });
}

function call(func: string, selector: SelectorExpr, range: Duration): Expr {
  return { type: 'call', func, args: [{ type: 'range', selector, range }] };
}
