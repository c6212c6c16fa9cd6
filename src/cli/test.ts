import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type CommonOptions, common, examples, type Run } from './run.js';

export function testCommand(program: Command, run: Run): void {
  common(program.command('test'))
    .description('run the tests of rules, each with the promtool of its environment, and those of routes')
    .option('--env <name...>', 'only these environments (default: all)')
    .option('--filter <text>', 'only tests whose name, rule or file contains it')
    .addHelpText(
      'after',
      examples(
        'obsctl test',
        'obsctl test --env prod --filter HighCpuUsage',
        'obsctl test --format json | jq .summary',
      ),
    )
    .action((flags: CommonOptions & { env?: string[]; filter?: string }) =>
      run('test', flags, async (progress) => {
        const { test } = await import('../commands/test.js');
        return test({
          cwd: process.cwd(),
          progress,
          now: new Date(),
          promtool: places(process.env),
          processes: availableParallelism(),
          ...flags,
        });
      }),
    );
}

/** Where a promtool may be: named, on the search path, or unpacked by scripts/real-servers.sh. */
function places({ OBSCTL_PROMTOOL, OBSCTL_SERVERS, PATH, XDG_CACHE_HOME }: NodeJS.ProcessEnv) {
  const servers = OBSCTL_SERVERS ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl', 'servers');
  return { stated: OBSCTL_PROMTOOL, path: PATH, servers };
}
