import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Origin } from '../types.js';

/** The text of a file of the project; undefined where there is none. */
export type ReadSource = (file: string) => string | undefined;

export function sourcesBelow(root: string): ReadSource {
  return (file) => {
    try {
      return readFileSync(join(root, file), 'utf8');
    } catch {
      return undefined;
    }
  };
}

/** A place in a text of the project. */
export interface Place {
  readonly file: string;
  readonly text: string;
  readonly at: number;
}

/** One key of an object, or one element of a list, that is written out. */
export interface Entry {
  /** Undefined for `...spread`. */
  readonly key: string | undefined;
  readonly at: number;
  readonly value: number;
}

/**
 * Where an option is written: the key that a path leads to, from the call at `origin` on. Reads the text alone, so it
 * follows what is written out, constants, and imports; where it loses the track, the last key before that is the place.
 */
export function placeOfKey(read: ReadSource, origin: Origin, path: readonly (string | number)[]): Origin | undefined {
  const text = read(origin.file);
  if (text === undefined) return undefined;
  let place: Place | undefined = { file: origin.file, text, at: offsetOf(text, origin) };
  let found: Place | undefined;
  for (const key of path) {
    const next: Found | undefined = place && within(read, place, String(key), 0);
    if (!next) break;
    found = next.key;
    place = next.value;
  }
  return found && originOf(found);
}

interface Found {
  readonly key: Place;
  readonly value: Place;
}

/** @param depth how many names have been followed; a circle has no end */
function within(read: ReadSource, place: Place, key: string, depth: number): Found | undefined {
  if (depth > 8) return undefined;
  const { text, file } = place;
  const at = skipSpace(text, place.at);
  const name = nameAt(text, at);
  if (text[at] === '{' || text[at] === '[') {
    const entries = entriesOf(text, at);
    const entry = entries.find((one) => one.key === key);
    if (entry) return { key: { file, text, at: entry.at }, value: { file, text, at: entry.value } };
    return first(entries, (one) =>
      one.key === undefined ? within(read, { file, text, at: one.value }, key, depth + 1) : undefined,
    );
  }
  const after = skipSpace(text, at + name.length);
  // target.grafana({ … })
  if (name && text[after] === '.') return within(read, { file, text, at: after + 1 }, key, depth + 1);
  if (name && text[after] === '(') {
    return first(entriesOf(text, after), (one) => within(read, { file, text, at: one.value }, key, depth + 1));
  }
  const meant = name ? definitionOf(read, place, name) : undefined;
  return meant && within(read, meant, key, depth + 1);
}

function first<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a constant of the module is, or of the module that it is imported from. */
function definitionOf(read: ReadSource, { file, text }: Place, name: string): Place | undefined {
  const constant = new RegExp(`\\b(?:const|let|var)\\s+${name.replaceAll('$', '\\$')}\\b[^=;]*=(?!=|>)`).exec(text);
  if (constant) return { file, text, at: constant.index + constant[0].length };
  for (const [, names, from] of text.matchAll(/\bimport\s+\{([^}]*)\}\s+from\s+['"](\.[^'"]+)['"]/g)) {
    const spoken = (names ?? '').split(',').map((one) => one.trim().split(/\s+as\s+/));
    const [exported] = spoken.find((one) => one.at(-1) === name) ?? [];
    if (!exported) continue;
    const other = join(dirname(file), from ?? '')
      .replaceAll('\\', '/')
      .replace(/\.js$/, '.ts');
    const otherText = read(other);
    return otherText === undefined
      ? undefined
      : definitionOf(
          (one) => (one === file ? undefined : read(one)),
          { file: other, text: otherText, at: 0 },
          exported,
        );
  }
  return undefined;
}

/** The keys of the object, the elements of the list or the arguments that begin with the bracket at `open`. */
export function entriesOf(text: string, open: number): Entry[] {
  const entries: Entry[] = [];
  let index = 0;
  for (let at = skipSpace(text, open + 1); at < text.length && !')]}'.includes(text[at] ?? ''); index++) {
    const spread = text.startsWith('...', at);
    const word = /^(?:'[^'\n]*'|"[^"\n]*"|[\w$]+)/.exec(text.slice(at, at + 200))?.[0] ?? '';
    const behind = skipSpace(text, at + word.length);
    const named = text[open] === '{' && !spread;
    const value = spread ? at + 3 : named && text[behind] === ':' ? behind + 1 : at;
    const key = named ? word.replace(/^['"]|['"]$/g, '') : String(index);
    entries.push({ key: spread ? undefined : key, at, value });
    at = skipValue(text, value);
    at = skipSpace(text, text[at] === ',' ? at + 1 : at);
  }
  return entries;
}

/** The comma or closing bracket behind a value. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = skipSpace(text, from);
  while (at < text.length) {
    const char = text[at] ?? '';
    if (depth === 0 && (char === ',' || ')]}'.includes(char))) return at;
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    at = skipSpace(text, `'"\``.includes(char) ? skipText(text, at) : behindPattern(text, at));
  }
  return at;
}

/** Behind a regular expression, where one begins; else behind the character. */
function behindPattern(text: string, at: number): number {
  if (text[at] !== '/' || !/[(,=:[!&|?{]\s*$/.test(text.slice(Math.max(0, at - 40), at))) return at + 1;
  const pattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
  pattern.lastIndex = at;
  return pattern.exec(text) ? pattern.lastIndex : at + 1;
}

/** Behind a text in quotes; what is inserted into a template is part of it. */
function skipText(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
    else if (quote === '`' && text.startsWith('${', at)) at = skipValue(text, at + 2);
  }
  return text.length;
}

/** Behind blanks and comments. */
function skipSpace(text: string, from: number): number {
  const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  space.lastIndex = from;
  space.exec(text);
  return space.lastIndex;
}

function nameAt(text: string, at: number): string {
  const name = /[A-Za-z_$][\w$]*/y;
  name.lastIndex = at;
  return name.exec(text)?.[0] ?? '';
}

export function offsetOf(text: string, { line, column }: Origin): number {
  let start = 0;
  for (let number = 1; number < line; number++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

export function originOf({ file, text, at }: Place): Origin {
  const before = text.slice(0, at);
  return { file, line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
