import { UserError } from '../../errors.js';
import { type Decided, settle } from '../../plan/three-way/writes.js';
import type { Decisions } from '../../types/deploy.js';
import type { Diagnostic, Report } from '../../types.js';
import type { Comparison } from './compare.js';
import type { Surroundings } from './environment.js';
import { type Executed, execute } from './execute.js';
import { exitCodeFor, interruptedAt, nothingWritten } from './interruption.js';
import { deploymentOf, type Settled, undecided } from './report.js';
import { notUndoable } from './unknown-secrets.js';

/** How much is allowed, and who allows it. */
export interface Carrying {
  /** Goes ahead without asking. */
  readonly yes?: boolean | undefined;
  /** Shows what is to be done and asks; absent where nobody is there to answer. */
  readonly confirm?: ((report: Report, signal: AbortSignal) => Promise<boolean>) | undefined;
  /** More deletes than that are refused. Default: 5. */
  readonly maxDeletes?: number | undefined;
  readonly rollbackOnFailure?: boolean | undefined;
  readonly breakLock?: boolean | undefined;
}

/** From a comparison to servers that run the source: decided, allowed, written, proved. */
export async function carryOut(parts: {
  readonly command: string;
  readonly comparisons: readonly Comparison[];
  readonly decisions: Decisions;
  readonly options: Surroundings & Carrying;
  /** The apply that is taken back. */
  readonly undoes?: string;
}): Promise<Report> {
  const { command, comparisons, decisions, options } = parts;
  const settled: Settled[] = comparisons.map((comparison) => ({
    comparison,
    decided: comparison.compared.map(({ steps }) => settle(steps, decisions)),
  }));
  const diagnostics = [...comparisons.flatMap((one) => one.diagnostics), ...forGood(settled)];
  const report = (exitCode: number, more: readonly Diagnostic[] = [], now: readonly Settled[] = settled): Report => ({
    ...{ command, exitCode, diagnostics: [...diagnostics, ...more], deployment: deploymentOf(now) },
  });
  const open = settled.flatMap(({ decided }) => decided.flatMap((one) => one.open));
  if (open.length > 0) return report(1, [...undecided(open, parts.undoes), needsDecision(open.length)]);
  mustRemember(settled);
  const refused = tooManyDeletes(settled, options.maxDeletes ?? 5);
  if (refused) return report(1, [refused]);
  if (!settled.some(isBusy)) return report(0);
  if (!options.yes) {
    if (!options.confirm) return report(2, [notConfirmed]);
    const isAllowed = await options.confirm(report(0), options.signal);
    if (!isAllowed && !options.signal.aborted) return report(1, [declined]);
  }
  if (options.signal.aborted) return report(exitCodeFor(options.signal), [nothingWritten(options.signal)]);

  const { after, failures } = await executeEach(settled, options, parts.undoes);
  return report(exitCodeOf(after, failures, options.signal), failures, after);
}

/** One environment after the other: what fails in one stops those after it. */
async function executeEach(
  settled: readonly Settled[],
  options: Surroundings & Carrying,
  undoes: string | undefined,
): Promise<{ readonly after: readonly Settled[]; readonly failures: readonly Diagnostic[] }> {
  const after: Settled[] = [];
  const failures: Diagnostic[] = [];
  for (const one of settled) {
    if (failures.length > 0 || options.signal.aborted || !isBusy(one)) {
      after.push(one);
      continue;
    }
    const { comparison, decided } = one;
    const executed = await execute({
      ...{ comparison, surroundings: options, undoes },
      jobs: comparison.compared.map((compared, index) => ({ ...compared, decided: decided[index] as Decided })),
      rollBackOnFailure: options.rollbackOnFailure ?? false,
      breakLock: options.breakLock ?? false,
    });
    after.push({ ...one, executed });
    failures.push(...failuresOf(executed));
    if (options.signal.aborted) {
      const isRemembered = comparison.place.memory !== undefined && !executed.forgotten;
      failures.push(interruptedAt(options.signal, { ...executed, id: executed.receipt.id, isRemembered }));
    }
  }
  return { after, failures };
}

