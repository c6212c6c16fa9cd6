import type { FileCheck } from '../check.js';
import { verdictOf } from '../model/query.js';

export const ruleUnusedRecord: FileCheck = {
  code: 'rule/unused-record',
  on: 'files',
  severity: 'info',
  // what one environment turns off, another may read
  everywhere: true,
  summary: 'nobody reads a recorded series',
  why: 'It costs memory and evaluation time at every interval, for nothing that anybody sees.',
  good: [
    'groups:\n  - name: a\n    rules:\n      - {record: "job:up:sum", expr: sum by (job) (up)}\n      - {alert: Down, expr: "job:up:sum < 1"}\n---\n{title: D, panels: []}',
    'groups:\n  - name: a\n    rules:\n      - {record: "job:up:sum", expr: sum by (job) (up)}',
  ],
  bad: [
    'groups:\n  - name: a\n    rules:\n      - {record: "job:up:sum", expr: sum by (job) (up)}\n---\n{title: D, panels: []}',
  ],
  // of rules alone nobody can tell who else reads them
  run: ({ rules, queries, dashboards, asked }) => {
    if (dashboards.length === 0) return [];
    const read = new Set(queries.flatMap((query) => verdictOf(query).reads.map(({ name }) => name)));
    const patterns = read.has(undefined);
    return rules.flatMap(({ kind, name, subject, owner, path }) =>
      kind === 'alert' || read.has(name) || asked?.has(name) || patterns
        ? []
        : [{ subject, owner, path, message: 'nobody reads this series', help: 'remove the rule, or use it' }],
    );
  },
};
