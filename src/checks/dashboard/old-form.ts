import type { DashboardCheck } from '../check.js';
import { queriesOf } from '../model/dashboard.js';

export const variableOldForm: DashboardCheck = {
  code: 'variable/old-form',
  on: 'dashboard',
  severity: 'info',
  summary: 'a variable is written in double brackets',
  why: 'Grafana has called the form deprecated for years, and newer panels and data sources do not know it.',
  good: [
    'title: D\ntemplating: {list: [{name: job, type: query}]}\npanels:\n  - {title: A, targets: [{expr: "up{job=~\\"${job:regex}\\"}"}]}',
  ],
  bad: [
    'title: D\ntemplating: {list: [{name: job, type: query}]}\npanels:\n  - {title: A, targets: [{expr: "up{job=~\\"[[job:regex]]\\"}"}]}',
    'title: D\ntemplating: {list: [{name: range, type: interval}]}\npanels:\n  - {title: A, targets: [{expr: "rate(x[[[range]]])"}]}',
  ],
  run: (dashboard) =>
    queriesOf(dashboard).flatMap(({ text, path, from, owner }) =>
      [...text.matchAll(/\[\[(\w+(?::\w+)?)\]\]/g)].map((found) => {
        const span = { start: found.index + from, end: found.index + from + found[0].length };
        const form = `\${${found[1]}}`;
        const message = `${owner} writes ${found[0]}`;
        return { message, help: `write ${form}`, path, span, fix: { path, span, text: form } };
      }),
    ),
};
