import { type Command, Option } from 'commander';
import { type CommonOptions, common, examples, once, type Run } from './run.js';

interface Flags extends CommonOptions {
  readonly channel?: string;
  readonly env?: string;
  readonly status: 'firing' | 'resolved';
  readonly html?: string;
}

export function alertsPreviewCommand(group: Command, run: Run): void {
  common(group.command('preview'))
    .description('show the message of an alert as a channel would get it, with example values')
    .argument('<alert>', 'the name of an alert rule of the project')
    .option('--channel <name>', 'slack, email, teams, sms, pagerduty, webhook … (default: all that it is routed to)')
    .option('--env <name>', 'the environment (default: the last one of the configuration)', once)
    .addOption(
      new Option('--status <status>', 'whether the alert begins or ends')
        .choices(['firing', 'resolved'])
        .default('firing'),
    )
    .option('--html <file>', 'write a page that shows all channels as people see them')
    .addHelpText(
      'after',
      examples(
        'obsctl alerts preview HighCpuUsage --channel slack',
        'obsctl alerts preview HighCpuUsage --channel email --status resolved --env staging',
        'obsctl alerts preview ServiceDown --html preview.html',
      ),
    )
    .action((alert: string, flags: Flags) =>
      run('alerts-preview', flags, async () => {
        const { alertsPreview } = await import('../commands/alerts-preview.js');
        return alertsPreview({ cwd: process.cwd(), now: new Date(), alert, ...flags });
      }),
    );
}
