import type { FileCheck, FileNote } from '../check.js';
import { isOlder } from '../model/known.js';

/** The fields that are younger than the oldest Prometheus we care for, from its changelog. */
const since = {
  group: { query_offset: '2.53', labels: '3.0' },
  rule: { keep_firing_for: '2.42' },
};

export const ruleVersion: FileCheck = {
  code: 'rule/version',
  on: 'files',
  severity: 'error',
  summary: 'a rule file has a field that this version of Prometheus does not know',
  why: 'Prometheus refuses the whole file, and with it the reload: no rule of any file changes.',
  good: ['groups:\n  - name: a\n    rules:\n      - {alert: Down, expr: up == 0, keep_firing_for: 5m}'],
  bad: [
    'groups:\n  - {name: a, query_offset: 1m, rules: []}',
    'groups:\n  - {name: a, labels: {team: web}, rules: []}',
  ],
  run: ({ groups, rules, prometheus }) => {
    if (prometheus === undefined) return [];
    const young = (body: object, fields: Readonly<Record<string, string>>, at: Omit<FileNote, 'message'>) =>
      Object.entries(fields).flatMap(([field, version]): FileNote[] => {
        if (!(field in body) || !isOlder(prometheus, version)) return [];
        const message = `${field} needs Prometheus ${version}, and this one is ${prometheus}`;
        return [{ ...at, path: [...(at.path ?? []), field], message, help: 'do without it until the server is newer' }];
      });
    return [
      ...groups.flatMap(({ subject, path, name, body }) =>
        young(body, since.group, { subject, path, owner: `group ${name}` }),
      ),
      ...rules.flatMap(({ subject, path, owner, body }) => young(body, since.rule, { subject, path, owner })),
    ];
  },
};
