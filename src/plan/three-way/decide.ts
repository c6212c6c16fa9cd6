import type { Base } from '../../types/deploy.js';
import type { Change, Live, Operation, Reading, Wanted } from '../../types/target.js';
import type { Ref } from '../../types.js';
import { equal } from '../canonical/plain.js';
import { sumOf } from './sum.js';

/** Stands for the checksum of what is not there. */
export const nothing = '';

/** One resource, and everything that is known about it. */
export interface Step {
  readonly change: Change;
  readonly resource?: Wanted;
  readonly live?: Live;
  /** Of what runs. */
  readonly liveSum?: string;
}

/**
 * Compares three states: what the source says, what runs, and what was applied last. Whatever carries no mark of ours
 * and is not wanted is nobody's business here.
 */
export function decide(options: {
  readonly target: string;
  readonly wanted: readonly Wanted[];
  readonly reading: Reading;
  readonly base: (ref: Ref) => Base | undefined;
}): readonly Step[] {
  const { target, wanted, reading, base } = options;
  const running = new Map(reading.live.map((live) => [keyOf(live), live]));
  const lost = new Map(reading.lost?.map(({ sum, ...ref }) => [keyOf(ref), { sum, live: sum }]));
  const steps = wanted.map((resource) => {
    const key = keyOf(resource);
    return stepOf(target, resource, running.get(key), base(resource) ?? lost.get(key));
  });
  const known = new Set(wanted.map(keyOf));
  const gone = reading.live.filter(
    (live) => !known.has(keyOf(live)) && (live.mark === 'ours' || isStripped(live, base)),
  );
  // what depends on others was written last, so it goes first
  for (const live of gone.toReversed()) steps.push(stepOf(target, undefined, live, base(live)));
  return steps;
}

/** Somebody took our mark off it: only what was applied last tells that it was ours. */
function isStripped(live: Live, base: (ref: Ref) => Base | undefined): boolean {
  const { sum = nothing } = base(live) ?? {};
  return live.mark === 'unmarked' && sum !== nothing;
}

export function keyOf({ kind, id }: Ref): string {
  return `${kind} ${id}`;
}

export function refOf(key: string): Ref {
  const [kind = '', ...id] = key.split(' ');
  return { kind: kind as Ref['kind'], id: id.join(' ') };
}

function stepOf(
  target: string,
  resource: Wanted | undefined,
  live: Live | undefined,
  remembered: Base | undefined,
): Step {
  const { kind, id } = (resource ?? live) as Ref;
  if (live && resource && isAsWanted(live, resource)) return unchanged(target, resource, live);
  const sum = resource?.sum;
  const liveSum = live && sumOfLive(live, resource);
  const base = trusted(live, remembered, liveSum);
  // only a state says so: what a mark tells of a body may be another spelling of what runs
  const isKept = base !== undefined && base === remembered && base.sum !== base.live;
  const isGivenBack = resource?.givenBack !== undefined;
  const decided = operation({ sum, live, liveSum, base, isKnown: remembered !== undefined, isKept, isGivenBack });
  const outdated = resource?.givenBack ? undefined : live?.outdated;
  const op = decided === 'unchanged' && outdated ? 'update' : decided;
  const mark = op === 'update' ? outdated : !resource && live?.mark === 'unmarked' ? takenOff : undefined;
  const shown = op !== 'unchanged';
  const change: Change = {
    ...{ op, kind, id, target, path: resource?.path ?? live?.path ?? '' },
    ...(resource ? { origin: resource.origin } : {}),
    ...(sum !== undefined ? { sum } : {}),
    ...(live ? { version: live.version } : {}),
    ...(live?.owner && live.mark === 'other' ? { owner: live.owner } : {}),
    ...(mark === undefined ? {} : { mark }),
    ...(shown && live?.body !== undefined ? { before: live.body } : {}),
    ...(shown && resource ? { after: resource.normalized } : {}),
    ...(shown && base?.body !== undefined ? { base: base.body } : {}),
    ...(shown && isKept ? { kept: true } : {}),
  };
  return {
    change,
    ...(resource ? { resource } : {}),
    ...(live ? { live } : {}),
    ...(liveSum !== undefined ? { liveSum } : {}),
  };
}

