import type { Command } from 'commander';
import { alertsCorrelateCommand } from './alerts-correlate.js';
import { alertsPreviewCommand } from './alerts-preview.js';
import { alertsRouteCommand } from './alerts-route.js';
import type { Run } from './run.js';

/** `obsctl alerts …`: one file beside this one is one command of the group. */
export function alertsCommand(program: Command, run: Run): void {
  const group = program.command('alerts').description('say who is told of an alert, and what the message reads like');
  for (const command of [alertsRouteCommand, alertsCorrelateCommand, alertsPreviewCommand]) command(group, run);
}
