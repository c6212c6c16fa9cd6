import { isUserError } from '../../errors.js';
import type { Decided } from '../../plan/three-way/writes.js';
import type { Backup, Journal, Receipt } from '../../types/deploy.js';
import type { ApplyRun, Outcome, Proof, Target, Write } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';
import { basesAfter } from './bases.js';
import type { Compared, Comparison } from './compare.js';
import type { Surroundings } from './environment.js';
import { failedProof, guarded, outcomesOf } from './outcomes.js';
import { revisionOf } from './revision.js';
import { rollBack } from './roll-back.js';
import { keptOf } from './unknown-secrets.js';

export interface Executed {
  readonly receipt: Receipt;
  readonly outcomes: readonly Outcome[];
  readonly proof: readonly Proof[];
  /** Set where the state could not be written afterwards. */
  readonly forgotten?: Diagnostic;
}

/** One target and what is to be written there. */
export interface Job extends Compared {
  readonly decided: Decided;
}

/** Makes the changes of one environment: lock, backup and journal first, then wave by wave, each proved. */
export async function execute(options: {
  readonly comparison: Comparison;
  readonly jobs: readonly Job[];
  readonly surroundings: Surroundings;
  readonly rollBackOnFailure: boolean;
  readonly breakLock: boolean;
  /** The apply that this one takes back. */
  readonly undoes?: string | undefined;
}): Promise<Executed> {
  const { comparison, jobs, surroundings, undoes } = options;
  const { place, journal: earlier } = comparison;
  const { memory, environment, project } = place;
  const started = new Date(surroundings.now());
  const id = applyId(started, surroundings.pid);
  // what undo writes is of no revision
  const revision = undoes === undefined ? await revisionOf(place.root, surroundings.variables) : undefined;
  const holder = { id, by: surroundings.by, pid: surroundings.pid, since: started.toISOString() };
  const writes = jobs.flatMap(({ target, decided }) => decided.writes.map((write) => ({ target: target.name, write })));
  const journal: Journal = {
    ...{ id, by: holder.by, started: holder.since },
    writes: writes.map(({ target, write: { op, change } }) => {
      const { kind, id: name, sum } = change;
      return { target, op, kind, id: name, ...(sum === undefined ? {} : { sum }) };
    }),
  };
  await memory?.begin(holder, journal, writes.map(backupOf), options.breakLock);

  const run: ApplyRun = {
    id,
    message: `${undoes === undefined ? 'obsctl apply' : `obsctl undo ${undoes}:`} ${id} by ${holder.by}${revision === undefined ? '' : `, revision ${short(revision)}`}`,
    signal: surroundings.signal,
    done: ({ status, op, kind, id: name }) => surroundings.progress?.(`${status}: ${op} ${kind} ${name}`),
  };
  const made = await inWaves(jobs, run, surroundings);
  const failed = made.proof.some(({ ok }) => ok === false) || made.outcomes.some(({ status }) => status !== 'done');
  const rolled = failed && options.rollBackOnFailure ? await rollBack(jobs, made.outcomes, run) : undefined;
  const outcomes = rolled?.outcomes ?? made.outcomes;
  const proof = [...made.proof, ...(rolled?.proof ?? [])];
  const receipt: Receipt = {
    schema: 'obsctl/receipt/v1',
    ...{ id, project, environment: environment.name },
    ...{ started: holder.since, ended: new Date(surroundings.now()).toISOString(), by: holder.by },
    ...(revision === undefined ? {} : { revision }),
    ...(undoes === undefined ? {} : { undoes }),
    outcome: outcomeOf(outcomes, failed, surroundings.signal.aborted),
    changes: outcomes,
    proof,
  };
  const forgotten = await failureOf(async () => {
    const isNoted = earlier !== undefined && (await memory?.receipt(earlier.id)) !== undefined;
    const receipts = [receipt, ...(earlier && !isNoted ? [receiptOf(earlier, project, environment.name)] : [])];
    const bases = basesAfter(comparison, jobs, outcomes);
    await memory?.end({ holder, bases, receipts, ...(isCutShort(outcomes) ? { journal } : {}) });
  });
  return { receipt, outcomes, proof, ...(forgotten ? { forgotten } : {}) };
}