const takenOff = 'it was taken off';

/** In content and in whose it is. */
function isAsWanted(live: Live, resource: Wanted): boolean {
  if (live.outdated !== undefined && !resource.givenBack) return false;
  return (live.mark === 'ours') === (resource.givenBack === undefined) && isSame(live, resource);
}

/** To be the same takes no checksums, which are most of the work where there is much that nobody has changed. */
function isSame({ applied, body }: Live, resource: Wanted): boolean {
  const { bytes } = resource;
  if (applied && !applied.touched && bytes !== undefined && applied.bytes === bytes) return true;
  return body !== undefined && equal(body, resource.normalized);
}

function unchanged(target: string, resource: Wanted, live: Live): Step {
  const { kind, id, path, origin } = resource;
  const { applied, version } = live;
  const sum = applied && !applied.touched ? { sum: applied.sum } : {};
  return {
    change: { op: 'unchanged', kind, id, target, path, origin, ...sum, version },
    ...{ resource, live },
    get liveSum() {
      return resource.sum;
    },
  };
}

/** A body that nobody had to read is the one that is wanted. */
function sumOfLive(live: Live, resource: Wanted | undefined): string {
  if (live.body !== undefined) return sumOf(live.kind, live.body);
  return live.applied && !live.applied.touched ? live.applied.sum : (resource?.sum ?? '');
}

/**
 * What was applied last. The mark is on the spot and newer than a state whose apply was cut short; where it says that
 * somebody has been there, the state may still know that this was accepted.
 */
function trusted(live: Live | undefined, remembered: Base | undefined, liveSum: string | undefined): Base | undefined {
  const { applied } = live ?? {};
  if (applied && !applied.touched && liveSum !== undefined) {
    const body = remembered?.sum === applied.sum ? remembered.body : undefined;
    return { sum: applied.sum, live: liveSum, ...(body === undefined ? {} : { body }) };
  }
  if (remembered) return remembered;
  return applied && { sum: applied.sum, live: applied.sum };
}

function operation(known: {
  /** Of what is wanted; absent where it is gone from the source. */
  readonly sum: string | undefined;
  readonly live: Live | undefined;
  readonly liveSum: string | undefined;
  readonly base: Base | undefined;
  /** Whether the state knows it. */
  readonly isKnown: boolean;
  readonly isKept: boolean;
  /** Whether it is to lose our mark. */
  readonly isGivenBack: boolean;
}): Operation {
  const { sum, live, liveSum, base, isKnown, isKept, isGivenBack } = known;
  const isWanted = sum !== undefined;
  // nothing is deleted that does not carry our mark, unless somebody decides so
  if (live?.mark === 'unmarked' && !isWanted) return 'conflict';
  if (live && isWanted && live.mark !== 'ours') {
    // whoever saved it may have wiped our mark, and the state still knows whose it was
    if (live.mark === 'other' || !isKnown) return 'adopt';
    // then the mark comes back
    if (liveSum === sum && !isGivenBack) return 'update';
  }
  if (live?.mark === 'ours' && liveSum === sum && isGivenBack) return 'update';
  if (live && isWanted && liveSum === sum) return 'unchanged';
  if (!base) return live ? 'conflict' : 'create';
  const theirs = base.live !== (liveSum ?? nothing);
  const ours = base.sum !== (sum ?? nothing);
  if (theirs) return ours ? 'conflict' : 'drifted';
  if (!ours) return isKept ? 'kept' : 'unchanged';
  // what was decided was decided about another source
  if (isKept) return 'conflict';
  if (!live) return 'create';
  return isWanted ? 'update' : 'delete';
}
