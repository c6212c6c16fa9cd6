import type { FileCheck } from '../check.js';
import { verdictOf } from '../model/query.js';
import type { FoundRule } from '../model/rules.js';

export const ruleCycle: FileCheck = {
  code: 'rule/cycle',
  on: 'files',
  severity: 'error',
  summary: 'a recorded series is made from itself',
  why: 'Its value depends on when it was first recorded; after a gap it is empty and stays so.',
  good: ['groups:\n  - name: a\n    rules:\n      - {record: "a:x", expr: x}\n      - {record: "a:y", expr: "a:x"}'],
  bad: [
    'groups:\n  - name: a\n    rules:\n      - {record: "a:x", expr: "a:x + 1"}',
    'groups:\n  - name: a\n    rules:\n      - {record: "a:x", expr: "a:y"}\n      - {record: "a:y", expr: "a:x"}',
  ],
  run: ({ rules, records }) => {
    const sources = new Map<string, string[]>();
    for (const rule of rules) {
      if (rule.kind !== 'record') continue;
      const names = recordedIn(rule, records);
      const others = sources.get(rule.name);
      if (others) others.push(...names);
      else if (names.length > 0) sources.set(rule.name, names);
    }
    if (sources.size === 0) return [];
    return rules.flatMap(({ subject, owner, path, name, kind }) => {
      if (kind !== 'record') return [];
      const way = wayBack(name, name, sources, new Set());
      if (!way) return [];
      return [
        {
          subject,
          owner,
          path,
          message: `this series is made from itself: ${[name, ...way].join(' → ')}`,
          help: 'break the circle',
        },
      ];
    });
  },
};

/** Over which names a series leads back to itself. */
function wayBack(
  from: string,
  to: string,
  sources: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): readonly string[] | undefined {
  for (const name of sources.get(from) ?? []) {
    if (name === to) return [name];
    if (seen.has(name)) continue;
    seen.add(name);
    const rest = wayBack(name, to, sources, seen);
    if (rest) return [name, ...rest];
  }
  return undefined;
}

/** The recorded series that a rule reads. A series of some time ago is another one. */
function recordedIn({ query }: FoundRule, records: ReadonlySet<string>): string[] {
  const names: string[] = [];
  for (const { name, earlier } of query ? verdictOf(query).reads : []) {
    if (name && !earlier && records.has(name)) names.push(name);
  }
  return names;
}
