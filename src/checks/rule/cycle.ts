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
  run: ({ rules }) => {
    const records = rules.filter(({ kind }) => kind === 'record');
    const sources = new Map<string, readonly string[]>();
    for (const rule of records) {
      const others = sources.get(rule.name);
      sources.set(rule.name, others ? [...others, ...namesIn(rule)] : namesIn(rule));
    }
    return records.flatMap(({ subject, owner, path, name }) => {
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

/** A series of some time ago is another one. */
function namesIn({ query }: FoundRule): string[] {
  return query ? verdictOf(query).reads.flatMap(({ name, earlier }) => (name && !earlier ? [name] : [])) : [];
}
