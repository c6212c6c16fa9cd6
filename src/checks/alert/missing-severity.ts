import type { RuleCheck } from '../check.js';

export const alertMissingSeverity: RuleCheck = {
  code: 'alert/missing-severity',
  on: 'rule',
  severity: 'info',
  summary: 'an alert has no severity',
  why: 'Routes tell by the severity whom to wake; without one it goes wherever the rest goes.',
  good: ['alert: Down\nexpr: up == 0\nlabels: {severity: critical}'],
  bad: ['alert: Down\nexpr: up == 0', 'alert: Down\nexpr: up == 0\nlabels: {team: web}'],
  run: ({ kind, labels }) =>
    kind !== 'alert' || labels.severity
      ? []
      : [{ message: 'there is no label severity', help: 'add labels: severity: warning' }],
};
