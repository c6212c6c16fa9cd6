import { hostname, userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { Report } from '../types.js';
import { type CommonOptions, print, write } from './run.js';

/** Flags of the commands that write to servers. */
export interface CarryingFlags {
  readonly yes?: boolean;
  readonly adopt?: boolean;
  readonly ours?: boolean;
  readonly theirs?: boolean;
  readonly maxDeletes?: number;
  readonly rollbackOnFailure?: boolean;
  readonly breakLock?: boolean;
}

/** @param ours what is wanted, in words */
export function decisions(command: Command, ours = 'the source'): Command {
  return command
    .option('--adopt', 'make ours what is there already without our mark')
    .option('--ours', `where somebody changed what runs: write ${ours}`)
    .option('--theirs', 'where somebody changed what runs: leave it, and remember that');
}

export function carrying(command: Command, ours?: string): Command {
  return decisions(command, ours)
    .option('--yes', 'do not ask')
    .option('--max-deletes <n>', 'refuse to delete more than that (default: 5)', count)
    .option('--rollback-on-failure', 'take everything back when something fails or cannot be proved')
    .option('--break-lock', 'take the place of an apply that is dead for certain');
}

function count(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number.');
}

/**
 * What commands that reach servers need of this process. Its signal is aborted where the user interrupts, with the
 * name of the signal; a second one ends the process.
 * @param notice what is said of that
 */
export function surroundings(notice?: string): {
  readonly cwd: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly now: () => number;
  readonly by: string;
  readonly pid: number;
  readonly signal: AbortSignal;
} {
  const interruption = new AbortController();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interruption.abort(new DOMException(signal, 'AbortError'));
      if (notice !== undefined) write(2, `${signal}: ${notice}\n`);
    });
  }
  const { cwd, env, pid } = process;
  return { cwd: cwd(), variables: env, now: Date.now, by: whoami(), pid, signal: interruption.signal };
}

/** For commands that write. */
export const endsInOrder = 'what has begun is ended in order; a second one ends obsctl at once and leaves the lock';

function whoami(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // a number without a name, as containers have it
    return `${process.getuid?.() ?? 'somebody'}@${hostname()}`;
  }
}

/** Shows what is to be done and asks, where somebody is there to answer. */
export function asking(flags: CommonOptions): ((report: Report, signal: AbortSignal) => Promise<boolean>) | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return async (report, signal) => {
    process.stderr.write('\r\u001b[2K');
    await print(report, { ...flags, format: 'text', quiet: false }, 2);
    const questions = createInterface({ input: process.stdin, output: process.stderr });
    // on a terminal the key comes here, and not as a signal
    questions.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return /^y(es)?$/i.test((await questions.question('go ahead? [y/N] ', { signal })).trim());
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    } finally {
      questions.close();
    }
  };
}
