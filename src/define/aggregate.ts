import { UserError } from '../errors.js';
import type { Expr } from '../promql/ast.js';
import type { LabelSpec, NoLabels } from './labels.js';
import type { Counter } from './metric.js';
import type { Unit } from './units.js';
import {
  type AnyHistogramVector,
  type AnyVector,
  type Counted,
  type HistogramVector,
  mustBeVector,
  type Nature,
  type PlainVector,
  type Vector,
  vector,
} from './vector.js';

/** An aggregate over everything, which `by` or `without` narrow to groups. */
export interface Aggregation<L, U extends Unit, Q extends Nature> extends Vector<NoLabels, U, Q> {
  /** One result for each combination of these labels; all others are gone. */
  by<const K extends keyof L & string>(...labels: readonly K[]): Vector<Pick<L, K>, U, Q>;
  /** One result for each combination of all labels but these. */
  without<const K extends keyof L & string>(...labels: readonly K[]): Vector<Omit<L, K>, U, Q>;
}

/** The same for histograms: `le` stays where the classic form needs it. */
export interface HistogramAggregation<L, U extends Unit, B extends number, C extends Counted>
  extends HistogramVector<NoLabels, U, B, C> {
  by<const K extends keyof L & string>(...labels: readonly K[]): HistogramVector<Pick<L, K>, U, B, C>;
  without<const K extends keyof L & string>(...labels: readonly K[]): HistogramVector<Omit<L, K>, U, B, C>;
}

export type Aggregated<V> =
  V extends HistogramVector<infer L, infer U, infer B, infer C>
    ? HistogramAggregation<L, U, B, C>
    : V extends Vector<infer L, infer U, infer Q>
      ? Aggregation<L, U, Q>
      : never;

/** Total over series. Not of quantiles: the sum of two P99s is nothing. */
export function sum<V extends PlainVector | AnyHistogramVector>(of: V): Aggregated<V> {
  return (
    of.kind === 'histogram-vector' ? histogramAggregation(of, undefined) : aggregation('sum', plain('sum', of), of.unit)
  ) as Aggregated<V>;
}

/** Mean over series. Not of quantiles: an averaged P99 is no percentile of anything. */
export function avg<L, U extends Unit>(of: Vector<L, U, 'value'>): Aggregation<L, U, 'value'> {
  return aggregation('avg', plain('avg', of), of.unit);
}

/** Largest series. */
export function max<L, U extends Unit, Q extends Nature>(of: Vector<L, U, Q>): Aggregation<L, U, Q> {
  mustBeVector('max()', of);
  return aggregation('max', of, of.unit);
}

/** Smallest series. */
export function min<L, U extends Unit, Q extends Nature>(of: Vector<L, U, Q>): Aggregation<L, U, Q> {
  mustBeVector('min()', of);
  return aggregation('min', of, of.unit);
}

/** Number of series; their values do not matter, so a counter may be counted as it is. */
export function count<L>(of: Vector<L> | Counter<string, L, Unit>): Aggregation<L, 'count', 'value'> {
  const series = of as AnyVector | Counter<string, L, Unit>;
  if ('toExpr' in series) return aggregation('count', series, 'count', 'value');
  const { unit, labels, selector } = series;
  return aggregation('count', vector({ unit, labels, toExpr: () => selector }, 'value'), 'count', 'value');
}

/** The `k` largest series, labels kept. */
export function topk<L, U extends Unit, Q extends Nature>(k: number, of: Vector<L, U, Q>): Vector<L, U, Q> {
  return ranked('topk', k, of);
}

/** The `k` smallest series, labels kept. */
export function bottomk<L, U extends Unit, Q extends Nature>(k: number, of: Vector<L, U, Q>): Vector<L, U, Q> {
  return ranked('bottomk', k, of);
}

function ranked<L, U extends Unit, Q extends Nature>(op: string, k: number, of: Vector<L, U, Q>): Vector<L, U, Q> {
  mustBeVector(`${op}()`, of);
  const param: Expr = { type: 'number', value: k };
  return vector(
    { unit: of.unit, labels: of.labels, toExpr: (mode) => ({ type: 'aggregate', op, param, expr: of.toExpr(mode) }) },
    of.nature,
  );
}

function aggregation<L, U extends Unit, Q extends Nature>(
  op: string,
  of: AnyVector,
  unit: U,
  nature: Q = of.nature,
): Aggregation<L, U, Q> {
  const grouped = (mode: 'by' | 'without', names: readonly string[]) =>
    vector(
      {
        unit,
        labels: groupedLabels(of.labels, mode, names),
        toExpr: (histograms) => ({
          type: 'aggregate',
          op,
          expr: of.toExpr(histograms),
          ...(mode === 'without' || names.length > 0 ? { grouping: { mode, labels: names } } : {}),
        }),
      },
      nature,
    );
  return {
    ...grouped('by', []),
    by: (...names: readonly string[]) => grouped('by', names),
    without: (...names: readonly string[]) => grouped('without', names),
  } as unknown as Aggregation<L, U, Q>;
}

function histogramAggregation(
  of: AnyHistogramVector,
  grouping: { mode: 'by' | 'without'; names: readonly string[] } | undefined,
): AnyHistogramVector {
  const { mode, names } = grouping ?? { mode: 'by' as const, names: [] };
  const self: AnyHistogramVector = {
    kind: 'histogram-vector',
    unit: of.unit,
    counted: of.counted,
    labels: groupedLabels(of.labels, mode, names) ?? {},
    buckets: of.buckets,
    toExpr: (histograms, aspect): Expr => {
      const keepLe = histograms === 'classic' && aspect === 'buckets' && mode === 'by';
      const labels = keepLe ? [...names, 'le'] : names;
      return {
        type: 'aggregate',
        op: 'sum',
        expr: of.toExpr(histograms, aspect),
        ...(mode === 'without' || labels.length > 0 ? { grouping: { mode, labels } } : {}),
      };
    },
  };
  if (grouping) return self;
  return {
    ...self,
    by: (...labels: readonly string[]) => histogramAggregation(of, { mode: 'by', names: labels }),
    without: (...labels: readonly string[]) => histogramAggregation(of, { mode: 'without', names: labels }),
  } as AnyHistogramVector;
}

function groupedLabels(
  labels: LabelSpec | undefined,
  mode: 'by' | 'without',
  names: readonly string[],
): LabelSpec | undefined {
  if (!labels) return mode === 'by' ? Object.fromEntries(names.map((name) => [name, null])) : undefined;
  const unknown = names.find((name) => !(name in labels));
  if (unknown !== undefined) {
    throw new UserError(`cannot group ${mode} "${unknown}": the label does not exist at this point`, {
      code: 'query/unknown-label',
      help: `the labels here are ${Object.keys(labels).join(', ') || 'none'}`,
    });
  }
  const kept: Record<string, LabelSpec[string]> = {};
  for (const name in labels) if (names.includes(name) === (mode === 'by')) kept[name] = labels[name] ?? null;
  return kept;
}

function plain(op: string, of: AnyVector): AnyVector {
  mustBeVector(`${op}()`, of);
  if (of.nature === 'quantile') {
    throw new UserError(`${op}() of a quantile has no meaning`, {
      code: 'query/quantile-aggregated',
      help: 'sum the histogram first and take the quantile of the sum, or use max()',
    });
  }
  return of;
}
