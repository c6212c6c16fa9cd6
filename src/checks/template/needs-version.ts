import type { TemplateCheck } from '../check.js';

export const templateNeedsVersion: TemplateCheck = {
  code: 'template/needs-version',
  on: 'template',
  severity: 'error',
  summary: 'a template uses what this version of the server does not have yet',
  why: 'An older server refuses the whole file, or loses each notification of the receiver.',
  good: ['receivers: [{name: team, slack_configs: [{text: "{{ .Status | toUpper }}"}]}]'],
  bad: [
    'receivers: [{name: team, slack_configs: [{text: "{{ now }}"}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ .NotificationReason }}"}]}]',
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ toDuration 5 }}"}}]}]',
  ],
  run: ({ findings }) => findings.filter(({ kind }) => kind === 'version'),
};
