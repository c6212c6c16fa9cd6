import { UserError } from '../errors.js';
import type { BinaryOperator, Expr } from '../promql/ast.js';
import {
  type AnyMatching,
  type Joined,
  joinedLabels,
  type Matching,
  matchingOptions,
  mustExist,
  mustMatch,
  type SameLabels,
  vectorMatching,
} from './matching.js';
import { mustFit } from './options.js';
import { type Dimension, dimensionOf, type Product, product, type Quotient, quotient, type Unit } from './units.js';
import {
  type AnyVector,
  type Condition,
  type HistogramMode,
  type LabelSetOf,
  mustBeOperands,
  type Nature,
  type NatureOf,
  type Operand,
  type Scalar,
  type UnitOf,
  type Vector,
  vector,
} from './vector.js';

/** Passes where both sides mean the same kind of number; otherwise a type that names both units. */
export type SameDimension<A, B> = A extends { readonly unit: infer UA extends Unit }
  ? B extends { readonly unit: infer UB extends Unit }
    ? 'unknown' extends UA | UB
      ? unknown
      : [Dimension<UA>] extends [Dimension<UB>]
        ? unknown
        : `${UA} and ${UB} cannot be added or compared`
    : unknown
  : unknown;

/** The side that the labels and the nature of `a op b` are taken from: the right one where the left is a number. */
type Host<A, B> = A extends AnyVector ? A : B;

type SumUnit<A, B> = [UnitOf<A>] extends [never]
  ? UnitOf<B>
  : [UnitOf<B>] extends [never]
    ? UnitOf<A>
    : [UnitOf<A>] extends [UnitOf<B>]
      ? UnitOf<A>
      : 'unknown';
type QuotientUnit<A, B> = [UnitOf<B>] extends [never]
  ? UnitOf<A>
  : [UnitOf<A>] extends [never]
    ? 'unknown'
    : Quotient<UnitOf<A>, UnitOf<B>>;
type ProductUnit<A, B> = [UnitOf<B>] extends [never]
  ? UnitOf<A>
  : [UnitOf<A>] extends [never]
    ? UnitOf<B>
    : Product<UnitOf<A>, UnitOf<B>>;

/** `a + b`. Vectors on both sides need the same labels, or `on`. */
export function add<A extends Operand, B extends Operand>(
  a: A,
  b: B & SameLabels<A, B> & SameDimension<A, B>,
): Vector<LabelSetOf<Host<A, B>>, SumUnit<A, B>, NatureOf<Host<A, B>>> {
  return binary('+', a, b, sumUnit('+', a, b)) as never;
}

/** `a - b`. Vectors on both sides need the same labels. */
export function sub<A extends Operand, B extends Operand>(
  a: A,
  b: B & SameLabels<A, B> & SameDimension<A, B>,
): Vector<LabelSetOf<Host<A, B>>, SumUnit<A, B>, NatureOf<Host<A, B>>> {
  return binary('-', a, b, sumUnit('-', a, b)) as never;
}

/** `a * b`. Vectors on both sides need the same labels, or a third argument that says how they match. */
export function mul<A extends Operand, B extends Operand>(
  a: A,
  b: B & SameLabels<A, B>,
): Vector<LabelSetOf<Host<A, B>>, ProductUnit<A, B>, NatureOf<Host<A, B>>>;
export function mul<
  A extends AnyVector,
  B extends AnyVector,
  const On extends string = never,
  const Ignoring extends string = never,
  const Left extends string = never,
>(
  a: A,
  b: B,
  matching: Matching<A, B, On, Ignoring, Left>,
): Vector<Joined<A, B, On, Ignoring, Left>, ProductUnit<A, B>, NatureOf<A>>;
export function mul(a: Operand, b: Operand, matching?: AnyMatching): AnyVector {
  mustBeOperands('*', a, b);
  return binary('*', a, b, typeof a === 'number' || typeof b === 'number' ? unitOf(a, b) : product(a.unit, b.unit), {
    matching,
  });
}

/** `a / b`. Vectors on both sides need the same labels, or a third argument that says how they match. */
export function div<A extends Operand, B extends Operand>(
  a: A,
  b: B & SameLabels<A, B>,
): Vector<LabelSetOf<Host<A, B>>, QuotientUnit<A, B>, NatureOf<Host<A, B>>>;
export function div<
  A extends AnyVector,
  B extends AnyVector,
  const On extends string = never,
  const Ignoring extends string = never,
  const Left extends string = never,
