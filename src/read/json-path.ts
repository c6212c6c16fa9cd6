import type { Path } from '../types.js';

/**
 * Answers where the value at a path begins in a JSON text, or the nearest one around it.
 * Findings stand close together: each object and list on the way is read through once.
 * @param body what the text means
 */
export function locator(text: string, body: unknown): (path: Path) => number {
  const known = new Map<number, ReadonlyMap<string | number, number>>();
  const partsAt = (open: number) => {
    const parts = known.get(open) ?? partsOf(text, open);
    known.set(open, parts);
    return parts;
  };
  return (path) => {
    let at = blank(text, 0);
    let value = body;
    for (const step of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) break;
      at = partsAt(at).get(step) ?? at;
      value = (value as Readonly<Record<string, unknown>>)[step];
    }
    return at;
  };
}

/** Where the parts of an object or a list begin, by key or number; of keys that come twice the first. */
function partsOf(text: string, open: number): ReadonlyMap<string | number, number> {
  const parts = new Map<string | number, number>();
  const isObject = text[open] === '{';
  if (!isObject && text[open] !== '[') return parts;
  let at = blank(text, open + 1);
  for (let index = 0; text[at] !== '}' && text[at] !== ']'; index++) {
    let key: string | number = index;
    if (isObject) {
      const end = skipString(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = blank(text, blank(text, end) + 1);
    }
    if (!parts.has(key)) parts.set(key, at);
    at = blank(text, endOfValue(text, at));
    if (text[at] === ',') at = blank(text, at + 1);
  }
  return parts;
}

/** Where the value that begins at an offset ends. */
export function endOfValue(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    let end = at;
    while (end < text.length && !/[\s,\]}]/.test(text[end] as string)) end += 1;
    return end;
  }
  let depth = 0;
  structural.lastIndex = at;
  while (structural.test(text)) {
    const end = structural.lastIndex;
    switch (text[end - 1]) {
      case '"':
        structural.lastIndex = skipString(text, end - 1);
        break;
      case '{':
      case '[':
        depth += 1;
        break;
      default:
        depth -= 1;
        if (depth === 0) return end;
    }
  }
  return text.length;
}

const structural = /["{}[\]]/g;
const backslash = 92;
const space = 32;

function skipString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

/** Whether a quote within a string is a part of it: an odd number of backslashes stands before it. */
export function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === backslash) before -= 1;
  return (at - before) % 2 === 1;
}

/** Behind blanks and line breaks: JSON knows no others, and all of them come before the blank. */
function blank(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) <= space) end += 1;
  return end;
}
