import { youngFields } from '../../alertmanager/config/since.js';
import type { FileCheck } from '../check.js';
import { isOlder } from '../model/known.js';

const config = (rest: string) => `route: {receiver: team}\nreceivers: [{name: team}]\n${rest}`;
const channel = (body: string) => `route: {receiver: team}\nreceivers: [{name: team, ${body}}]`;

export const alertmanagerVersion: FileCheck = {
  code: 'alertmanager/version',
  on: 'files',
  severity: 'error',
  summary: 'a configuration has a field that this version of Alertmanager does not know',
  why: 'Alertmanager refuses the whole file and goes on with the old one; one that starts does not come up.',
  good: [
    channel('webhook_configs: [{url: "http://localhost:5001/", timeout: 5s}]'),
    config('inhibit_rules: [{equal: [job]}]'),
  ],
  bad: [
    channel('slack_configs: [{api_url: "https://hooks.slack.com/services/x", timeout: 5s}]'),
    channel('mattermost_configs: [{webhook_url: "https://chat.example/hooks/x"}]'),
    config('inhibit_rules: [{name: jobs, equal: [job]}]'),
    config('global: {telegram_bot_token_file: /etc/alertmanager/telegram}'),
  ],
  run: ({ configs, alertmanager }) => {
    if (alertmanager === undefined) return [];
    return configs.flatMap(({ subject }) =>
      youngFields(subject.body, (since) => isOlder(alertmanager, since)).map(({ path, field, since }) => ({
        subject,
        owner: 'alertmanager',
        path,
        message: `${field} needs Alertmanager ${since}, and this one is ${alertmanager}`,
        help: 'do without it until the server is newer',
      })),
    );
  },
};
