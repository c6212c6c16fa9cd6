import { Document, stringify } from 'yaml';

/**
 * YAML byte for byte as the package `yaml` writes it, only much faster: nearly all we write is mappings and lists of
 * words and numbers on one line. A body that holds anything else is left to the package as a whole.
 */
export function yaml(body: unknown): string {
  const lines: string[] = [];
  return isStructure(body) && addLines(body, '', '', lines) ? `${lines.join('\n')}\n` : byPackage(body);
}

/** Adds the lines of a structure, the first one beginning with `start`; false where only the package can write it. */
function addLines(structure: Structure, start: string, indent: string, lines: string[]): boolean {
  const before = lines.length;
  if (Array.isArray(structure)) {
    for (const item of structure) {
      if (!addItem(item, lines.length === before ? start : indent, indent, lines)) return false;
    }
  } else {
    for (const key in structure) {
      const value = structure[key];
      if (value === undefined) continue;
      if (!addPair(key, value, lines.length === before ? start : indent, indent, lines)) return false;
    }
  }
  return lines.length > before;
}

function addItem(item: unknown, begin: string, indent: string, lines: string[]): boolean {
  const text = onOneLine(item);
  if (text === undefined) return isStructure(item) && addLines(item, `${begin}- `, `${indent}  `, lines);
  lines.push(`${begin}- ${text}`);
  return true;
}

function addPair(key: string, value: unknown, begin: string, indent: string, lines: string[]): boolean {
  const name = /^\w.{0,99}$/.test(key) ? onOneLine(key) : undefined;
  if (name === undefined) return false;
  const text = onOneLine(value);
  lines.push(text === undefined ? `${begin}${name}:` : `${begin}${name}: ${text}`);
  return text !== undefined || (isStructure(value) && addLines(value, `${indent}  `, `${indent}  `, lines));
}

/** A mapping or list; the package writes everything else that is an object. */
type Structure = unknown[] | Record<string, unknown>;

function isStructure(value: unknown): value is Structure {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** What stands after `key: `, or undefined where it takes more than a line. */
function onOneLine(value: unknown): string | undefined {
  if (typeof value === 'string') return textOnOneLine(value);
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return String(value);
  if (!isStructure(value)) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  return Object.values(value).every((one) => one === undefined) ? '{}' : undefined;
}

const written = new Map<string, string>();

/** The same few are written again and again. */
function textOnOneLine(text: string): string | undefined {
  const known = written.get(text);
  if (known !== undefined || text.includes('\n')) return known;
  // as an item, because a text of its own could begin a document
  const found = isSimple.test(text) ? plainOrQuoted(text) : byPackage([text]).slice('- '.length, -1);
  written.set(text, found);
  return found;
}

/** Nothing to escape but quotes and backslashes, and no mark of a document. */
const isSimple = /^(?!---|\.\.\.)[ -~]+$/;

/** Where it begins as something else does, or holds what ends a text, YAML would read something else. */
const mustBeQuoted = /^[ ,[\]{}#&*!|>'"%@`]|^[?-]( |$)|: | #|[ :]$/;

/** With single quotes where double ones are in it. */
function plainOrQuoted(text: string): string {
  if (!mustBeQuoted.test(text) && !otherThanTexts().some((pattern) => pattern.test(text))) return text;
  return text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}

let patterns: readonly RegExp[] | undefined;

/** Numbers, dates and words of YAML's own, as the package tells them. */
function otherThanTexts(): readonly RegExp[] {
  patterns ??= new Document(null, options).schema.tags.flatMap((tag) =>
    'test' in tag && tag.default === true && tag.test ? tag.test : [],
  );
  return patterns;
}

const options = { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' } as const;

function byPackage(value: unknown): string {
  return stringify(value, options);
}
