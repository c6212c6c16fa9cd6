import type { RuleCheck } from '../check.js';

export const alertMissingRunbook: RuleCheck = {
  code: 'alert/missing-runbook',
  on: 'rule',
  severity: 'info',
  summary: 'an alert has no runbook',
  why: 'Whoever is woken by it has to find out alone what it means and what to do.',
  good: [
    'alert: Down\nexpr: up == 0\nannotations: {runbook_url: "https://example.com/down"}',
    'alert: DeadMansSwitch\nexpr: vector(1)\nlabels: {severity: none}',
  ],
  bad: ['alert: Down\nexpr: up == 0\nannotations: {summary: down}'],
  run: ({ kind, annotations, labels }) =>
    kind !== 'alert' || labels.severity === 'none' || annotations.runbook_url || annotations.runbook
      ? []
      : [{ message: 'there is no link to a runbook', help: 'add annotations: runbook_url: …' }],
};
