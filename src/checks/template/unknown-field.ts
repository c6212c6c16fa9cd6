import type { TemplateCheck } from '../check.js';

export const templateUnknownField: TemplateCheck = {
  code: 'template/unknown-field',
  on: 'template',
  severity: 'error',
  summary: 'a template reads a field that does not exist',
  why: 'Rendering stops there: the alert has an error instead of its annotation, and the notification is not sent at all.',
  good: [
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ .Labels.job }} {{ .Value }}"}}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ range .Alerts.Firing }}{{ .Labels.job }}{{ end }}"}]}]',
  ],
  bad: [
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ .labels.job }}"}}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ .CommonLabel.job }}"}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ range .Alerts }}{{ .Label.job }}{{ end }}"}]}]',
    'receivers: [{name: team, slack_configs: [{text: "{{ .Alerts.Labels }}"}]}]',
    'kind: ConfigMap\ndata: {team.tmpl: \'{{ define "team" }}{{ .CommonLabels.job }} {{ .Reciever }}{{ end }}\'}',
  ],
  run: ({ findings }) => findings.filter(({ kind }) => kind === 'field'),
};
