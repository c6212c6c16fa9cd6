import type { Command } from 'commander';
import { surroundings } from './deploying.js';
import { type CommonOptions, common, each, examples, type Run } from './run.js';

interface Flags extends CommonOptions {
  readonly env?: string[];
  readonly base?: string;
  readonly against?: string;
  readonly exitCode?: boolean;
  readonly summary?: boolean;
  readonly full?: boolean;
}

export function diffCommand(program: Command, run: Run): void {
  common(program.command('diff'), ['markdown', 'html'])
    .description('say what changed, for those who look at dashboards and those who are paged')
    .argument(
      '[file...]',
      'two files or folders of dashboards, rules or Alertmanager configurations, the old one first',
    )
    .option(
      '--env <name>',
      'what runs in this environment against the definitions; with --base only this one; repeats',
      each,
    )
    .option('--base <revision>', 'compare with the definitions of this revision of git')
    .option('--against <env>', 'with --env: compare with this other environment of the definitions')
    .option('--summary', 'one line for each dashboard, rule group or file')
    .option('--full', 'show both sides of each change whole, beside each other where there is room')
    .option('--exit-code', 'exit 1 when there are differences')
    .addHelpText(
      'after',
      examples(
        'obsctl diff                               # the definitions against the last build',
        'obsctl diff --base origin/main            # against another revision',
        'obsctl diff --env prod                    # the definitions against what runs',
        'obsctl diff --env staging --against prod  # one environment against another one',
        'obsctl diff old.json new.json             # any two dashboards, rule files, Alertmanager configurations or folders',
        'obsctl diff --exit-code --format json | jq .summary',
      ),
    )
    .action((files: string[], flags: Flags) =>
      run('diff', flags, async (progress) => {
        const { diff } = await import('../commands/diff.js');
        return diff({ cwd: process.cwd(), files, progress, ...flags, surroundings, pictures: flags.format === 'html' });
      }),
    );
}
