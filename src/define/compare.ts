import type { BinaryOperator } from '../promql/ast.js';
import { binary, type SameDimension, sameDimension } from './arithmetic.js';
import type { AnyMatching, Matching, SameLabels } from './matching.js';
import { mustFit, type OptionsOf } from './options.js';
import type { Unit } from './units.js';
import {
  type AnyVector,
  type Condition,
  mustBeOperands,
  type Nature,
  type Plain,
  type Scalar,
  type Vector,
} from './vector.js';

type Right = AnyVector | Scalar | number;

type Comparison = <A extends AnyVector, B extends Right>(
  a: A,
  b: B & SameLabels<A, B> & SameDimension<A, B>,
) => Plain<A>;

const filter =
  (op: Condition['op']): Comparison =>
  (a, b) =>
    compare(op, a, b, false) as never;

/** The series of `a` that are greater than `b`. */
export const gt: Comparison = filter('>');
/** The series of `a` that are less than `b`. */
export const lt: Comparison = filter('<');
/** The series of `a` that are greater than or equal to `b`. */
export const ge: Comparison = filter('>=');
/** The series of `a` that are less than or equal to `b`. */
export const le: Comparison = filter('<=');
/** The series of `a` that equal `b`. */
export const eq: Comparison = filter('==');
/** The series of `a` that differ from `b`. */
export const ne: Comparison = filter('!=');

const operators: OptionsOf<Pick<Condition, 'op'>> = {
  op: { oneOf: { '>': true, '<': true, '>=': true, '<=': true, '==': true, '!=': true } },
};

/** 1 where the comparison holds and 0 where not: `a > bool b`. */
export function holds<L, Q extends Nature>(
  a: Vector<L, Unit, Q>,
  op: Condition['op'],
  b: number,
): Vector<L, 'state', 'value'> {
  mustFit('holds()', { op }, operators);
  const compared = compare(op, a, b, true);
  return { ...compared, nature: 'value' } as never;
}

function compare(op: Condition['op'], a: AnyVector, b: Right, bool: boolean): AnyVector {
  mustBeOperands(op, a, b);
  if (typeof b !== 'number') sameDimension('a comparison', a, b);
  const condition = typeof b === 'number' && !bool ? { op, threshold: b, unit: a.unit } : undefined;
  return binary(op, a, b, bool ? 'state' : a.unit, { bool, condition });
}

/** The series of `a` that also exist in `b`. */
export function and<A extends AnyVector, B extends AnyVector>(a: A, b: B & SameLabels<A, B>): Plain<A>;
export function and<A extends AnyVector, B extends AnyVector, const On extends string, const Ig extends string>(
  a: A,
  b: B,
  matching: Omit<Matching<A, B, On, Ig, never>, 'groupLeft'>,
): Plain<A>;
export function and(a: AnyVector, b: AnyVector, matching?: AnyMatching): AnyVector {
  return setOperation('and', a, b, matching);
}

/** The series of `a` that do not exist in `b`. */
export function unless<A extends AnyVector, B extends AnyVector>(a: A, b: B & SameLabels<A, B>): Plain<A>;
export function unless<A extends AnyVector, B extends AnyVector, const On extends string, const Ig extends string>(
  a: A,
  b: B,
  matching: Omit<Matching<A, B, On, Ig, never>, 'groupLeft'>,
): Plain<A>;
export function unless(a: AnyVector, b: AnyVector, matching?: AnyMatching): AnyVector {
  return setOperation('unless', a, b, matching);
}

/**
 * All series of `a`, and those of `b` whose labels are not among them.
 * Only the labels both sides have are sure to exist afterwards.
 */
export function or<LA, LB, U extends Unit, UB extends Unit, Q extends Nature>(
  a: Vector<LA, U, Q>,
  b: Vector<LB, UB> & SameDimension<{ unit: U }, { unit: UB }>,
): Vector<Pick<LA, keyof LA & keyof LB>, U, Q> {
  sameDimension('or', a, b);
  const common = a.labels && b.labels ? Object.entries(a.labels).filter(([name]) => name in (b.labels ?? {})) : [];
  const combined = binary('or', a, b, a.unit, { condition: sameCondition(a.condition, b.condition) });
  const labels = a.labels && b.labels ? Object.fromEntries(common) : undefined;
  return { ...combined, labels } as never;
}

/** Two conditions have one threshold to speak of only where it is the same. */
function sameCondition(a: Condition | undefined, b: Condition | undefined): Condition | undefined {
  return a && b && a.op === b.op && a.threshold === b.threshold ? a : undefined;
}

function setOperation(op: BinaryOperator, a: AnyVector, b: AnyVector, matching?: AnyMatching): AnyVector {
  const combined = binary(op, a, b, a.unit, { matching, condition: a.condition });
  return { ...combined, labels: a.labels };
}
