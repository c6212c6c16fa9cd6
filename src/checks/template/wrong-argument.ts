import type { TemplateCheck } from '../check.js';

export const templateWrongArgument: TemplateCheck = {
  code: 'template/wrong-argument',
  on: 'template',
  severity: 'error',
  summary: 'a function in a template gets what it cannot use',
  why: 'Rendering stops there: the alert has an error instead of its annotation, and the notification is not sent at all.',
  good: ['receivers: [{name: team, slack_configs: [{text: "{{ .GroupLabels.Values | join \\" \\" }}"}]}]'],
  bad: [
    'receivers: [{name: team, slack_configs: [{text: "{{ toUpper .Alerts }}"}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ join .GroupLabels.Values }}"}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ range .Status }}x{{ end }}"}]}]',
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ $value toUpper }}"}}]}]',
  ],
  run: ({ findings }) => findings.filter(({ kind }) => kind === 'call'),
};
