import { keyOf } from '../../plan/three-way/decide.js';
import { sumOf } from '../../plan/three-way/sum.js';
import type { ApplyRun, Live, Outcome, Proof, Target, Wanted, Write } from '../../types/target.js';
import type { Job } from './execute.js';
import { failedProof, guarded } from './outcomes.js';

/** Puts everything back that was written, target by target, the last wave first. */
export async function rollBack(
  jobs: readonly Job[],
  outcomes: readonly Outcome[],
  run: ApplyRun,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly proof: readonly Proof[] }> {
  let after = outcomes;
  const proof: Proof[] = [];
  // an interruption has stopped the apply; taking it back is to be completed
  const whole = { ...run, signal: new AbortController().signal };
  for (const { target, decided, wanted } of jobs.toSorted((a, b) => b.target.wave - a.target.wave)) {
    const mine = outcomes.filter((one) => one.target === target.name && one.status === 'done');
    const done = new Set(mine.map((one) => keyOf(one)));
    if (done.size === 0) continue;
    const writes = decided.writes.filter(({ change }) => done.has(keyOf(change))).reverse();
    const results = await guarded(target, writes, async () => {
      const before = new Map(writes.map((write) => [keyOf(write.change), wantedBefore(target, write)]));
      const others = wanted.filter((one) => !before.has(keyOf(one)));
      const reading = await target.read([...others, ...[...before.values()].flatMap((one) => one ?? [])]);
      const running = new Map(reading.live.map((live) => [keyOf(live), live]));
      const back = writes.map((write) => reversed(write, before, running));
      const results = await target.apply(back, whole);
      if (results.every(({ status }) => status === 'done')) {
        proof.push(...(await failedProof(target, () => target.verify(back))));
      }
      return results;
    });
    after = after.map((one) => {
      const result = one.target === target.name ? results.find((other) => keyOf(other) === keyOf(one)) : undefined;
      if (!result) return one;
      if (result.status === 'done') return { ...one, status: 'restored' };
      return { ...one, ...(result.diagnostic ? { diagnostic: result.diagnostic } : {}) };
    });
  }
  return { outcomes: after, proof };
}

/** What stood there before a write. */
function wantedBefore(target: Target, { op, change, live, resource }: Write): Wanted | undefined {
  if (!live) return undefined;
  const { kind, id } = change;
  const path = live.path;
  const origin = resource?.origin ?? change.origin ?? { file: path, line: 1, column: 1 };
  const body = live.restore ?? live.body;
  const normalized = target.normalize({ kind, id, path, body, origin });
  const givenBack = op === 'adopt' ? { givenBack: { marks: live.marks } } : {};
  return { kind, id, path, body, origin, normalized, sum: sumOf(kind, normalized), ...givenBack };
}

function reversed(
  { op, change }: Write,
  before: ReadonlyMap<string, Wanted | undefined>,
  running: ReadonlyMap<string, Live>,
): Write {
  const resource = before.get(keyOf(change));
  const live = running.get(keyOf(change));
  const { sum: _, after, before: earlier, ...rest } = change;
  const back = {
    ...rest,
    ...(earlier === undefined ? {} : { after: earlier }),
    ...(after === undefined ? {} : { before: after }),
    ...(resource ? { sum: resource.sum } : {}),
    ...(live ? { version: live.version } : {}),
  };
  return {
    op: op === 'create' ? 'delete' : op === 'delete' ? 'create' : 'update',
    change: { ...back, op: op === 'create' ? 'delete' : op === 'delete' ? 'create' : 'update' },
    ...(resource ? { resource } : {}),
    ...(live ? { live } : {}),
  };
}
