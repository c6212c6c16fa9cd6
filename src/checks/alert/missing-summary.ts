import type { RuleCheck } from '../check.js';

export const alertMissingSummary: RuleCheck = {
  code: 'alert/missing-summary',
  on: 'rule',
  severity: 'warning',
  summary: 'an alert has neither a summary nor a description',
  why: 'Whoever is woken by it reads a name and some labels.',
  good: [
    'alert: Down\nexpr: up == 0\nannotations: {summary: "{{ $labels.instance }} is down"}',
    'alert: Down\nexpr: up == 0\nannotations: {description: "{{ $labels.instance }} is down"}',
    'record: a:b\nexpr: x',
  ],
  bad: ['alert: Down\nexpr: up == 0', 'alert: Down\nexpr: up == 0\nannotations: {summary: ""}'],
  run: ({ kind, annotations }) =>
    kind !== 'alert' || ['summary', 'description', 'message'].some((name) => annotations[name]?.trim())
      ? []
      : [{ message: 'nothing says what is wrong', help: 'add annotations: summary: …' }],
};
