import { parse } from '../../gotemplate/parse.js';
import { ruleVariables } from '../../gotemplate/prometheus.js';
import { valueUses } from '../../gotemplate/value-uses.js';
import type { RuleCheck } from '../check.js';
import { inspectionsOfRule } from '../model/inspections.js';

const alert = (labels: string) => `alert: Full\nexpr: disk > 0.9\nlabels: ${labels}`;

export const alertValueInLabel: RuleCheck = {
  code: 'alert/value-in-label',
  on: 'rule',
  severity: 'error',
  summary: 'a label of an alert holds its value',
  why: 'With each new value it is another alert: the pending time starts again, and everybody is notified again.',
  good: [
    alert('{severity: warning}\nannotations: {summary: "{{ $value }}"}'),
    alert('{disk: "{{ $labels.Value }} of {{ .Labels.value }}"}'),
    alert('{disk: "{{ $value := $labels.disk }}{{ $value }}"}'),
    alert('{disk: "{{ with .Labels.disk }}{{ . }}{{ end }} {{/* not {{ $value */}}"}'),
    alert('{owner: "{{ with query `owner` }}{{ . | first | label `team` }}{{ end }}"}'),
  ],
  bad: [
    alert('{used: "{{ $value }}"}'),
    alert('{used: "{{ .Value | humanize }}"}'),
    alert('{used: "{{ printf `%.0f` (humanizePercentage $value) }}"}'),
    alert('{used: "{{ $used := .Value }}{{ $disk := $labels.disk }}{{ $disk }}: {{ $used }}"}'),
    alert('{used: "{{ with $ }}{{ with .Value }}{{ . }}{{ end }}{{ end }}"}'),
    alert('{used: "{{ define `used` }}{{ .Value }}{{ end }}{{ template `used` . }}"}'),
    alert('{size: "{{ if gt $value 0.95 }}huge{{ else }}big{{ end }}"}'),
    alert('{free: "{{ range query `free` }}{{ .Value }}{{ end }}"}'),
    alert('{free: "{{ query `free` | first | value }}"}'),
  ],
  run: (rule, all) =>
    inspectionsOfRule(rule, all).flatMap(({ found: { path, text } }) => {
      if (path.at(-2) !== 'labels') return [];
      const { main, defined } = parse(text, { variables: ruleVariables });
      if (!main) return [];
      const [span] = valueUses(main, defined);
      if (!span) return [];
      const message = `the label ${path.at(-1)} changes with the value`;
      return [{ message, help: 'put the value into an annotation', path, span }];
    }),
};
