import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Report } from '../types.js';
import { surroundings } from './deploying.js';
import { type CommonOptions, common, each, examples, print, type Run } from './run.js';

/** How long between two looks. */
const seconds = 10;

export function statusCommand(program: Command, run: Run): void {
  common(program.command('status'))
    .description('ask the servers how an environment does: exit code 0 healthy, 1 degraded, 5 unhealthy, 3 unknown')
    .option('--env <name>', 'of this environment', each)
    .option('--watch', `look again every ${seconds} seconds, until interrupted`)
    .addHelpText('after', examples('obsctl status --env prod', 'obsctl status --env prod --watch'))
    .action((flags: CommonOptions & { env?: string[]; watch?: boolean }) =>
      run('status', flags, async (progress) => {
        const { status } = await import('../commands/status.js');
        const around = surroundings();
        const look = (): Promise<Report> => status({ ...around, progress, ...flags });
        let report = await look();
        while (flags.watch && !around.signal.aborted) {
          if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H');
          await print(report, flags);
          await sleep(seconds * 1_000, undefined, { signal: around.signal }).catch(() => {});
          if (around.signal.aborted) break;
          try {
            report = await look();
          } catch (error) {
            // an interruption ends the watching, and is no failure
            if (!around.signal.aborted) throw error;
          }
        }
        return report;
      }),
    );
}
