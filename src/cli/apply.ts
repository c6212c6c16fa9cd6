import type { Command } from 'commander';
import { asking, type CarryingFlags, carrying, endsInOrder, surroundings } from './deploying.js';
import { type CommonOptions, common, each, examples, type Run } from './run.js';

export function applyCommand(program: Command, run: Run): void {
  carrying(
    common(program.command('apply'))
      .description('make what runs what the source says, prove it, and keep a way back')
      .argument('[plan]', 'carry out this plan, if nothing has moved since')
      .option('--env <name>', 'of this environment; repeats, one after another', each),
  )
    .addHelpText(
      'after',
      examples(
        'obsctl apply --env local',
        'obsctl apply --env prod --yes --rollback-on-failure      # in CI',
        'obsctl apply prod.plan.json --yes',
        'obsctl apply --env local --adopt      # the first time, where files lie there already',
      ),
    )
    .action((planFile: string | undefined, flags: CommonOptions & CarryingFlags & { env?: string[] }) =>
      run('apply', flags, async (progress) => {
        const { apply } = await import('../commands/apply.js');
        return apply({ ...surroundings(endsInOrder), progress, confirm: asking(flags), planFile, ...flags });
      }),
    );
}
