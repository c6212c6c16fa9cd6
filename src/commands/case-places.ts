import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoutingCase, RoutingTest } from '../define/routing.js';
import type { Origin } from '../types.js';

/**
 * Where the cases of a table stand. Nobody calls anything for a case, so only the text of the module knows its line;
 * where it does not tell, a case stands where its table does.
 */
export function casePlaces(root: string, originOf: (thing: object) => Origin) {
  const texts = new Map<string, string>();
  const places = new Map<RoutingCase, Origin>();
  return (test: RoutingTest, one: RoutingCase): Origin => {
    const table = originOf(test);
    if (!places.has(one)) {
      const text = texts.get(table.file) ?? textOf(join(root, table.file));
      texts.set(table.file, text);
      const starts = elementPlaces(text, offsetOf(text, table), test.cases.length);
      for (const [index, each] of test.cases.entries()) places.set(each, placeOf(text, starts[index], table));
    }
    return places.get(one) ?? table;
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function offsetOf(text: string, { line, column }: Origin): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, column - 1);
}

function placeOf(text: string, offset: number | undefined, { file, ...table }: Origin): Origin {
  if (offset === undefined) return { file, ...table };
  const before = text.slice(0, offset).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * Where the elements of the list stand that is the second argument of a call.
 * @param count how many elements there are at run time
 * @returns the offset of each; of elements that a spread makes, the spread's
 */
export function elementPlaces(text: string, from: number, count: number): readonly (number | undefined)[] {
  const written = elementsOf(text, from);
  const spreads = written.filter(({ spread }) => spread).length;
  const made = count - (written.length - spreads);
  if (made < 0 || (spreads === 0 && made > 0)) return [];
  const first = spreads === 0 ? written.length : written.findIndex(({ spread }) => spread);
  const last = written.findLastIndex(({ spread }) => spread);
  const behind = spreads === 0 ? [] : written.slice(last + 1);
  // which of several spreads made which, nobody can see
  const inBetween = spreads === 1 ? written[first]?.start : undefined;
  return [
    ...written.slice(0, first).map(({ start }) => start),
    ...Array.from({ length: count - first - behind.length }, () => inBetween),
    ...behind.map(({ start }) => start),
  ];
}

interface Element {
  readonly start: number;
  readonly spread: boolean;
}

const text = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/;
const beforeList = new RegExp(`^[\\w.]+\\(\\s*(?:${text.source}|[\\w.]+)\\s*,\\s*(?=\\[)`);
/** A bracket, a comma, a text, a comment, or anything else that is no blank. */
const tokens = new RegExp(`//.*|/\\*[\\s\\S]*?\\*/|${text.source}|\\.\\.\\.|[[\\](){},]|[^\\s]`, 'g');

/** As far as brackets, texts and comments tell. */
function elementsOf(module: string, from: number): readonly Element[] {
  const elements: Element[] = [];
  const head = beforeList.exec(module.slice(from));
  if (!head) return elements;
  const token = new RegExp(tokens);
  token.lastIndex = from + head[0].length + 1;
  let depth = 0;
  let begins = true;
  for (let found = token.exec(module); found; found = token.exec(module)) {
    const [word] = found;
    if (word.startsWith('//') || word.startsWith('/*')) continue;
    if (depth === 0 && word === ']') break;
    if (begins) elements.push({ start: found.index, spread: word === '...' });
    begins = depth === 0 && word === ',';
    if ('[({'.includes(word)) depth += 1;
    if ('])}'.includes(word)) depth -= 1;
  }
  return elements;
}
