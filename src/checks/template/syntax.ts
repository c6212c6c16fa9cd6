import type { TemplateCheck } from '../check.js';

export const templateSyntax: TemplateCheck = {
  code: 'template/syntax',
  on: 'template',
  severity: 'error',
  summary: 'a template is broken',
  why: 'Prometheus refuses the rule file. Alertmanager refuses a broken template file; a broken field of a receiver it accepts, and then no notification of that receiver is ever sent.',
  good: [
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ if $value }}{{ $labels.job }}{{ end }}"}}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ range .Alerts }}{{ .Status }}{{ end }}"}]}]',
  ],
  bad: [
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ $labels.job }"}}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ range .Alerts }}{{ .Status }}"}]}]',
    'kind: ConfigMap\ndata: {team.tmpl: \'{{ define "team" }}{{ if .Alerts }}{{ end }}\'}',
    'receivers: [{name: team, slack_configs: [{text: \'{{ if .Status == "firing" }}x{{ end }}\'}]}]',
  ],
  run: ({ found: { problem } }) => (problem ? [problem] : []),
};
