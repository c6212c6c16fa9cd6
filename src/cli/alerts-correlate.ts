import type { Command } from 'commander';
import { type CommonOptions, common, configIs, examples, once, type Run } from './run.js';

export function alertsCorrelateCommand(group: Command, run: Run): void {
  const command = common(group.command('correlate'));
  configIs(command, 'an obsctl.config.ts, or an alertmanager.yml of anybody (default: the nearest obsctl.config.ts)');
  command
    .description('say what of several alerts that fire together is muted by what, and which messages the rest makes')
    .argument('<labels...>', 'the labels of one alert each; the first word may be just its name')
    .option('--at <time>', 'now, "Sun 03:00", 2026-11-29T03:00+01:00; a day without a date is an ordinary one', 'now')
    .option('--env <name>', 'the environment (default: the last one of the configuration)', once)
    .addHelpText(
      'after',
      examples(
        "obsctl alerts correlate 'NodeDown severity=critical node=n1' 'InstanceDown severity=critical service=backend-api node=n1'",
        "obsctl alerts correlate --config alertmanager.yml 'alertname=A,job=x' 'alertname=B,job=x'",
      ),
    )
    .action((alerts: string[], flags: CommonOptions & { at?: string; env?: string }) =>
      run('alerts-correlate', flags, async () => {
        const { alertsCorrelate } = await import('../commands/alerts-correlate.js');
        return alertsCorrelate({ cwd: process.cwd(), now: new Date(), alerts, ...flags });
      }),
    );
}
