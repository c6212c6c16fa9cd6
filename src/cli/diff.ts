import type { Command } from 'commander';
import { type CommonOptions, common, examples, type Run } from './run.js';

interface Flags extends CommonOptions {
  readonly env?: string[];
  readonly exitCode?: boolean;
}

export function diffCommand(program: Command, run: Run): void {
  common(program.command('diff'))
    .description('say what changed, for those who look at dashboards and those who are paged')
    .argument(
      '[file...]',
      'two files or folders of dashboards, rules or Alertmanager configurations, the old one first',
    )
    .option('--env <name...>', 'only these environments (default: all)')
    .option('--exit-code', 'exit 1 when there are differences')
    .addHelpText(
      'after',
      examples(
        'obsctl diff                       # the definitions against the last build',
        'obsctl diff old.json new.json     # any two dashboards, rule files, Alertmanager configurations or folders',
        'obsctl diff --exit-code --format json | jq .summary',
      ),
    )
    .action((files: string[], flags: Flags) =>
      run('diff', flags, async (progress) => {
        const { diff } = await import('../commands/diff.js');
        return diff({ cwd: process.cwd(), files, progress, ...flags });
      }),
    );
}
