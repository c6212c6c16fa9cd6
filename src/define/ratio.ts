import type { SameLabels } from './arithmetic.js';
import { type Quotient, quotient, type Unit } from './units.js';
import { type AnyVector, type LabelSetOf, type UnitOf, type Vector, vector } from './vector.js';

/**
 * `bad`, and 0 for each series of `total` that has no bad one yet: `bad or 0 * total`.
 * Without it an error ratio is "no data" until the first error.
 */
export function zeroFilled<A extends AnyVector, B extends AnyVector>(
  bad: A,
  total: B & SameLabels<A, B>,
): Vector<LabelSetOf<B>, UnitOf<A>, 'value'> {
  return vector(
    {
      unit: bad.unit,
      labels: total.labels,
      toExpr: (mode) => ({
        type: 'binary',
        op: 'or',
        left: bad.toExpr(mode),
        right: { type: 'binary', op: '*', left: { type: 'number', value: 0 }, right: total.toExpr(mode) },
      }),
    },
    'value',
  ) as never;
}

/** The share of `part` in `total`, absent where there is no total: `part / (total > 0)`. */
export function share<A extends AnyVector, B extends AnyVector>(
  part: A,
  total: B & SameLabels<A, B>,
): Vector<LabelSetOf<B>, Quotient<UnitOf<A> & Unit, UnitOf<B> & Unit>, 'value'> {
  return vector(
    {
      unit: quotient(part.unit, total.unit),
      labels: total.labels,
      toExpr: (mode) => ({
        type: 'binary',
        op: '/',
        left: part.toExpr(mode),
        right: { type: 'binary', op: '>', left: total.toExpr(mode), right: { type: 'number', value: 0 } },
      }),
    },
    'value',
  ) as never;
}

/** Both at once: the share of `bad` in `total`, 0 where nothing bad was ever counted. */
export function ratio<A extends AnyVector, B extends AnyVector>(
  bad: A,
  total: B & SameLabels<A, B>,
): Vector<LabelSetOf<B>, Quotient<UnitOf<A> & Unit, UnitOf<B> & Unit>, 'value'> {
  return share<AnyVector, AnyVector>(zeroFilled<AnyVector, AnyVector>(bad, total), total) as never;
}
