import type { Note, RuleCheck } from '../check.js';
import { inspectionsOfRule } from '../model/inspections.js';

export const alertExternalLabel: RuleCheck = {
  code: 'alert/external-label',
  on: 'rule',
  severity: 'error',
  summary: 'an annotation names an external label that the server does not have',
  why: 'The text then has a hole where the name of the cluster or region should stand.',
  good: ['alert: Down\nexpr: up == 0\nannotations: {summary: "{{ $externalLabels.replica }}"}'],
  bad: [
    'alert: Down\nexpr: up == 0\nannotations: {summary: "{{ $externalLabels.region }}"}',
    'alert: Down\nexpr: up == 0\nannotations: {summary: "{{ .ExternalLabels.region }}"}',
  ],
  run: (rule, all) => {
    const { externalLabels } = all;
    if (!externalLabels) return [];
    return inspectionsOfRule(rule, all).flatMap(({ found, reads }) =>
      reads.flatMap(({ of, name, span }): Note[] => {
        if (of !== 'external labels' || name in externalLabels) return [];
        const help = `its external labels are ${Object.keys(externalLabels).join(', ') || 'none'}`;
        return [{ message: `the server has no external label ${name}`, help, path: found.path, span }];
      }),
    );
  },
};
