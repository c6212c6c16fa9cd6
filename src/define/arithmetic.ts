import { UserError } from '../errors.js';
import type { BinaryOperator, Expr, VectorMatching } from '../promql/ast.js';
import type { LabelSpec } from './labels.js';
import { mustFit, type OptionsOf } from './options.js';
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

/** The labels only one side has. */
type Difference<A, B> = (Exclude<keyof A, keyof B> | Exclude<keyof B, keyof A>) & string;

/** Passes where both sides have the same labels; otherwise a type that says which differ. */
export type SameLabels<A, B> =
  A extends Vector<infer LA, Unit, Nature>
    ? B extends Vector<infer LB, Unit, Nature>
      ? [Difference<LA, LB>] extends [never]
        ? unknown
        : `the sides differ in the label "${Difference<LA, LB>}": aggregate both by the same labels or say { on: […] }`
      : unknown
    : unknown;

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

/** The labels both sides have: what `on` may name. */
type Common<A, B> = keyof LabelSetOf<A> & keyof LabelSetOf<B> & string;

/** Passes where all names are known; otherwise a type that says which one is not. */
type Existing<Names extends string, Known, Problem extends string> = [Exclude<Names, Known>] extends [never]
  ? unknown
  : `"${Exclude<Names, Known> & string}" is ${Problem}`;

/** How two vectors with different labels find each other. */
export interface Matching<A, B, On extends string, Ignoring extends string, Left extends string> {
  /** Match on these labels alone. */
  readonly on?: readonly On[] & Existing<On, Common<A, B>, 'not a label of both sides'>;
  /** Match on all labels but these. */
  readonly ignoring?: readonly Ignoring[] &
    Existing<Ignoring, keyof LabelSetOf<A> | keyof LabelSetOf<B>, 'not a label of either side'>;
  /** Many on the left to one on the right; the labels named are taken over from the right. */
  readonly groupLeft?: readonly Left[] & Existing<Left, keyof LabelSetOf<B>, 'not a label of the right side'>;
}

type Joined<A, B, On extends string, Ignoring extends string, Left extends string> = [Left] extends [never]
  ? [On] extends [never]
    ? Omit<LabelSetOf<A>, Ignoring>
    : Pick<LabelSetOf<A>, On & keyof LabelSetOf<A>>
  : LabelSetOf<A> & Pick<LabelSetOf<B>, Left & keyof LabelSetOf<B>>;

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

export interface AnyMatching {
  readonly on?: readonly string[];
  readonly ignoring?: readonly string[];
  readonly groupLeft?: readonly string[];
}

const matchingOptions: OptionsOf<AnyMatching> = { on: 'list?', ignoring: 'list?', groupLeft: 'list?' };

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

function vectorMatching(matching: AnyMatching | undefined): VectorMatching | undefined {
  if (!matching) return undefined;
  const group = matching.groupLeft ? { group: { side: 'left', include: matching.groupLeft } as const } : {};
  return matching.on
    ? { mode: 'on', labels: matching.on, ...group }
    : { mode: 'ignoring', labels: matching.ignoring ?? [], ...group };
}

/** Labels to match on, or to take over, that no series has would make a join that never matches. */
function mustExist(
  op: string,
  { on = [], ignoring = [], groupLeft = [] }: AnyMatching,
  left?: LabelSpec,
  right?: LabelSpec,
): void {
  if (!left || !right) return;
  const unknown =
    on.find((label) => !(label in left && label in right)) ??
    ignoring.find((label) => !(label in left || label in right)) ??
    groupLeft.find((label) => !(label in right));
  if (unknown === undefined) return;
  throw new UserError(`"${op}" cannot match by "${unknown}": the label does not exist there`, {
    code: 'query/unknown-label',
    help: `the labels are ${Object.keys(left).join(', ')} on the left and ${Object.keys(right).join(', ')} on the right`,
  });
}

function joinedLabels(
  left: LabelSpec | undefined,
  right: LabelSpec | undefined,
  matching: VectorMatching | undefined,
): LabelSpec | undefined {
  if (!left || !matching) return left;
  if (matching.group) {
    const taken = Object.entries(right ?? {}).filter(([name]) => matching.group?.include.includes(name));
    return { ...left, ...Object.fromEntries(taken) };
  }
  const keep = matching.mode === 'on';
  return Object.fromEntries(Object.entries(left).filter(([name]) => matching.labels.includes(name) === keep));
}

/** Vectors whose labels differ never find each other. */
export function mustMatch(op: string, left: LabelSpec | undefined, right: LabelSpec | undefined): void {
  if (!left || !right) return;
  const differing = [
    ...Object.keys(left).filter((name) => !(name in right)),
    ...Object.keys(right).filter((name) => !(name in left)),
  ];
  if (differing.length === 0) return;
  throw new UserError(`the sides of "${op}" differ in the label "${differing.join('", "')}" and can never match`, {
    code: 'query/labels-differ',
    help: 'aggregate both sides by the same labels, or say { on: […] }',
  });
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
