import { UserError } from '../../errors.js';
import { told } from '../../plan/three-way/told.js';
import type { Decided } from '../../plan/three-way/writes.js';
import type { Decisions, Deployment } from '../../types/deploy.js';
import type { Change } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';
import type { Comparison } from './compare.js';
import type { Executed } from './execute.js';

/** The decisions, as flags. */
export interface Flags {
  readonly adopt?: boolean | undefined;
  readonly ours?: boolean | undefined;
  readonly theirs?: boolean | undefined;
}

export function decisionsOf({ adopt, ours, theirs }: Flags): Decisions {
  if (ours && theirs) throw new UserError('--ours and --theirs exclude each other', { help: 'decide for one of them' });
  return { adopt: adopt ?? false, ...(ours ? { disputed: 'ours' } : theirs ? { disputed: 'theirs' } : {}) };
}

export interface Settled {
  readonly comparison: Comparison;
  readonly decided: readonly Decided[];
  readonly executed?: Executed;
}

/** What was compared, or done, over all environments. */
export function deploymentOf(settled: readonly Settled[]): Deployment {
  const applied = settled.some(({ executed }) => executed !== undefined);
  const changes = settled.flatMap(({ comparison, decided, executed }) =>
    decided
      .flatMap(({ steps }) => steps)
      .map(({ change }) => {
        const outcome = executed?.outcomes.find(
          (one) => one.target === change.target && one.kind === change.kind && one.id === change.id,
        );
        const environment = comparison.place.environment.name;
        return { ...change, environment, differences: toldOf(change), ...(outcome ? { status: outcome.status } : {}) };
      }),
  );
  return {
    applied,
    writes: applied
      ? changes.filter(({ status }) => status === 'done').length
      : settled.reduce((sum, { decided }) => sum + decided.reduce((all, one) => all + one.writes.length, 0), 0),
    changes,
    proof: settled.flatMap(({ comparison, executed }) =>
      (executed?.proof ?? []).map((one) => ({ ...one, environment: comparison.place.environment.name })),
    ),
    applies: settled.flatMap(({ comparison, executed }) =>
      executed
        ? [
            {
              environment: comparison.place.environment.name,
              id: executed.receipt.id,
              outcome: executed.receipt.outcome,
            },
          ]
        : [],
    ),
  };
}

/** What somebody else wrote may be too broken to be compared. */
function toldOf(change: Change): ReturnType<typeof told> {
  try {
    return told(change);
  } catch {
    return [];
  }
}

/** What needs a decision, each by name, with the flag that decides it. */
export function undecided(open: readonly Change[], undoes?: string): readonly Diagnostic[] {
  return open.map((change) => {
    const { kind, id, op, origin } = change;
    const isUndone = undoes !== undefined && op !== 'adopt';
    const [message, help] = isUndone ? undoing(change, undoes) : sentence(change);
    const severity = op === 'adopt' ? 'info' : 'error';
    return { code: `apply/${op}`, severity, message, help, ...(origin ? { origin } : {}), resource: { kind, id } };
  });
}

/** What is wanted then is not the source, but what stood there before an apply. */
function undoing({ target, path, kind, id, before, after }: Change, undoes: string): readonly [string, string] {
  const what = `${kind} ${id} on ${target} (${path})`;
  const ours = after === undefined ? `deletes it, as before ${undoes}` : `writes what was there before ${undoes}`;
  return [
    `${what} was ${before === undefined ? 'removed' : 'changed'} there since the last apply`,
    `--ours ${ours}, --theirs leaves it as it is and remembers that`,
  ];
}

function sentence({ op, target, path, kind, id, owner, mark, before, after, kept }: Change): readonly [string, string] {
  const what = `${kind} ${id} on ${target} (${path})`;
  const either = '--ours writes the source, --theirs leaves it as it is and remembers that';
  if (op === 'adopt') {
    const whose = owner ? `it belongs to ${owner}` : 'nobody has marked it as ours';
    return [`${what} is there already, and ${whose}`, '--adopt makes it ours'];
  }
  if (mark && after === undefined) {
    const how = '--ours deletes it, --theirs leaves it to whoever took the mark off, and forgets it';
    return [`${what} is gone from the source, and there it does not carry our mark any more`, how];
  }
  if (kept && op === 'conflict') return [sinceKept({ what, before, after }), either];
  if (before === undefined) return [`${what} was removed there since the last apply`, either];
  if (op === 'drifted') return [`${what} was changed there since the last apply, and not in the source`, either];
  if (after === undefined)
    return [`${what} is gone from the source, and was changed there since the last apply`, either];
  return [`${what} was changed there, and in the source too, since the last apply`, either];
}

/** An earlier `--theirs` was about what the source said then. */
function sinceKept({ what, before, after }: { what: string; before: unknown; after: unknown }): string {
  const kept = before === undefined ? `${what} was left removed` : `${what} was left as somebody had changed it there`;
  return `${kept}, and now ${after === undefined ? 'it is gone from the source' : 'the source has changed'}`;
}
