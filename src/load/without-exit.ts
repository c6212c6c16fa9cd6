import { UserError } from '../errors.js';

/**
 * Runs the user's code so that it cannot end obsctl without a word: what would, throws instead, with the place that
 * called it. The functions of `process` are put back, as obsctl itself ends with them.
 */
export function withoutExit<T>(run: () => T): T {
  const { exit, abort, kill } = process;
  process.exit = (code) => refuse(`process.exit(${code ?? ''})`);
  process.abort = () => refuse('process.abort()');
  process.kill = (pid, signal) => {
    // 0 only asks whether there is such a process, and the process 0 is this one with all that it started
    if (signal !== 0 && [process.pid, 0].includes(Number(pid))) refuse('process.kill() of obsctl itself');
    return kill.call(process, pid, signal);
  };
  try {
    return run();
  } finally {
    Object.assign(process, { exit, abort, kill });
  }
}

function refuse(call: string): never {
  throw new UserError(`${call} would end obsctl before it has said anything`, {
    code: 'definition/threw',
    help: "throw new Error('…') ends it too, and says why and where",
  });
}
