import { stringify } from 'yaml';

/**
 * YAML byte for byte as the package `yaml` writes it, only much faster: nearly all we write is mappings and lists of
 * words and numbers on one line. A body that holds anything else is left to the package as a whole.
 */
export function yaml(body: unknown): string {
  const lines: string[] = [];
  return isStructure(body) && addLines(body, '', '', lines) ? `${lines.join('\n')}\n` : byPackage(body);
}

/** Adds the lines of a structure, the first one beginning with `start`; false where only the package can write it. */
function addLines(structure: object, start: string, indent: string, lines: string[]): boolean {
  const before = lines.length;
  const isList = Array.isArray(structure);
  for (const [key, value] of Object.entries(structure)) {
    if (value === undefined && !isList) continue;
    const begin = lines.length === before ? start : indent;
    const name = isList ? '-' : mappingKey(key);
    if (name === undefined) return false;
    if (!isStructure(value)) {
      const text = onOneLine(value);
      if (text === undefined) return false;
      lines.push(`${begin}${name} ${text}`);
    } else if (isEmpty(value)) {
      lines.push(`${begin}${name} ${Array.isArray(value) ? '[]' : '{}'}`);
    } else if (isList) {
      if (!addLines(value, `${begin}- `, `${indent}  `, lines)) return false;
    } else {
      lines.push(begin + name);
      if (!addLines(value, `${indent}  `, `${indent}  `, lines)) return false;
    }
  }
  return lines.length > before;
}

function mappingKey(key: string): string | undefined {
  const text = /^\w.{0,99}$/.test(key) ? onOneLine(key) : undefined;
  return text === undefined ? undefined : `${text}:`;
}

/** A mapping or list; the package writes everything else that is an object. */
function isStructure(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function isEmpty(structure: object): boolean {
  return (
    Object.values(structure).every((value) => value === undefined) && !(Array.isArray(structure) && structure.length)
  );
}

const remembered = new Map<unknown, string>();

/** A scalar as it stands after `key: `, or undefined where it takes more than a line. */
function onOneLine(value: unknown): string | undefined {
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return String(value);
  if (typeof value !== 'string' || value.includes('\n')) return undefined;
  // no word of YAML's own is that long or has a bracket, and numbers and dates begin otherwise
  if (/^[A-Za-z]([A-Za-z_-]{5}|[\w:]*[({])/.test(value) && /^[!-~]+( [!-"$-~]+)*$/.test(value) && !/:( |$)/.test(value))
    return value;
  let text = remembered.get(value);
  if (text === undefined) {
    // as an item, because a text of its own could begin a document
    text = byPackage([value]).slice('- '.length, -1);
    remembered.set(value, text);
  }
  return text;
}

function byPackage(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });
}
