import type { Command } from 'commander';
import { type CommonOptions, common, configIs, each, examples, once, type Run } from './run.js';

export function alertsRouteCommand(group: Command, run: Run): void {
  const command = common(group.command('route'));
  configIs(command, 'an obsctl.config.ts, or an alertmanager.yml of anybody (default: the nearest obsctl.config.ts)');
  command
    .description(
      'say who is told of an alert with these labels at a time, and which way through the route tree leads there',
    )
    .argument('<label...>', 'label=value; the first may be just the name of the alert')
    .option('--at <time>', 'now, "Sun 03:00", 2026-11-29T03:00+01:00; a day without a date is an ordinary one', 'now')
    .option('--firing <labels>', 'the labels of another alert that fires then, for inhibition; repeats', each)
    .option('--env <name>', 'the environment (default: the last one of the configuration)', once)
    .addHelpText(
      'after',
      examples(
        "obsctl alerts route severity=critical team=streaming --at 'Sun 03:00'",
        "obsctl alerts route InstanceDown severity=critical service=backend-api node=n1 --firing 'NodeDown node=n1'",
        'obsctl alerts route severity=page --config alertmanager.yml --format json | jq .receivers[]',
      ),
    )
    .action((labels: string[], flags: CommonOptions & { at?: string; firing?: string[]; env?: string }) =>
      run('alerts-route', flags, async () => {
        const { alertsRoute } = await import('../commands/alerts-route.js');
        return alertsRoute({ cwd: process.cwd(), now: new Date(), labels, ...flags });
      }),
    );
}
