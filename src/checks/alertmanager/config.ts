import type { FileCheck } from '../check.js';

export const alertmanagerConfig: FileCheck = {
  code: 'alertmanager/config',
  on: 'files',
  severity: 'error',
  summary: 'a configuration is not what Alertmanager reads',
  why: 'A running Alertmanager refuses the whole file and goes on with the old one; one that starts does not come up.',
  good: [
    'route: {receiver: team, routes: [{matchers: [\'severity="critical"\'], receiver: team}]}\nreceivers: [{name: team, webhook_configs: [{url: "http://localhost:5001/"}]}]',
  ],
  bad: [
    'route: {receiver: team}\nreceivers: []',
    'route: {routes: []}\nreceivers: [{name: team}]',
    "route: {receiver: team, routes: [{matchers: ['severity=\"critical'], receiver: team}]}\nreceivers: [{name: team}]",
    'route: {receiver: team, routes: [{matchers: [\'severity=~"(crit"\']}]}\nreceivers: [{name: team}]',
    'route: {receiver: team, routes: [{mute_time_intervals: [nights]}]}\nreceivers: [{name: team}]',
    'route: {receiver: team}\nreceivers: [{name: team, slack_configs: [{channel: "#a"}]}]',
    'route: {receiver: team}\nreceivers: [{name: team, webhook_configs: [{ulr: "http://localhost:5001/"}]}]',
    'route: {receiver: team}\nreceivers: [{name: team}]\ntime_intervals: [{name: nights, time_intervals: [{times: [{start_time: "22:00", end_time: "06:00"}]}]}]',
    'route: {receiver: team, group_by: [job, job]}\nreceivers: [{name: team}]',
    'route: {receiver: team, group_interval: 5 minutes}\nreceivers: [{name: team}]',
  ],
  run: ({ configs }) =>
    configs.flatMap(({ subject, problems }) =>
      problems.map(({ path, message, help, span }) => ({
        subject,
        owner: 'alertmanager',
        path,
        message,
        ...(help ? { help } : {}),
        ...(span ? { span } : {}),
      })),
    ),
};
