import { selectorsIn } from '../../promql/walk.js';
import type { FileCheck, FileNote } from '../check.js';
import type { FoundGroup, FoundRule } from '../model/rules.js';

export const ruleOrder: FileCheck = {
  code: 'rule/order',
  on: 'files',
  severity: 'warning',
  summary: 'a rule reads a series that is recorded later in its group',
  why: 'The rules of a group run one after the other, so this one always reads the value of the evaluation before.',
  good: [
    'groups:\n  - name: a\n    rules:\n      - {record: "job:up:sum", expr: sum by (job) (up)}\n      - {alert: Down, expr: "job:up:sum < 1"}',
  ],
  bad: [
    'groups:\n  - name: a\n    rules:\n      - {alert: Down, expr: "job:up:sum < 1"}\n      - {record: "job:up:sum", expr: sum by (job) (up)}',
  ],
  run: ({ groups }) => groups.flatMap(inGroup),
};

function inGroup({ rules }: FoundGroup): FileNote[] {
  return rules.flatMap((rule, index) => {
    const later = rules.slice(index + 1).filter(({ kind }) => kind === 'record');
    const read = later.find(({ name }) => reads(rule, name));
    if (!read || rules.slice(0, index).some(({ name }) => name === read.name) || read.name === rule.name) return [];
    const { subject, owner, path } = rule;
    return [
      { subject, owner, path, message: `${read.name} is recorded further down`, help: 'move this rule below it' },
    ];
  });
}

export function reads({ query }: FoundRule, name: string): boolean {
  return query?.expr !== undefined && selectorsIn(query.expr).some((selector) => selector.name === name);
}
