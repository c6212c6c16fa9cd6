import type { Change } from '../../types/target.js';
import { compareSides } from '../diff/sides.js';

/** One thing that a change is about, in the words of `obsctl diff`. */
export interface Told {
  /** Whose change it is: of somebody on the server, or of the source. */
  readonly side: 'theirs' | 'ours';
  readonly what: string;
  readonly words: string;
}

/** What is different, and through whom: where the state before both is known, theirs and ours are told apart. */
export function told(change: Change): readonly Told[] {
  const { op, mark } = change;
  const ofMark =
    mark === undefined ? [] : [{ side: op === 'update' ? 'ours' : 'theirs', what: 'mark', words: mark } as const];
  return [...ofMark, ...ofContent(change)];
}

function ofContent({ op, kind, id, before, after, base }: Change): readonly Told[] {
  if (op === 'kept') return between('theirs', { kind, id }, after, before);
  if (op === 'drifted' || op === 'conflict') {
    if (base === undefined) return between('theirs', { kind, id }, after, before);
    return [...between('theirs', { kind, id }, base, before), ...between('ours', { kind, id }, base, after)];
  }
  if (before === undefined || after === undefined) return [];
  return between('ours', { kind, id }, before, after);
}

function between(
  side: Told['side'],
  ref: { readonly kind: string; readonly id: string },
  before: unknown,
  after: unknown,
): readonly Told[] {
  const sideOf = (body: unknown) => (body === undefined ? [] : [{ ...ref, body: () => body }]);
  return compareSides(sideOf(before), sideOf(after)).changes.map(({ what, words }) => ({ side, what, words }));
}
