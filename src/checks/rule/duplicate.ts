import type { LabelFlow } from '../../promql/label-flow.js';
import type { FileCheck } from '../check.js';
import type { FoundRule } from '../model/rules.js';

export const ruleDuplicate: FileCheck = {
  code: 'rule/duplicate',
  on: 'files',
  severity: 'warning',
  summary: 'two rules of one name have the same labels',
  why: 'Recording rules then write into the same series; two alerts are one to Alertmanager, and resolve each other.',
  good: [
    'groups:\n  - name: a\n    rules:\n      - {alert: Slow, expr: x > 1, labels: {severity: warning}}\n      - {alert: Slow, expr: x > 2, labels: {severity: critical}}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: x}\n      - {record: "a:c", expr: x}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: "sum by (verb) (x{verb=\\"GET\\"})"}\n      - {record: "a:b", expr: "sum by (verb) (x{verb=\\"LIST\\"})"}',
  ],
  bad: [
    'groups:\n  - name: a\n    rules:\n      - {alert: Slow, expr: x > 1}\n      - {alert: Slow, expr: x > 2}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: x}\n  - name: b\n    rules:\n      - {record: "a:b", expr: y}',
  ],
  run: ({ rules, ruleFlow }) => {
    const earlier = new Map<string, FoundRule[]>();
    return rules.flatMap((rule) => {
      const labels = Object.entries(rule.labels).sort(([a], [b]) => (a < b ? -1 : 1));
      const key = JSON.stringify([rule.kind, rule.name, labels]);
      const namesakes = earlier.get(key) ?? [];
      earlier.set(key, [...namesakes, rule]);
      const other = namesakes.find((one) => !apart(ruleFlow(one), ruleFlow(rule)));
      if (!other || rule.name === '') return [];
      const { file, line } = other.subject.place(other.path);
      const message = `another rule has this name and these labels, at ${file}:${line}`;
      return [{ ...pick(rule), message, help: 'rename one, or tell them apart by a label' }];
    });
  },
};

/** Whether a label always has one value in the series of one rule and another in those of the other. */
function apart(a: LabelFlow | undefined, b: LabelFlow | undefined): boolean {
  return [...(a?.sure ?? [])].some(([label, value]) => {
    const other = b?.sure.get(label);
    return value !== undefined && other !== undefined && value !== other;
  });
}

function pick({ subject, owner, path }: FoundRule) {
  return { subject, owner, path };
}
