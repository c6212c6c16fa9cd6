import { missing } from '../../promql/label-flow.js';
import type { Note, RuleCheck } from '../check.js';
import { inspectionsOfRule } from '../model/inspections.js';
import { treeOf } from '../model/query.js';

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
    'alert: Down\nexpr: sum(up) == 0\nannotations: {summary: "{{ range query \\"up == 0\\" }}{{ .Labels.job }}{{ end }} $labels.job"}',
  ],
  bad: [
    'alert: Down\nexpr: sum by (job) (up) == 0\nannotations: {summary: "{{ $labels.instance }} is down"}',
    'alert: Gone\nexpr: absent(up)\nannotations: {summary: "{{ $labels.job }} is gone"}',
    'alert: Down\nexpr: count(up == 0) > 3\nlabels: {where: "{{ index $labels \\"instance\\" }}"}',
    'alert: Down\nexpr: sum(up) == 0\nannotations: {summary: "{{ with $labels }}{{ .job }}{{ end }}{{ $l := .Labels }}{{ $l.job }}"}',
  ],
  run: (rule, all) => {
    const inspected = inspectionsOfRule(rule, all);
    const asks = inspected.some(({ reads }) => reads.some(({ of }) => of === 'alert labels'));
    const expr = asks ? treeOf(rule.query) : undefined;
    if (!expr) return [];
    // the templates see the labels of the query, before those of the rule are added
    const flow = all.flow(expr);
    return inspected.flatMap(({ found, reads }) =>
      reads.flatMap(({ of, name, span }): Note[] => {
        if (of !== 'alert labels' || name === 'alertname' || !missing(flow, name)) return [];
        const known = [...flow.sure.keys(), ...(flow.possible ?? [])].filter((one) => one !== '__name__');
        return [
          {
            message: `${found.path.at(-1)} names the label ${name}, which the query does not leave`,
            help:
              known.length > 0
                ? `it leaves ${known.join(', ')}`
                : 'it leaves none: aggregate by (…) what is to be named',
            path: found.path,
            span,
          },
        ];
      }),
    );
  },
};
