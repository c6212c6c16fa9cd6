import { isObject, type Json } from '../../json.js';
import { meantOrAll } from '../../nearest.js';
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

const durations = { group: ['interval', 'query_offset'], rule: ['for', 'keep_firing_for'] };

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
  run: ({ subjects, groups, rules }) => {
    const found = subjects.flatMap(fileNotes);
    addGroups(found, groups);
    for (const rule of rules) addRule(found, rule);
    return found;
  },
};

function addGroups(found: FileNote[], groups: readonly FoundGroup[]): void {
  const seen = new Map<Subject, Set<string>>();
  for (const { subject, path, name, body } of groups) {
    const at = { subject, owner: `group ${name}` };
    const names = seen.get(subject) ?? new Set();
    seen.set(subject, names);
    addUnknown(found, body, fields.group, path, at);
    if (name === '') found.push({ ...at, path, message: 'a group has no name', help: 'give it one' });
    if (names.has(name))
      found.push({ ...at, path, message: 'two groups of a file have this name', help: 'rename one' });
    names.add(name);
    addDurations(found, body, durations.group, path, at);
  }
}

type At = Pick<FileNote, 'subject' | 'owner'>;

function fileNotes(subject: Subject): FileNote[] {
  if (subject.kind !== 'rules' || !isObject(subject.body)) return [];
  const at = { subject, owner: 'rule file' };
  const { groups } = subject.body;
  if (groups !== null && !Array.isArray(groups)) return [{ ...at, path: ['groups'], message: 'groups is no list' }];
  const found: FileNote[] = [];
  addUnknown(found, subject.body, fields.file, [], at);
  return found;
}

function addRule(found: FileNote[], { subject, path, body, owner, query, kind, name }: FoundRule): void {
  const at = { subject, owner };
  addUnknown(found, body, fields.rule, path, at);
  addDurations(found, body, durations.rule, path, at);
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
    else {
      if ('' in value) note('a name is empty', 'name it', key);
      if (key === 'labels' && '__name__' in value) note('a rule cannot set __name__', 'leave it out', key);
    }
  }
}

function addUnknown(found: FileNote[], body: Json, known: readonly string[], path: Path, at: At): void {
  for (const key of Object.keys(body)) {
    if (known.includes(key)) continue;
    const { meant, ...help } = meantOrAll(key, known, 'the fields are');
    found.push({ ...at, path: [...path, key], message: `there is no field ${key} here${meant}`, ...help });
  }
}

function addDurations(found: FileNote[], body: Json, keys: readonly string[], path: Path, at: At): void {
  for (const key of keys) {
    const value = body[key];
    if (value === undefined || value === null || value === 0 || (typeof value === 'string' && isDuration(value)))
      continue;
    const message = `${key} is ${value}, which is no duration`;
    found.push({ ...at, path: [...path, key], message, help: 'write 90s, 5m or 1h30m' });
  }
}
