import { selectorsIn } from '../../promql/walk.js';
import type { FileCheck, FileNote } from '../check.js';
import type { Everything } from '../model/everything.js';
import { byFolder } from '../model/folders.js';
import { treeOf } from '../model/query.js';
import type { FoundRule } from '../model/rules.js';

export const ruleDuplicate: FileCheck = {
  code: 'rule/duplicate',
  on: 'files',
  severity: 'warning',
  summary: 'two rules of one name have the same labels',
  why: 'Recording rules then write into the same series; two alerts are one to Alertmanager, and resolve each other. Files of different folders are not compared: they are mostly those of different servers, such as `clusters/a` and `clusters/b`.',
  good: [
    'groups:\n  - name: a\n    rules:\n      - {alert: Slow, expr: x > 1, labels: {severity: warning}}\n      - {alert: Slow, expr: x > 2, labels: {severity: critical}}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: x}\n      - {record: "a:c", expr: x}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: "sum by (verb) (x{verb=\\"GET\\"})"}\n      - {record: "a:b", expr: "sum by (verb) (x{verb=\\"LIST\\"})"}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: "sum by (code) (x{code=~\\"2..\\"})"}\n      - {record: "a:b", expr: "sum by (code) (x{code=~\\"3..\\"})"}',
  ],
  bad: [
    'groups:\n  - name: a\n    rules:\n      - {alert: Slow, expr: x > 1}\n      - {alert: Slow, expr: x > 2}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:b", expr: x}\n  - name: b\n    rules:\n      - {record: "a:b", expr: y}',
  ],
  run: ({ rules, ruleFlow }) => byFolder(rules).flatMap((together) => duplicates(together, ruleFlow)),
};

function duplicates(rules: readonly FoundRule[], flowOf: Everything['ruleFlow']): FileNote[] {
  const earlier = new Map<string, FoundRule[]>();
  return rules.flatMap((rule) => {
    const key = `${rule.kind} ${rule.name}`;
    const namesakes = earlier.get(key);
    if (!namesakes) {
      earlier.set(key, [rule]);
      return [];
    }
    const other = namesakes.find((one) => sameLabels(one, rule) && !apart(one, rule, flowOf));
    namesakes.push(rule);
    if (!other || rule.name === '') return [];
    const { file, line } = other.subject.place(other.path);
    const message = `another rule has this name and these labels, at ${file}:${line}`;
    return [{ ...pick(rule), message, help: 'rename one, or tell them apart by a label' }];
  });
}

function sameLabels({ labels }: FoundRule, other: FoundRule): boolean {
  const names = Object.keys(labels);
  return (
    names.length === Object.keys(other.labels).length && names.every((name) => labels[name] === other.labels[name])
  );
}

/** Whether the series of two rules surely or probably differ in a label that both keep. */
function apart(a: FoundRule, b: FoundRule, flowOf: Everything['ruleFlow']): boolean {
  const other = flowOf(b);
  return [...(flowOf(a)?.sure ?? [])].some(([label, value]) => {
    if (!other?.sure.has(label)) return false;
    const otherValue = other.sure.get(label);
    if (value !== undefined && otherValue !== undefined) return value !== otherValue;
    // whether code=~"2.." and code=~"3.." have something in common, only the values tell
    return chosenBy(a, label) !== chosenBy(b, label);
  });
}

function chosenBy({ query }: FoundRule, label: string): string {
  const expr = treeOf(query);
  const matchers = expr ? selectorsIn(expr).flatMap((selector) => selector.matchers) : [];
  const ofLabel = matchers.filter((one) => one.label === label).map(({ op, value }) => `${op}${value}`);
  return [...new Set(ofLabel)].sort().join();
}

function pick({ subject, owner, path }: FoundRule) {
  return { subject, owner, path };
}
