import type { Command } from 'commander';
import { type CommonOptions, common, each, examples, type Run } from './run.js';

export function buildCommand(program: Command, run: Run): void {
  common(program.command('build'))
    .description('compile definitions to the files of each environment')
    .option('--env <name>', 'only this environment; repeats (default: all)', each)
    .option('--out <folder>', 'where to write (default: `out` of the configuration)')
    .option('--check', 'write nothing; exit 1 when the files on disk are out of date')
    .addHelpText(
      'after',
      examples(
        'obsctl build',
        'obsctl build --env staging --env prod',
        'obsctl build --check      # in CI',
        'obsctl build --format json | jq .environments[].out',
      ),
    )
    .action((flags: CommonOptions & { env?: string[]; out?: string; check?: boolean }) =>
      run('build', flags, async (progress) => {
        const { build } = await import('../commands/build.js');
        return build({ cwd: process.cwd(), progress, ...flags });
      }),
    );
}
