import { isObject, type Json } from '../../json.js';
import { isDuration } from '../../promql/duration.js';
import type { Path, Subject } from '../../types.js';
import type { FileCheck, FileNote } from '../check.js';
import type { FoundGroup, FoundRule } from '../model/rules.js';

const fields = {
  file: ['groups'],
  group: [
    'name',
    'interval',
    'query_offset',
    'limit',
    'labels',
    'rules',
    'partial_response_strategy',
    'source_tenants',
  ],
  rule: ['alert', 'record', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'],
};

const durationsOf = { group: ['interval', 'query_offset'], rule: ['for', 'keep_firing_for'] };

export const ruleShape: FileCheck = {
  code: 'rule/shape',
  on: 'files',
  severity: 'error',
  summary: 'a rule file is not what Prometheus reads',
  why: 'Prometheus refuses the whole file, and with it the reload: no rule of any file changes.',
  good: [
    'groups:\n  - name: a\n    interval: 30s\n    rules:\n      - alert: Down\n        expr: up == 0\n        for: 5m',
  ],
  bad: [
    'groups:\n  - name: a\n    rule: []',
    'groups:\n  - rules: []',
    'groups:\n  - name: a\n    rules:\n      - alert: Down',
    'groups:\n  - name: a\n    rules:\n      - alert: Down\n        record: x\n        expr: up',
    'groups:\n  - name: a\n    rules:\n      - record: a{b}\n        expr: up',
    'groups:\n  - name: a\n    rules:\n      - record: x\n        expr: up\n        for: 5m',
    'groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up == 0\n        fro: 5m',
    'groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up == 0\n        for: 5 minutes',
    'groups:\n  - name: a\n    rules: []\n  - name: a\n    rules: []',
  ],
  run: ({ subjects, groups, rules }) => [
    ...subjects.flatMap(fileNotes),
    ...groupNotes(groups),
    ...rules.flatMap(ruleNotes),
  ],
};

function groupNotes(groups: readonly FoundGroup[]): FileNote[] {
  const seen = new Map<Subject, Set<string>>();
  return groups.flatMap(({ subject, path, name, body }) => {
    const at = { subject, owner: `group ${name}` };
    const names = seen.get(subject) ?? new Set();
    seen.set(subject, names);
    const twice = names.has(name);
    names.add(name);
    return [
      ...unknown(body, fields.group, path, at),
      ...(name === '' ? [{ ...at, path, message: 'a group has no name', help: 'give it one' }] : []),
      ...(twice ? [{ ...at, path, message: 'two groups of a file have this name', help: 'rename one' }] : []),
      ...durations(body, durationsOf.group, path, at),
    ];
  });
}

type At = Pick<FileNote, 'subject' | 'owner'>;

function fileNotes(subject: Subject): FileNote[] {
  if (subject.kind !== 'rules' || !isObject(subject.body)) return [];
  const at = { subject, owner: 'rule file' };
  const { groups } = subject.body;
  if (groups !== null && !Array.isArray(groups)) return [{ ...at, path: ['groups'], message: 'groups is no list' }];
  return unknown(subject.body, fields.file, [], at);
}

function ruleNotes({ subject, path, body, owner, query, kind, name }: FoundRule): FileNote[] {
  const at = { subject, owner };
  const found = unknown(body, fields.rule, path, at);
  found.push(...durations(body, durationsOf.rule, path, at));
  const note = (message: string, help: string, key?: string) =>
    found.push({ ...at, path: key === undefined ? path : [...path, key], message, help });
  if ('alert' in body && 'record' in body) note('a rule alerts or records, not both', 'make two rules of it');
  if (name === '') note('the rule has no name', 'name it: alert: or record:');
  if (!query) note('the rule has no query', 'give it one: expr:');
  if (kind === 'record') {
    for (const key of ['for', 'keep_firing_for', 'annotations']) {
      if (key in body) note(`a recording rule has no ${key}`, 'leave it out', key);
    }
    if (/[{}]/.test(name)) note(`${name} is no name of a metric`, 'labels stand below, in labels:', 'record');
  }
  for (const key of ['labels', 'annotations'] as const) {
    const value = body[key];
    if (value === undefined || value === null) continue;
    if (!isObject(value)) note(`${key} is no map of texts`, `write ${key}: and below it name: text`, key);
    for (const label of isObject(value) ? Object.keys(value) : []) {
      if (label === '') note('a name is empty', 'name it', key);
      if (key === 'labels' && label === '__name__') note('a rule cannot set __name__', 'leave it out', key);
    }
  }
  return found;
}

function unknown(body: Json, known: readonly string[], path: Path, at: At): FileNote[] {
  const others = Object.keys(body).filter((key) => !known.includes(key));
  return others.map((key) => ({
    ...at,
    path: [...path, key],
    message: `there is no field ${key}`,
    help: `there are ${known.join(', ')}`,
  }));
}

function durations(body: Json, keys: readonly string[], path: Path, at: At): FileNote[] {
  const others = keys.filter((key) => !isDurationOrNothing(body[key]));
  return others.map((key) => ({
    ...at,
    path: [...path, key],
    message: `${key} is ${body[key]}, which is no duration`,
    help: 'write 90s, 5m or 1h30m',
  }));
}

function isDurationOrNothing(value: unknown): boolean {
  return value === undefined || value === null || value === 0 || (typeof value === 'string' && isDuration(value));
}
