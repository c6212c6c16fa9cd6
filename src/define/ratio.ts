import { binary } from './arithmetic.js';
import { mustMatch, type SameLabels } from './matching.js';
import { type Quotient, quotient, type Unit } from './units.js';
import type { AnyVector, LabelSetOf, NatureOf, UnitOf, Vector } from './vector.js';

/**
 * `bad`, and 0 for each series of `total` that has no bad one yet: `bad or 0 * total`.
 * Without it an error ratio is "no data" until the first error.
 */
export function zeroFilled<A extends AnyVector, B extends AnyVector>(
  bad: A,
  total: B & SameLabels<A, B>,
): Vector<LabelSetOf<B>, UnitOf<A>, NatureOf<A>> {
  mustMatch('or', bad.labels, total.labels);
  return binary('or', bad, binary('*', 0, total, total.unit), bad.unit) as never;
}

/** The share of `part` in `total`, absent where there is no total: `part / (total > 0)`. */
export function share<A extends AnyVector, B extends AnyVector>(
  part: A,
  total: B & SameLabels<A, B>,
): Vector<LabelSetOf<B>, Quotient<UnitOf<A> & Unit, UnitOf<B> & Unit>, NatureOf<A>> {
  return binary('/', part, binary('>', total, 0, total.unit), quotient(part.unit, total.unit)) as never;
}

/** Both at once: the share of `bad` in `total`, 0 where nothing bad was ever counted. */
export function ratio<A extends AnyVector, B extends AnyVector>(
  bad: A,
  total: B & SameLabels<A, B>,
): Vector<LabelSetOf<B>, Quotient<UnitOf<A> & Unit, UnitOf<B> & Unit>, NatureOf<A>> {
  return share<AnyVector, AnyVector>(zeroFilled<AnyVector, AnyVector>(bad, total), total) as never;
}
