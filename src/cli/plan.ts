import type { Command } from 'commander';
import { decisions, surroundings } from './deploying.js';
import { type CommonOptions, common, each, examples, type Run } from './run.js';

type Flags = CommonOptions & { env?: string[]; out?: string; adopt?: boolean; ours?: boolean; theirs?: boolean };

export function planCommand(program: Command, run: Run): void {
  decisions(
    common(program.command('plan'))
      .description('compare what runs with the source and with what was applied last, and say what apply would do')
      .option('--env <name>', 'of this environment; repeats', each)
      .option('--out <file>', 'write the plan there, to be reviewed and then applied: obsctl apply <file>'),
  )
    .addHelpText(
      'after',
      examples(
        'obsctl plan --env local',
        'obsctl plan --env prod --out prod.plan.json && obsctl apply prod.plan.json',
        'obsctl plan --env staging --env prod --format json | jq .summary',
      ),
    )
    .action((flags: Flags) =>
      run('plan', flags, async (progress) => {
        const { plan } = await import('../commands/plan.js');
        return plan({ ...surroundings(), progress, ...flags });
      }),
    );
}
