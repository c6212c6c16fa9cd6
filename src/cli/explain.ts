import type { Command } from 'commander';
import { type CommonOptions, common, examples, type Run } from './run.js';

export function explainCommand(program: Command, run: Run): void {
  common(program.command('explain'))
    .description('say what the code of a finding or a word of a plan means, and why it matters')
    .argument('[code]', 'as in promql/quantile-le, or a group of them, as in promql (default: list all)')
    .addHelpText(
      'after',
      examples(
        'obsctl explain promql/quantile-le',
        'obsctl explain promql',
        'obsctl explain drifted',
        'obsctl explain',
      ),
    )
    .action((code: string | undefined, flags: CommonOptions) =>
      run('explain', flags, async () => {
        const { explain } = await import('../commands/explain.js');
        return explain({ code });
      }),
    );
}
