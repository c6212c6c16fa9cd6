import { missing } from '../../promql/label-flow.js';
import type { Note, RuleCheck } from '../check.js';

/** `$labels.x`, `.Labels.x` and `index $labels "x"`, outside of quotes of Go. */
const reads = /(?:\$labels|\$?\.Labels)\.([A-Za-z_]\w*)|index\s+(?:\$labels|\$?\.Labels)\s+"([^"]+)"/g;

export const alertLabelMissing: RuleCheck = {
  code: 'alert/label-missing',
  on: 'rule',
  severity: 'error',
  summary: 'an annotation names a label that the alert never has',
  why: 'The text then has a hole where the name of the thing that is broken should stand.',
  good: [
    'alert: Down\nexpr: sum by (job) (up) == 0\nannotations: {summary: "{{ $labels.job }} is down"}',
    'alert: Down\nexpr: up == 0\nannotations: {summary: "{{ $labels.instance }} is down"}',
    'alert: Gone\nexpr: absent(up{job="api"})\nannotations: {summary: "{{ $labels.job }} is gone"}',
    'alert: Down\nexpr: sum(up) == 0\nlabels: {team: web}\nannotations: {summary: "for team {{ .Labels.alertname }}"}',
  ],
  bad: [
    'alert: Down\nexpr: sum by (job) (up) == 0\nannotations: {summary: "{{ $labels.instance }} is down"}',
    'alert: Gone\nexpr: absent(up)\nannotations: {summary: "{{ $labels.job }} is gone"}',
    'alert: Down\nexpr: count(up == 0) > 3\nlabels: {where: "{{ index $labels \\"instance\\" }}"}',
  ],
  run: (rule, all) => {
    if (rule.kind !== 'alert' || !rule.query?.expr) return [];
    // the templates see the labels of the query, before those of the rule are added
    const flow = all.flow(rule.query.expr);
    return (['annotations', 'labels'] as const).flatMap((key) =>
      Object.entries(rule[key]).flatMap(([name, text]) =>
        [...text.matchAll(/\{\{[\s\S]*?\}\}/g)].flatMap((action) =>
          [...action[0].matchAll(reads)].flatMap((found): Note[] => {
            const label = found[1] ?? found[2] ?? '';
            if (label === 'alertname' || !missing(flow, label)) return [];
            const start = action.index + found.index;
            const known = [...flow.sure.keys(), ...(flow.possible ?? [])].filter((one) => one !== '__name__');
            return [
              {
                message: `${name} names the label ${label}, which the query does not leave`,
                help:
                  known.length > 0
                    ? `it leaves ${known.join(', ')}`
                    : 'it leaves none: aggregate by (…) what is to be named',
                path: [...rule.path, key, name],
                span: { start, end: start + found[0].length },
              },
            ];
          }),
        ),
      ),
    );
  },
};
