import type { Decisions } from '../../types/deploy.js';
import type { Change, Write } from '../../types/target.js';
import type { Step } from './decide.js';

export interface Decided {
  readonly steps: readonly Step[];
  /** Creates and updates in order, then deletes. */
  readonly writes: readonly Write[];
  /** Drift that stays, and is the new base. */
  readonly accepted: readonly Step[];
  /** What nobody decided about: while there is any, nothing is written. */
  readonly open: readonly Change[];
}

export function settle(steps: readonly Step[], decisions: Decisions): Decided {
  const decided = steps.map((step) => withDecision(step, decisions));
  const writes = decided.flatMap(writeOf);
  return {
    steps: decided,
    writes: [...writes.filter(({ op }) => op !== 'delete'), ...writes.filter(({ op }) => op === 'delete')],
    accepted: decided.filter(({ change }) => change.decision === 'theirs'),
    open: decided.flatMap(({ change }) => (isOpen(change, decisions) ? [change] : [])),
  };
}

function withDecision(step: Step, { disputed }: Decisions): Step {
  const { op } = step.change;
  const isDisputed = op === 'drifted' || op === 'conflict';
  // to leave theirs is what was decided already
  if (!disputed || !(isDisputed || (op === 'kept' && disputed === 'ours'))) return step;
  return { ...step, change: { ...step.change, decision: disputed } };
}

function isOpen({ op, decision }: Change, { adopt }: Decisions): boolean {
  if (op === 'adopt') return !adopt;
  return (op === 'drifted' || op === 'conflict') && decision === undefined;
}

function writeOf({ change, resource, live }: Step): readonly Write[] {
  const op = writtenAs(change, resource !== undefined, live !== undefined);
  if (!op) return [];
  return [{ op, change, ...(resource ? { resource } : {}), ...(live ? { live } : {}) }];
}

function writtenAs({ op, decision }: Change, isWanted: boolean, isThere: boolean): Write['op'] | undefined {
  switch (op) {
    case 'unchanged':
      return undefined;
    case 'drifted':
    case 'conflict':
    case 'kept':
      if (decision !== 'ours') return undefined;
      if (!isWanted) return isThere ? 'delete' : undefined;
      return isThere ? 'update' : 'create';
    default:
      return op;
  }
}