/** Part of it was made, and the rest is still wanted: the journal tells the next apply. */
function isCutShort(outcomes: readonly Outcome[]): boolean {
  const settled = outcomes.filter(({ status }) => status === 'done' || status === 'restored');
  const begun = outcomes.some(({ status }) => status === 'done' || status === 'failed');
  return begun && settled.length < outcomes.length;
}

/** What was written is written, whether or not the state takes note of it. */
async function failureOf(action: () => Promise<void>): Promise<Diagnostic | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (!isUserError(error) || !error.diagnostics[0]) throw error;
    const [{ code, message, help }] = error.diagnostics;
    if (code === 'state/lock-broken') return error.diagnostics[0];
    return {
      ...{ code: 'state/not-written', severity: 'error' },
      message: `what became of the apply is not in the state, and its lock is kept: ${message}`,
      help: `${help === undefined ? '' : `${help}; then `}apply with --break-lock, which ends this one first`,
    };
  }
}

/** A wave's targets at the same time; what fails stops the waves after it. */
async function inWaves(
  jobs: readonly Job[],
  run: ApplyRun,
  { progress }: Surroundings,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly proof: readonly Proof[] }> {
  const outcomes: Outcome[] = [];
  const proof: Proof[] = [];
  const busy = jobs.filter(({ decided, reading }) => decided.writes.length > 0 || reading.unfinished !== undefined);
  const waves = [...new Set(busy.map(({ target }) => target.wave))].sort((a, b) => a - b);
  let stopped = false;
  for (const wave of waves) {
    const now = busy.filter(({ target }) => target.wave === wave);
    if (stopped || run.signal.aborted) {
      for (const { target, decided } of now) outcomes.push(...outcomesOf(target, decided.writes, 'not tried'));
      continue;
    }
    progress?.(`applying to ${now.map(({ target }) => target.name).join(', ')}`);
    const results = await Promise.all(now.map(({ target, decided }) => applyTo(target, decided.writes, run)));
    for (const result of results) {
      outcomes.push(...result.outcomes);
      proof.push(...result.proof);
    }
    stopped = results.some((one) => one.failed);
  }
  return { outcomes, proof };
}

async function applyTo(target: Target, writes: readonly Write[], run: ApplyRun) {
  const outcomes = await guarded(target, writes, () => target.apply(writes, run));
  const failed = outcomes.some(({ status }) => status !== 'done');
  const proof = failed ? [] : await failedProof(target, () => target.verify(writes));
  return { outcomes, proof, failed: failed || proof.some(({ ok }) => ok === false) };
}

function backupOf({ target, write }: { readonly target: string; readonly write: Write }): Backup {
  const { op, change, live } = write;
  const body = keptOf(write);
  const marks = op === 'adopt' ? live?.marks : undefined;
  return {
    ...{ target, kind: change.kind, id: change.id, path: change.path, op },
    ...(body === undefined ? {} : { body }),
    ...(marks === undefined ? {} : { marks }),
  };
}

function outcomeOf(outcomes: readonly Outcome[], failed: boolean, isInterrupted: boolean): Receipt['outcome'] {
  if (!failed) return 'applied';
  if (isInterrupted && isCutShort(outcomes)) return 'interrupted';
  const done = outcomes.filter(({ status }) => status === 'done').length;
  if (done > 0) return 'applied in part';
  return outcomes.some(({ status }) => status === 'restored') ? 'rolled back' : 'failed';
}

function receiptOf({ id, by, started }: Journal, project: string, environment: string): Receipt {
  const schema = 'obsctl/receipt/v1';
  return { schema, id, project, environment, started, ended: '', by, outcome: 'interrupted', changes: [], proof: [] };
}

const short = (revision: string): string => revision.replace(/^([0-9a-f]{12})[0-9a-f]*/, '$1');

/** In the order of time, and of two in one second by their process. */
function applyId(started: Date, pid: number): string {
  const [day, time] = started
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, '')
    .split('T');
  return `${day}-${time}-${pid}`;
}
