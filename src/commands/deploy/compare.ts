import { isUserError, UserError } from '../../errors.js';
import { decide, keyOf, refOf, type Step } from '../../plan/three-way/decide.js';
import type { Base, Found, Journal } from '../../types/deploy.js';
import type { Reading, Target, Wanted } from '../../types/target.js';
import type { Diagnostic, Ref } from '../../types.js';
import type { Place } from './environment.js';
import { wantedOn } from './wanted.js';

/** One target, compared. */
export interface Compared {
  readonly target: Target;
  readonly wanted: readonly Wanted[];
  readonly reading: Reading;
  readonly steps: readonly Step[];
  /** What was applied there, is gone from the source, and may not be read: it is left. */
  readonly refused: readonly Ref[];
}

export interface Comparison {
  readonly place: Place;
  readonly compared: readonly Compared[];
  readonly bases: Readonly<Record<string, Readonly<Record<string, Base>>>>;
  /** Whether it is about everything on the targets. */
  readonly isWhole: boolean;
  /** Of an apply that was cut short. */
  readonly journal: Journal | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads what runs and what was applied last, all at once, and compares both with the source. Changes nothing. */
export async function compare(place: Place): Promise<Comparison> {
  return comparedTo(place, (target) => wantedOn(target, target.select(place.resources)));
}

/** @param only what the comparison is about; default: everything on the target */
export async function comparedTo(
  place: Place,
  wantedFor: (target: Target) => readonly Wanted[],
  only?: (target: Target, ref: Ref) => boolean,
): Promise<Comparison> {
  const { memory } = place;
  const [bases, journal, notes, readings] = await Promise.all([
    memory?.bases(),
    memory?.journal(),
    memory?.notes(),
    readEach(place, wantedFor),
  ]);
  const compared = await Promise.all(
    readings.map(async ({ target, wanted, reading }) => {
      const known = bases?.[target.name] ?? {};
      const isMeant = (ref: Ref) => only?.(target, ref) ?? true;
      const found = await withoutMark(target, known, [...wanted, ...reading.live]);
      const live = [...reading.live, ...found.live];
      return {
        ...{ target, wanted, reading, refused: found.refused.filter(isMeant) },
        steps: decide({
          target: target.name,
          wanted,
          reading: { ...reading, live: live.filter(isMeant) },
          base: (ref) => (isDeleted(journal, target, ref, reading) ? undefined : known[keyOf(ref)]),
        }),
      };
    }),
  );
  return {
    ...{ place, compared, bases: bases ?? {}, journal, isWhole: only === undefined },
    diagnostics: [
      ...place.diagnostics.filter(({ code }) => code === 'state/none'),
      ...(notes ?? []),
      ...readings.flatMap(({ target, reading }) => [
        ...(reading.diagnostics ?? []),
        ...(reading.unfinished ? [unfinished(target.name, reading.unfinished)] : []),
      ]),
      ...compared.flatMap(({ target, refused }) => refused.map((ref) => notReadable(target.name, ref))),
      ...(journal ? [cutShort(journal, compared)] : []),
    ],
  };
}

/** Asks all targets, so that all that do not answer are named at once. */
async function readEach({ environment, targets }: Place, wantedFor: (target: Target) => readonly Wanted[]) {
  const asked = await Promise.allSettled(
    targets.map(async (target) => {
      const wanted = wantedFor(target);
      return { target, wanted, reading: await target.read(wanted) };
    }),
  );
  const failures = asked.flatMap((one, index) => {
    if (one.status === 'fulfilled') return [];
    const error: unknown = one.reason;
    if (!isUserError(error)) throw error;
    if (error.code !== 'target/unreachable') return error;
    const message = `${environment.name}, target ${targets[index]?.name}: ${error.message}`;
    return new UserError(message, {
      ...{ code: error.code, help: error.help, exitCode: error.exitCode },
      cause: error,
    });
  });
  const [first] = failures;
  if (first === undefined) return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const diagnostics = failures.flatMap((failure) => failure.diagnostics);
  throw new UserError(first.message, { code: first.code, exitCode: first.exitCode, diagnostics, cause: first });
}

/** What was applied to a target, is gone from the source, and was not read, because no mark tells that it is ours. */
async function withoutMark(
  target: Target,
  known: Readonly<Record<string, Base>>,
  seen: readonly Ref[],
): Promise<Found> {
  const others = new Set(Object.keys(known));
  for (const ref of seen) others.delete(keyOf(ref));
  if (others.size === 0) return { live: [], refused: [] };
  return (await target.find?.([...others].map(refOf))) ?? { live: [], refused: [] };
}

/** By an apply that did not come to saying so: nobody else has removed it. */
function isDeleted(journal: Journal | undefined, target: Target, ref: Ref, { live }: Reading): boolean {
  if (live.some((one) => keyOf(one) === keyOf(ref))) return false;
  const deletes = journal?.writes.filter(({ op }) => op === 'delete') ?? [];
  return deletes.some((write) => write.target === target.name && keyOf(write) === keyOf(ref));
}

function notReadable(target: string, { kind, id }: Ref): Diagnostic {
  return {
    code: 'apply/not-readable',
    severity: 'warning',
    message: `${kind} ${id} on ${target} is gone from the source, was applied there, and we may not read it any more: it is left as it is`,
    help: 'let the account of `auth` read it again, or have it deleted there by somebody who may',
    resource: { kind, id },
  };
}

function unfinished(name: string, why: string): Diagnostic {
  return {
    code: 'apply/unfinished',
    severity: 'warning',
    message: `an earlier apply to ${name} was cut short: ${why}`,
    help: 'the next apply completes it',
  };
}

/** Names the apply that did not end, and how far it came. */
function cutShort({ id, by, started, writes }: Journal, compared: readonly Compared[]): Diagnostic {
  const isDone = ({ target, kind, id: name, op, sum }: Journal['writes'][number]) => {
    const live = compared
      .find((one) => one.target.name === target)
      ?.steps.find(({ change }) => change.kind === kind && change.id === name);
    return op === 'delete' ? !live?.live : live?.liveSum === sum;
  };
  const open = writes.filter((write) => !isDone(write));
  const where = open[0] ? `; the first that is missing: ${open[0].kind} ${open[0].id} on ${open[0].target}` : '';
  return {
    code: 'apply/cut-short',
    severity: 'warning',
    message: `the apply ${id}, begun by ${by} at ${started}, did not end: ${writes.length - open.length} of ${writes.length} changes were made${where}`,
    help: `apply completes it; obsctl undo ${id} takes it back`,
  };
}
