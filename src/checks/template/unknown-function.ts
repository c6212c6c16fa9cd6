import type { TemplateCheck } from '../check.js';

export const templateUnknownFunction: TemplateCheck = {
  code: 'template/unknown-function',
  on: 'template',
  severity: 'error',
  summary: 'a template calls a function that does not exist',
  why: 'Prometheus and Alertmanager have different functions. Prometheus refuses the rule file; Alertmanager refuses the template file, or loses each notification of the receiver.',
  good: [
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ $value | humanize }}"}}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ .Status | toUpper }}"}]}]',
  ],
  bad: [
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ $value | humanise }}"}}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ len .Alerts | humanize }}"}]}]',
    'kind: ConfigMap\ndata: {team.tmpl: \'{{ define "team" }}{{ upper .Status }}{{ end }}\'}',
  ],
  run: ({ findings }) => findings.filter(({ kind }) => kind === 'function'),
};
