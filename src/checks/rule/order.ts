import type { FileCheck, FileNote } from '../check.js';
import { verdictOf } from '../model/query.js';
import type { FoundGroup } from '../model/rules.js';

export const ruleOrder: FileCheck = {
  code: 'rule/order',
  on: 'files',
  severity: 'warning',
  summary: 'a rule reads a series that is recorded later in its group',
  why: 'The rules of a group run one after the other, so this one always reads the value of the evaluation before.',
  good: [
    'groups:\n  - name: a\n    rules:\n      - {record: "job:up:sum", expr: sum by (job) (up)}\n      - {alert: Down, expr: "job:up:sum < 1"}',
    'groups:\n  - name: a\n    rules:\n      - {record: "job:up:avg1d", expr: "avg_over_time(job:up:sum[1d])"}\n      - {record: "job:up:sum", expr: sum by (job) (up)}',
  ],
  bad: [
    'groups:\n  - name: a\n    rules:\n      - {alert: Down, expr: "job:up:sum < 1"}\n      - {record: "job:up:sum", expr: sum by (job) (up)}',
  ],
  run: ({ groups }) => groups.flatMap(inGroup),
};

function inGroup({ rules }: FoundGroup): FileNote[] {
  const firstAt = new Map<string, number>();
  rules.forEach(({ kind, name }, index) => {
    if (kind === 'record' && !firstAt.has(name)) firstAt.set(name, index);
  });
  if (firstAt.size === 0) return [];
  return rules.flatMap(({ subject, owner, path, query }, index) => {
    const reads = query ? verdictOf(query).reads : [];
    // of a range the newest sample is one of many
    const later = reads.find(({ name = '', now }) => now && (firstAt.get(name) ?? -1) > index)?.name;
    if (later === undefined) return [];
    return [{ subject, owner, path, message: `${later} is recorded further down`, help: 'move this rule below it' }];
  });
}
