import type { TemplateCheck } from '../check.js';
import { inspectionsOf } from '../model/inspections.js';

export const templateUndefined: TemplateCheck = {
  // the compiler says it too, before anything is written
  code: 'alertmanager/undefined-template',
  on: 'template',
  severity: 'error',
  summary: 'a template is called that nobody defines',
  why: 'Alertmanager accepts such a configuration, and loses each notification that needs the template.',
  good: [
    'route: {receiver: team}\nreceivers: [{name: team, email_configs: [{to: a@b.c, html: \'{{ template "email.default.html" . }}\'}]}]',
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: \'{{ define "x" }}a{{ end }}{{ template "x" }}\'}}]}]',
  ],
  bad: [
    'route: {receiver: team}\nreceivers: [{name: team, slack_configs: [{text: \'{{ template "team.text" . }}\'}]}]',
    'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: \'{{ template "x" }}\'}}]}]',
  ],
  run: ({ found, findings }, all) => {
    const calls = findings.filter(({ kind }) => kind === 'template');
    if (calls.length === 0) return calls;
    return found.system === 'Prometheus' || inspectionsOf(all).complete ? calls : [];
  },
};
