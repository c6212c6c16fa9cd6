import { contains } from './ast.js';
import { type Automaton, holds } from './automaton.js';

/** Where a match begins and ends, and behind it the same of each group; undefined for one that took no part. */
export type Match = readonly (number | undefined)[];

/**
 * The first match at `from` or behind it, as Go's `regexp` finds it. Each step is tried once at each place, so that the
 * time grows with the text only, whatever the expression: JavaScript's own would try some for ever.
 */
export function search({ steps, start }: Automaton, text: string, from: number): Match | undefined {
  const tried = new Set<number>();
  for (let begin = from; begin <= text.length; begin += widthAt(text, begin)) {
    const marks: (number | undefined)[] = [];
    // steps to take, and marks to put back where they lead nowhere
    const open: (readonly [step: number, at: number] | { readonly mark: number; readonly was: number | undefined })[] =
      [[start, begin]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if ('mark' in next) {
        marks[next.mark] = next.was;
        continue;
      }
      const [index, at] = next;
      const key = index * (text.length + 1) + at;
      if (tried.has(key)) continue;
      tried.add(key);
      const step = steps[index] as (typeof steps)[0];
      switch (step.op) {
        case 'match':
          return [begin, at, ...marks];
        case 'split':
          for (const to of [...step.to].reverse()) open.push([to, at]);
          break;
        case 'mark':
          open.push({ mark: step.mark, was: marks[step.mark] });
          marks[step.mark] = at;
          open.push([step.to, at]);
          break;
        case 'assert':
          if (holds(step.kind, pointBefore(text, at), text.codePointAt(at))) open.push([step.to, at]);
          break;
        default: {
          const point = text.codePointAt(at);
          if (point !== undefined && contains(step.set, point)) open.push([step.to, at + widthAt(text, at)]);
        }
      }
    }
  }
  return undefined;
}

/** How many UTF-16 units the character takes; one at the end of the text. */
export function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function pointBefore(text: string, at: number): number | undefined {
  if (at === 0) return undefined;
  const pair = at > 1 ? (text.codePointAt(at - 2) ?? 0) : 0;
  return pair > 0xffff ? pair : text.charCodeAt(at - 1);
}