>(
  a: A,
  b: B,
  matching: Matching<A, B, On, Ignoring, Left>,
): Vector<Joined<A, B, On, Ignoring, Left>, QuotientUnit<A, B>, NatureOf<A>>;
export function div(a: Operand, b: Operand, matching?: AnyMatching): AnyVector {
  mustBeOperands('/', a, b);
  const unit = typeof b === 'number' ? unitOf(a, b) : typeof a === 'number' ? 'unknown' : quotient(a.unit, b.unit);
  return binary('/', a, b, unit, { matching });
}

/** `-a`, to draw one of two directions below zero. */
export function negate<L, U extends Unit, Q extends Nature>(a: Vector<L, U, Q>): Vector<L, U, Q> {
  return vector({ ...a, toExpr: (mode) => ({ type: 'negate', expr: a.toExpr(mode) }) }, a.nature);
}

/** Percent as a ratio between 0 and 1. */
export function percentToRatio<L, Q extends Nature>(a: Vector<L, 'percent', Q>): Vector<L, 'ratio', Q> {
  return vector(
    {
      unit: 'ratio',
      labels: a.labels,
      toExpr: (mode) => ({ type: 'binary', op: '/', left: a.toExpr(mode), right: { type: 'number', value: 100 } }),
    },
    a.nature,
  );
}

/** Builds any binary operation and checks at run time what the types check in the editor. */
export function binary(
  op: BinaryOperator,
  a: Operand,
  b: Operand,
  unit: Unit,
  extra: { bool?: boolean; matching?: AnyMatching | undefined; condition?: Condition | undefined } = {},
): AnyVector {
  mustBeOperands(op, a, b);
  const left = typeof a === 'number' ? undefined : a;
  const right = typeof b === 'number' ? undefined : b;
  if (extra.matching) mustFit(`the matching of "${op}"`, extra.matching, matchingOptions);
  const matching = vectorMatching(extra.matching);
  if (extra.matching)
    mustExist(
      op,
      extra.matching,
      left?.kind === 'vector' ? left.labels : undefined,
      right?.kind === 'vector' ? right.labels : undefined,
    );
  if (!matching && op !== 'or' && left?.kind === 'vector' && right?.kind === 'vector') {
    mustMatch(op, left.labels, right.labels);
  }
  const host = left?.kind === 'vector' ? left : right?.kind === 'vector' ? right : undefined;
  return vector(
    {
      unit,
      labels: host ? joinedLabels(host.labels, right?.kind === 'vector' ? right.labels : undefined, matching) : {},
      toExpr: (mode) => ({
        type: 'binary',
        op,
        left: exprOf(a, mode),
        right: exprOf(b, mode),
        ...(extra.bool ? { bool: true } : {}),
        ...(matching ? { matching } : {}),
      }),
      ...(extra.condition ? { condition: extra.condition } : {}),
    },
    [left, right].some((side) => side?.kind === 'vector' && side.nature === 'quantile') ? 'quantile' : 'value',
  );
}

function exprOf(operand: Operand, mode: HistogramMode): Expr {
  return typeof operand === 'number' ? { type: 'number', value: operand } : operand.toExpr(mode);
}

function unitOf(a: Operand, b: Operand): Unit {
  if (typeof a !== 'number') return a.unit;
  return typeof b === 'number' ? 'unknown' : b.unit;
}

function sumUnit(op: '+' | '-', a: Operand, b: Operand): Unit {
  mustBeOperands(op, a, b);
  if (typeof a === 'number' || typeof b === 'number') return unitOf(a, b);
  sameDimension(op === '+' ? 'add' : 'sub', a, b);
  return a.unit === b.unit ? a.unit : 'unknown';
}

/** Seconds and bytes cannot be added or compared. */
export function sameDimension(caller: string, a: AnyVector | Scalar, b: AnyVector | Scalar): void {
  if (a.unit === 'unknown' || b.unit === 'unknown' || dimensionOf(a.unit) === dimensionOf(b.unit)) return;
  throw new UserError(`${caller}() of ${a.unit} and ${b.unit}`, {
    code: 'query/units-differ',
    help: 'convert one of them, or check which metric was meant',
  });
}
