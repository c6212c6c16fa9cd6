import type { Command } from 'commander';
import { type CommonOptions, common, examples, type Run } from './run.js';

export function explainCommand(program: Command, run: Run): void {
  common(program.command('explain'))
    .description('say what the code of a finding means, and why it matters')
    .argument('<code>', 'as in promql/quantile-le')
    .addHelpText('after', examples('obsctl explain promql/quantile-le', 'obsctl explain alert/no-condition'))
    .action((code: string, flags: CommonOptions) =>
      run('explain', flags, async () => {
        const { explain } = await import('../commands/explain.js');
        return explain({ code });
      }),
    );
}