/** What is replaced for good. */
export function forGood(settled: readonly Settled[]): readonly Diagnostic[] {
  return settled.flatMap(({ comparison, decided }) =>
    decided.flatMap(({ writes }, index) => notUndoable(comparison.compared[index]?.target.name ?? '', writes)),
  );
}

function isBusy({ comparison, decided }: Settled): boolean {
  const { compared, journal } = comparison;
  const isUnfinished = journal !== undefined || compared.some(({ reading }) => reading.unfinished !== undefined);
  return isUnfinished || decided.some(({ writes, accepted }) => writes.length + accepted.length > 0);
}

function failuresOf({ outcomes, proof, forgotten }: Executed): readonly Diagnostic[] {
  const said = outcomes.flatMap(({ status, diagnostic }) => (status !== 'done' && diagnostic ? [diagnostic] : []));
  const unproved = proof.filter(({ ok, what }) => ok === false && !what.startsWith('checked by'));
  return [
    ...new Map(said.map((one) => [one.message, one])).values(),
    ...unproved.map(
      ({ target, what, detail }): Diagnostic => ({
        code: 'apply/not-proved',
        severity: 'error',
        message: `${target}, ${what}: ${detail}`,
        help: '--rollback-on-failure takes back what cannot be proved',
      }),
    ),
    ...(forgotten ? [forgotten] : []),
    ...(said.length === 0 && outcomes.some(({ status }) => status !== 'done') ? [stopped] : []),
  ];
}

/** 4 where something was written and something was not; 3 where a server refuses, and all is as it was. */
function exitCodeOf(settled: readonly Settled[], failures: readonly Diagnostic[], signal: AbortSignal): number {
  if (signal.aborted) return exitCodeFor(signal);
  if (failures.length === 0) return 0;
  return settled.some(({ executed }) =>
    executed?.outcomes.some(({ status }) => status === 'done' || status === 'failed'),
  )
    ? 4
    : 3;
}

/** To leave theirs without remembering it would be to ask again each time. */
function mustRemember(settled: readonly Settled[]): void {
  const forgetful = settled.find(
    ({ comparison, decided }) => !comparison.place.memory && decided.some(({ accepted }) => accepted.length > 0),
  );
  if (!forgetful) return;
  throw new UserError('--theirs has to be remembered, and the environment has no `state`', {
    code: 'state/none',
    help: "state: state.git('obsctl-state'), or bring their change into the source",
  });
}

function tooManyDeletes(settled: readonly Settled[], most: number): Diagnostic | undefined {
  const deletes = settled.flatMap(({ decided }) =>
    decided.flatMap(({ writes }) => writes.filter(({ op }) => op === 'delete')),
  );
  if (deletes.length <= most) return undefined;
  return {
    code: 'apply/many-deletes',
    severity: 'error',
    message: `${deletes.length} ${deletes.length === 1 ? 'resource' : 'resources'} would be deleted, and at most ${most} may be: ${deletes.map(({ change }) => change.path).join(', ')}`,
    help: `nothing was written; if that is meant: --max-deletes ${deletes.length}`,
  };
}

function needsDecision(count: number): Diagnostic {
  return {
    code: 'apply/undecided',
    severity: 'error',
    message: `nothing was written, because ${count === 1 ? 'one resource needs' : `${count} resources need`} a decision`,
    help: 'obsctl plan shows what is theirs and what is ours',
  };
}

const notConfirmed: Diagnostic = {
  code: 'apply/not-confirmed',
  severity: 'error',
  message: 'nothing was written, because nobody is there to say yes',
  help: '--yes goes ahead without asking',
};

const declined: Diagnostic = {
  code: 'apply/declined',
  severity: 'info',
  message: 'nothing was written',
};

const stopped: Diagnostic = {
  code: 'apply/stopped',
  severity: 'error',
  message: 'what failed stopped the rest: see which changes were not tried',
};
