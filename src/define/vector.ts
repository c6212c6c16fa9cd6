import { UserError } from '../errors.js';
import type { Expr } from '../promql/ast.js';
import type { LabelSpec } from './labels.js';
import type { Unit } from './units.js';

/** How histograms are queried: by their `_bucket` series, or as native histograms. */
export type HistogramMode = 'classic' | 'native';

/** A quantile cannot be summed or averaged into another quantile; everything else is a plain value. */
export type Nature = 'value' | 'quantile';

/** PromQL durations, and the intervals Grafana fills in. */
export type Duration =
  | `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y'}`
  | '$__rate_interval'
  | '$__interval'
  | '$__range';

export interface VectorFields<U extends Unit> {
  readonly unit: U;
  /** The labels of the result, or undefined where raw PromQL leaves them unknown. */
  readonly labels: LabelSpec | undefined;
  readonly toExpr: (mode: HistogramMode) => Expr;
  /** The comparison that this is the outermost part of; alerts say value and threshold with it. */
  readonly condition?: Condition;
}

/** A comparison with a constant: what an alert fires at. */
export interface Condition {
  readonly op: '>' | '<' | '>=' | '<=' | '==' | '!=';
  readonly threshold: number;
  readonly unit: Unit;
}

/**
 * An instant vector: labels `L`, unit `U`.
 * `labelSet` exists for the type checker alone: it makes two vectors with different labels different types.
 */
export interface Vector<L, U extends Unit = Unit, Q extends Nature = Nature> extends VectorFields<U> {
  readonly kind: 'vector';
  readonly nature: Q;
  readonly labelSet?: (labels: L) => L;
}

/** The unit of counted observations: of a rate, or of an increase. */
export type Counted = 'events/s' | 'events';

/** The rate or increase of a histogram: not a number yet, but what `quantile` and `observations` read. */
export interface HistogramVector<L, U extends Unit = Unit, B extends number = number, C extends Counted = Counted> {
  readonly kind: 'histogram-vector';
  readonly unit: U;
  readonly counted: C;
  readonly labels: LabelSpec;
  readonly buckets: readonly B[];
  /** One aspect of the histogram: all buckets, those up to a bound, or the number of observations. */
  readonly toExpr: (mode: HistogramMode, aspect: HistogramAspect) => Expr;
  readonly labelSet?: (labels: L) => L;
}

export type HistogramAspect = 'buckets' | 'count' | 'sum' | { readonly upTo: number };

/** A single number that varies over time, such as `time()` or `scalar(…)`. */
export interface Scalar<U extends Unit = Unit> {
  readonly kind: 'scalar';
  readonly unit: U;
  readonly toExpr: (mode: HistogramMode) => Expr;
}

// biome-ignore lint/suspicious/noExplicitAny: label sets are invariant, so only `any` accepts them all
export type AnyVector = Vector<any, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyHistogramVector = HistogramVector<any, any, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type PlainVector = Vector<any, any, 'value'>;

export type LabelSetOf<X> = X extends Vector<infer L, Unit, Nature> ? L : never;
export type UnitOf<X> = X extends { readonly unit: infer U extends Unit } ? U : never;
export type NatureOf<X> = X extends Vector<infer _L, Unit, infer Q> ? Q : 'value';

/** What is left of a gauge or aggregation once a function was applied: a vector without `where` or `by`. */
export type Plain<X> = Vector<LabelSetOf<X>, UnitOf<X>, NatureOf<X>>;

export type Operand = AnyVector | Scalar | number;

/** Refuses what has no value at a moment: a counter before its rate, a histogram before its quantile. */
export function mustBeVector(caller: string, of: unknown, { orScalar = false } = {}): void {
  const { kind, name = 'this', type = kind } = (of ?? {}) as { kind?: string; name?: string; type?: string };
  if (kind === 'vector' || (orScalar && (kind === 'scalar' || typeof of === 'number'))) return;
  const histogram = kind === 'histogram-vector' || type === 'histogram';
  const text = typeof of === 'string';
  throw new UserError(
    `${caller} needs an instant vector, and ${typeof of === 'number' ? of : name} is ${text ? 'text' : type ? `a ${type}` : 'none'}`,
    {
      code: 'query/not-a-vector',
      help: text
        ? 'PromQL as text is written promql`…`'
        : histogram
          ? 'take a quantile() of its rate'
          : 'take the rate() or increase() of counters first',
    },
  );
}

/** A threshold under a misspelt name is undefined, and a multiple of it NaN: such an alert would never fire. */
export function mustBeOperands(op: string, ...sides: readonly unknown[]): void {
  for (const side of sides) {
    if (side === undefined || side === null || Number.isNaN(side)) {
      throw new UserError(`a side of "${op}" is ${Number.isNaN(side) ? 'NaN' : 'missing'}`, {
        code: 'query/undefined',
        help: 'the name that it comes from may be misspelt: npx tsc --noEmit says where',
      });
    }
    mustBeVector(`"${op}"`, side, { orScalar: true });
  }
}

export function vector<L, U extends Unit, Q extends Nature>(fields: VectorFields<U>, nature: Q): Vector<L, U, Q> {
  return { kind: 'vector', nature, ...fields };
}

export function scalarOf<U extends Unit>(unit: U, toExpr: Scalar['toExpr']): Scalar<U> {
  return { kind: 'scalar', unit, toExpr };
}
