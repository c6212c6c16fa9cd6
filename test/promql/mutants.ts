/** Queries of others with one token changed: some are still queries, most are not. */

/** A generator that gives the same numbers for the same seed on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const strange = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '==',
  '!=',
  '>',
  '<',
  '>=',
  '=~',
  '!~',
  '=',
  '@',
  ':',
  'and',
  'or',
  'unless',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'bool',
  'offset',
  'rate',
  'sum',
  'topk',
  'up',
  '5m',
  '0',
  '1.5',
  '-1',
  '"x"',
  '[5m]',
  '[5m:1m]',
  '[5m:]',
  'time()',
  'start()',
  '{job="x"}',
  '{}',
  '(1)',
  '.',
  '#',
  '"',
];

const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_:][\w:]*|\d[\w.]*|=~|!~|[=!<>]=|\s+|./gs;

export function mutant(query: string, next: () => number): string {
  const parts = query.match(tokens) ?? [];
  const pick = <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T;
  const at = Math.floor(next() * parts.length);
  const changed = [...parts];
  switch (Math.floor(next() * 5)) {
    case 0:
      changed.splice(at, 1);
      break;
    case 1:
      changed.splice(at, 0, pick(strange));
      break;
    case 2:
      changed.splice(at, 1, pick(strange));
      break;
    case 3:
      changed.splice(at, 0, changed[at] ?? '');
      break;
    default: {
      const other = Math.floor(next() * parts.length);
      [changed[at], changed[other]] = [changed[other] as string, changed[at] as string];
    }
  }
  return changed.join('');
}
