import type { RuleCheck } from '../check.js';

export const alertValueInLabel: RuleCheck = {
  code: 'alert/value-in-label',
  on: 'rule',
  severity: 'error',
  summary: 'a label of an alert holds its value',
  why: 'With each new value it is another alert: the pending time starts again, and everybody is notified again.',
  good: ['alert: Full\nexpr: disk > 0.9\nlabels: {severity: warning}\nannotations: {summary: "{{ $value }}"}'],
  bad: [
    'alert: Full\nexpr: disk > 0.9\nlabels: {used: "{{ $value }}"}',
    'alert: Full\nexpr: disk > 0.9\nlabels: {used: "{{ .Value | humanize }}"}',
  ],
  run: ({ kind, labels, path }) =>
    kind !== 'alert'
      ? []
      : Object.entries(labels).flatMap(([name, text]) => {
          const found = /\{\{[^}]*(\$value|\.Value)\b[^}]*\}\}/.exec(text);
          if (!found) return [];
          const span = { start: found.index, end: found.index + found[0].length };
          const message = `the label ${name} changes with the value`;
          return [{ message, help: 'put the value into an annotation', path: [...path, 'labels', name], span }];
        }),
};
