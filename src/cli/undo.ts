import type { Command } from 'commander';
import { asking, type CarryingFlags, carrying, endsInOrder, surroundings } from './deploying.js';
import { type CommonOptions, common, each, examples, type Run } from './run.js';

export function undoCommand(program: Command, run: Run): void {
  carrying(
    common(program.command('undo'))
      .description('write again what an apply replaced, from any machine')
      .argument('<apply>', 'its id, as apply printed it')
      .option('--env <name>', 'look for it in this environment only; repeats', each),
    'what was there before that apply',
  )
    .addHelpText('after', examples('obsctl undo 20261125-174501-4711', 'obsctl undo 20261125-174501-4711 --yes'))
    .action((id: string, flags: CommonOptions & CarryingFlags & { env?: string[] }) =>
      run('undo', flags, async (progress) => {
        const { undo } = await import('../commands/undo.js');
        return undo({ ...surroundings(endsInOrder), progress, confirm: asking(flags), id, ...flags });
      }),
    );
}
