import { UserError } from '../errors.js';
import { keyOf } from '../plan/three-way/decide.js';
import { holdsAnother } from '../targets/folder/secret-files.js';
import type { Memory } from '../targets/state/memory.js';
import type { Backup } from '../types/deploy.js';
import type { Change, Target } from '../types/target.js';
import type { Diagnostic, Ref, Report, Resource } from '../types.js';
import { type Carrying, carryOut } from './deploy/carry-out.js';
import { type Comparison, comparedTo } from './deploy/compare.js';
import { closePlaces, memoryFor, openPlaces, type Surroundings } from './deploy/environment.js';
import { untilInterrupted } from './deploy/interruption.js';
import { decisionsOf, type Flags } from './deploy/report.js';
import { cannotBeUndone, isLost, valueIsGone } from './deploy/unknown-secrets.js';
import { wantedOn } from './deploy/wanted.js';

export interface UndoOptions extends Surroundings, Flags, Carrying {
  /** Of the apply that is taken back. */
  readonly id: string;
}

/** Writes again what an apply replaced, through the same comparison and with the same proof. */
export async function undo(options: UndoOptions): Promise<Report> {
  const decisions = decisionsOf(options);
  const { environment, backup } = await findApply(options);
  const places = await openPlaces({ ...options, env: [environment] });
  try {
    options.progress?.('reading what runs');
    const of = (target: Target) => backup.filter((one) => one.target === target.name);
    const refs = new Set(backup.map(nameOf));
    const comparing = Promise.all(
      places.map((place) =>
        comparedTo(
          place,
          (target) => wantedOn(target, of(target).flatMap(resourceOf)),
          (target, ref) => refs.has(nameOf({ ...ref, target: target.name })),
        ),
      ),
    );
    const comparisons = await untilInterrupted(options.signal, comparing);
    mustBeKnown(comparisons, backup);
    const [place] = places;
    const diagnostics = [
      ...valuesGone(comparisons, backup),
      ...(await laterApplies(place?.memory, options.id, comparisons)),
    ];
    const told = comparisons.map((one, index) =>
      index === 0 ? { ...one, diagnostics: [...one.diagnostics, ...diagnostics] } : one,
    );
    return await carryOut({ command: 'undo', comparisons: told, decisions, options, undoes: options.id });
  } finally {
    await closePlaces(places, options);
  }
}

function changesIn(comparisons: readonly Comparison[]): readonly Change[] {
  const steps = comparisons.flatMap(({ compared }) => compared.flatMap((one) => one.steps));
  return steps.map(({ change }) => change).filter(({ op }) => op !== 'unchanged');
}

function mustBeKnown(comparisons: readonly Comparison[], backup: readonly Backup[]): void {
  const changed = new Set(changesIn(comparisons).map(nameOf));
  const lost = backup.filter((one) => changed.has(nameOf(one)) && isLost(one)).map(cannotBeUndone);
  if (lost[0]) throw new UserError(lost[0].message, { diagnostics: lost, exitCode: 1 });
}

function valuesGone(comparisons: readonly Comparison[], backup: readonly Backup[]): readonly Diagnostic[] {
  const changed = new Set(changesIn(comparisons).map(nameOf));
  return backup.filter((one) => changed.has(nameOf(one)) && holdsAnother(one)).map(valueIsGone);
}

/** What was applied since to the same resources goes with it: said before, because nobody would expect it. */
async function laterApplies(
  memory: Memory | undefined,
  id: string,
  comparisons: readonly Comparison[],
): Promise<readonly Diagnostic[]> {
  const changes = changesIn(comparisons);
  const later = ((await memory?.ids()) ?? []).filter((one) => one > id);
  const receipts = await Promise.all(later.map((one) => memory?.receipt(one)));
  return receipts.flatMap((receipt): Diagnostic[] => {
    const done = (receipt?.changes ?? []).filter(({ status }) => status === 'done').map(nameOf);
    const lost = changes.filter((change) => done.includes(nameOf(change)));
    if (!receipt || lost.length === 0) return [];
    const { by, started, undoes } = receipt;
    const what = lost.map(({ path }) => path).join(', ');
    const whose = undoes === undefined ? `the apply ${receipt.id}` : `the undo ${receipt.id} of ${undoes}`;
    return [
      {
        code: 'undo/later',
        severity: 'warning',
        message: `what ${whose} by ${by} at ${started} made of ${what} is taken back as well`,
        help: `obsctl undo ${receipt.id} takes back that alone`,
      },
    ];
  });
}

const nameOf = (one: Ref & { readonly target: string }): string => `${one.target} ${keyOf(one)}`;

/** In whichever environment it was made. */
async function findApply(
  options: UndoOptions,
): Promise<{ readonly environment: string; readonly backup: readonly Backup[] }> {
  const { loadProject } = await import('../load/project.js');
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const known: string[] = [];
  let isRemembered = false;
  for (const environment of project.environments) {
    const memory = memoryFor(environment, project.root, options);
    isRemembered ||= memory !== undefined;
    const backup = await memory?.backup(options.id);
    if (backup) return { environment: environment.name, backup };
    known.push(...((await memory?.ids()) ?? []));
  }
  throw new UserError(
    isRemembered ? `there is no apply ${options.id}` : 'no environment has a `state`, so nothing can be undone',
    {
      code: 'undo/unknown',
      help: isRemembered
        ? lastOf(known)
        : "state: state.git('obsctl-state') keeps what is needed from the next apply on",
    },
  );
}

function lastOf(known: readonly string[]): string {
  const last = known.toSorted().slice(-5);
  return last.length > 0 ? `the last ones were ${last.join(', ')}` : 'nothing was applied yet';
}

function resourceOf({ kind, id, path, body, op, marks }: Backup): readonly Resource[] {
  if (body === undefined) return [];
  const givenBack = op === 'adopt' ? { givenBack: { marks } } : {};
  return [{ kind, id, path, body, origin: { file: path, line: 1, column: 1 }, ...givenBack }];
}
