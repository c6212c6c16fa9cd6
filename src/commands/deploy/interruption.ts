import { UserError } from '../../errors.js';
import type { Outcome } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';

/** As a shell has it for a process that a signal has ended. */
const exitCodes: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The name of the signal, which is what the interruption was aborted with. */
function nameOf(signal: AbortSignal): string {
  return (signal.reason as Error | undefined)?.message ?? 'SIGINT';
}

export function exitCodeFor(signal: AbortSignal): number {
  return exitCodes[nameOf(signal)] ?? 130;
}

/** What only reads is not waited for once the user interrupts. */
export function untilInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interrupted = () =>
    new UserError(`interrupted by ${nameOf(signal)} while reading, so nothing was written`, {
      code: 'input/interrupted',
      exitCode: exitCodeFor(signal),
    });
  return new Promise((done, fail) => {
    work.then(done, fail);
    if (signal.aborted) fail(interrupted());
    signal.addEventListener('abort', () => fail(interrupted()), { once: true });
  });
}

export function nothingWritten(signal: AbortSignal): Diagnostic {
  return {
    code: 'apply/interrupted',
    severity: 'error',
    message: `interrupted by ${nameOf(signal)}: nothing was written`,
  };
}

/** How far an apply came, and both ways on. */
export function interruptedAt(
  signal: AbortSignal,
  apply: { readonly id: string; readonly outcomes: readonly Outcome[]; readonly isRemembered: boolean },
): Diagnostic {
  const { id, outcomes, isRemembered } = apply;
  const made = outcomes.filter(({ status }) => status === 'done').length;
  const open = outcomes.filter(({ status }) => status === 'failed').length;
  const of = `${made} of ${outcomes.length} changes ${made === 1 && outcomes.length === 1 ? 'was' : 'were'} made`;
  const unsure = open > 0 ? `, and of ${open} it is not known` : '';
  const back = isRemembered ? `; obsctl undo ${id} takes back what was made` : '';
  return {
    code: 'apply/interrupted',
    severity: 'error',
    message: `interrupted by ${nameOf(signal)}: ${of}${unsure}${isRemembered ? '; the lock is given back' : ''}`,
    help: made === outcomes.length ? `nothing is left to do${back}` : `the next apply completes it${back}`,
  };
}
