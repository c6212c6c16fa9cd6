import { isUserError } from '../../errors.js';
import type { Outcome, Proof, Target, Write } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';

/** The same for each write of a target. */
export function outcomesOf(
  target: Target,
  writes: readonly Write[],
  status: Outcome['status'],
  diagnostic?: Diagnostic,
): readonly Outcome[] {
  return writes.map(({ op, change: { kind, id } }) => ({
    ...{ target: target.name, op, kind, id, status },
    ...(diagnostic ? { diagnostic } : {}),
  }));
}

/** What a target throws is what became of its writes: other targets go on, and the journal is ended. */
export async function guarded(
  target: Target,
  writes: readonly Write[],
  action: () => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  try {
    return await action();
  } catch (error) {
    return outcomesOf(target, writes, 'failed', diagnosticOf(error, target));
  }
}

/** What cannot be looked at is not proved. */
export async function failedProof(target: Target, action: () => Promise<readonly Proof[]>): Promise<readonly Proof[]> {
  try {
    return await action();
  } catch (error) {
    const { message } = diagnosticOf(error, target);
    return [{ target: target.name, what: 'proved', ok: false, detail: message }];
  }
}

function diagnosticOf(error: unknown, target: Target): Diagnostic {
  if (isUserError(error) && error.diagnostics[0]) return error.diagnostics[0];
  const { message, stack } = error as Error;
  return {
    code: 'apply/failed',
    severity: 'error',
    message: `${target.name}: ${message}`,
    help: `this is a defect of obsctl: ${stack?.split('\n')[1]?.trim() ?? ''}`,
  };
}
