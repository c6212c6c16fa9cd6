import type { Note, RuleCheck } from '../check.js';

const reads = /\$externalLabels\.([A-Za-z_]\w*)|index\s+\$externalLabels\s+"([^"]+)"/g;

export const alertExternalLabel: RuleCheck = {
  code: 'alert/external-label',
  on: 'rule',
  severity: 'error',
  summary: 'an annotation names an external label that the server does not have',
  why: 'The text then has a hole where the name of the cluster or region should stand.',
  good: ['alert: Down\nexpr: up == 0\nannotations: {summary: "{{ $externalLabels.replica }}"}'],
  bad: ['alert: Down\nexpr: up == 0\nannotations: {summary: "{{ $externalLabels.region }}"}'],
  run: ({ annotations, labels, path }, { externalLabels }) => {
    if (!externalLabels) return [];
    return Object.entries({ annotations, labels }).flatMap(([key, texts]) =>
      Object.entries(texts).flatMap(([name, text]) =>
        [...text.matchAll(reads)].flatMap((found): Note[] => {
          const label = found[1] ?? found[2] ?? '';
          if (label in externalLabels) return [];
          const span = { start: found.index, end: found.index + found[0].length };
          const help = `its external labels are ${Object.keys(externalLabels).join(', ') || 'none'}`;
          return [{ message: `the server has no external label ${label}`, help, path: [...path, key, name], span }];
        }),
      ),
    );
  },
};
