import type { Base } from '../../types/deploy.js';
import type { Change, Live, Operation, Reading, Ref, Wanted } from '../../types.js';
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
  const gone = reading.live.filter((live) => !known.has(keyOf(live)) && live.mark === 'ours');
  // what depends on others was written last, so it goes first
  for (const live of gone.toReversed()) steps.push(stepOf(target, undefined, live, base(live)));
  return steps;
}

export function keyOf({ kind, id }: Ref): string {
  return `${kind} ${id}`;
}

function stepOf(
  target: string,
  resource: Wanted | undefined,
  live: Live | undefined,
  remembered: Base | undefined,
): Step {
  const { kind, id } = (resource ?? live) as Ref;
  const liveSum = live && sumOfLive(live, resource);
  const base = trusted(live, remembered, liveSum);
  const op = operation(resource, live, liveSum, base);
  const shown = op !== 'unchanged';
  const change: Change = {
    ...{ op, kind, id, target, path: resource?.path ?? live?.path ?? '' },
    ...(resource ? { origin: resource.origin, sum: resource.sum } : {}),
    ...(live ? { version: live.version } : {}),
    ...(live?.owner && live.mark === 'other' ? { owner: live.owner } : {}),
    ...(shown && live?.body !== undefined ? { before: live.body } : {}),
    ...(shown && resource ? { after: resource.normalized } : {}),
    ...(shown && base?.body !== undefined ? { base: base.body } : {}),
  };
  return {
    change,
    ...(resource ? { resource } : {}),
    ...(live ? { live } : {}),
    ...(liveSum !== undefined ? { liveSum } : {}),
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

function operation(
  resource: Wanted | undefined,
  live: Live | undefined,
  liveSum: string | undefined,
  base: Base | undefined,
): Operation {
  if (live && resource && live.mark !== 'ours') return 'adopt';
  if (live && resource && liveSum === resource.sum) return 'unchanged';
  if (!base) return live ? 'conflict' : 'create';
  const theirs = base.live !== (liveSum ?? nothing);
  const ours = base.sum !== (resource?.sum ?? nothing);
  if (theirs) return ours ? 'conflict' : 'drifted';
  // neither has moved although they differ: it was decided that theirs stays
  if (!ours) return 'unchanged';
  if (!live) return 'create';
  return resource ? 'update' : 'delete';
}
