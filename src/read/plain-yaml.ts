import { constructFromEvents, getScalarValue, parseEvents } from 'js-yaml';
import { isEscaped } from './json-path.js';
import {
  addNode,
  close,
  doubleQuoted,
  emptyNodes,
  endOfLastScalar,
  foldedBlock,
  literalBlock,
  mapping,
  type Nodes,
  plain,
  sequence,
  singleQuoted,
} from './nodes.js';
import { literalText } from './text-block.js';
import { prometheusSchema } from './yaml-schema.js';

/** A document, and where its values stand. */
export interface PlainDocument {
  readonly body: unknown;
  readonly nodes: Nodes;
}

/** What is being read, and the line that comes next: where its first character stands, and in which column. */
interface Reader {
  readonly text: string;
  readonly nodes: Nodes;
  at: number;
  /** At the end of the text, less than that of any line. */
  column: number;
}

/**
 * Reads YAML as generators of rules write it: mappings and lists in block form, one document, texts on one line or in
 * blocks. That takes a fifth of what the library needs for it. Whatever else there is, and everything that is wrong,
 * is not read here at all: the answer is undefined, and the library reads the whole. Both answer the same.
 */
export function readPlainYaml(text: string): PlainDocument | undefined {
  if (
    !text.endsWith('\n') ||
    (notPlain.test(text) && unusual.test(text)) ||
    text.includes('\n---') ||
    text.includes('\n...')
  )
    return undefined;
  const reader: Reader = { text, nodes: emptyNodes(), at: 0, column: 0 };
  try {
    toNextLine(reader, text.startsWith('---\n') ? 4 : 0);
    if (reader.column !== 0) return undefined;
    const body = readBlock(reader);
    return reader.column < 0 ? { body, nodes: reader.nodes } : undefined;
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

/** Nearly all files have no others than these, which is quickly seen. */
const notPlain = /[^\t\n\x20-\x7e]/;

/** Characters that mean something special, or are none. */
const unusual = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Thrown where the library has to read. */
const beyond = new Error('no plain YAML');

function leaveIt(): never {
  throw beyond;
}

const newLine = 10;
const space = 32;
const hash = 35;
const dash = 45;

/** Goes to the next line with something on it, from the beginning of a line. */
function toNextLine(reader: Reader, from: number): void {
  const { text } = reader;
  for (let start = from; start < text.length; start = text.indexOf('\n', start) + 1) {
    const at = behindSpaces(text, start);
    const first = text.charCodeAt(at);
    if (first === newLine || first === hash) continue;
    reader.at = at;
    reader.column = at - start;
    return;
  }
  reader.at = text.length;
  reader.column = -1;
}

function behindSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}

/** Nothing but a comment may follow on the line. */
function endLine(reader: Reader, from: number): void {
  const at = behindSpaces(reader.text, from);
  const next = reader.text.charCodeAt(at);
  if (next !== newLine && (next !== hash || at === from)) leaveIt();
  toNextLine(reader, reader.text.indexOf('\n', at) + 1);
}

function readBlock(reader: Reader): unknown {
  return isItem(reader) ? readSequence(reader) : readMapping(reader);
}

function isItem({ text, at }: Reader): boolean {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === dash && (next === space || next === newLine);
}

function readSequence(reader: Reader): unknown[] {
  const { text, nodes, column } = reader;
  const node = addNode(nodes, sequence, reader.at, reader.at + 1);
  const items: unknown[] = [];
  while (reader.column === column && isItem(reader)) {
    const from = behindSpaces(text, reader.at + 1);
    const inner = column + from - reader.at;
    if (isEmpty(text, from)) items.push(readBelow(reader, from, column));
    else if (keyAt(text, from) === undefined) items.push(readValue(reader, from, column));
    else {
      reader.at = from;
      reader.column = inner;
      items.push(readMapping(reader));
    }
  }
  if (reader.column > column) leaveIt();
  close(nodes, node);
  return items;
}

function readMapping(reader: Reader): Record<string, unknown> {
  const { text, nodes, column } = reader;
  const node = addNode(nodes, mapping, reader.at, reader.at + 1);
  const object: Record<string, unknown> = {};
  while (reader.column === column) {
    const { at } = reader;
    const key = keyAt(text, at) ?? leaveIt();
    if (Object.hasOwn(object, key)) leaveIt();
    const end = at + key.length;
    addNode(nodes, plain, at, end);
    const from = behindSpaces(text, end + 1);
    object[key] = isEmpty(text, from) ? readBelow(reader, from, column, true) : readValue(reader, from, column);
  }
  if (reader.column > column) leaveIt();
  close(nodes, node);
  return object;
}

/** The key that begins here, if a plain one does. */
function keyAt(text: string, at: number): string | undefined {
  const end = text.indexOf(':', at);
  const next = text.charCodeAt(end + 1);
  return end < 0 || (next !== space && next !== newLine) ? undefined : keyOf(text.slice(at, end));
}

/** There are few of them, and each comes again in every rule. */
const keys = new Map<string, string>();

/** A word as key, if it is a plain one. */
function keyOf(word: string): string | undefined {
  const known = keys.get(word);
  if (known !== undefined) return known;
  if (!/^[A-Za-z_][\w./-]*$/.test(word) || /^(null|true|false|__proto__)$/i.test(word)) return undefined;
  if (keys.size < 1_000) keys.set(word, word);
  return word;
}

/** Whether nothing stands on the rest of a line. */
function isEmpty(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  return first === newLine || (first === hash && text.charCodeAt(at - 1) === space);
}

/** A value on the lines below its key or dash; none where they are not further in. */
function readBelow(reader: Reader, from: number, column: number, ofKey = false): unknown {
  const { text, nodes } = reader;
  toNextLine(reader, text.indexOf('\n', from) + 1);
  if (reader.column > column || (ofKey && reader.column === column && isItem(reader))) return readBlock(reader);
  // it has no place of its own: it stands behind what was read last
  const last = endOfLastScalar(nodes);
  addNode(nodes, plain, last, last);
  return null;
}

/** A value on the line of its key or dash, or a block of text that begins there. */
function readValue(reader: Reader, at: number, column: number): unknown {
  switch (reader.text[at]) {
    case '|':
    case '>':
      return readTextBlock(reader, at, column);
    case '"':
    case "'":
      return readQuoted(reader, at);
    default:
      return readWords(reader, at);
  }
}

function readWords(reader: Reader, start: number): unknown {
  const { text, nodes } = reader;
  const lineEnd = text.indexOf('\n', start);
  let words = text.slice(start, lineEnd);
  if (!beginsWords.test(words) || words.includes('\t') || (words.includes(':') && /: |:$/.test(words))) leaveIt();
  const comment = words.indexOf(' #');
  if (comment >= 0) words = words.slice(0, comment);
  if (words.endsWith(' ')) words = words.trimEnd();
  addNode(nodes, plain, start, start + words.length);
  toNextLine(reader, lineEnd + 1);
  const isText = words.length > longestName && (/^[A-Za-z_/($:]/.test(words) || words.includes(' '));
  return isText ? words : meant(words);
}

const beginsWords = /^(?:[\w/($.+:]|-(?! ))/;

/** Longer words are no name of a value. */
const longestName = 'false'.length;

const isName = /^(?!(?:null|true|false)$)[a-z]+$/;
const isDuration = /^\d+[smhdw]$/;

/** What short words and numbers mean: there are few of them. */
const meanings = new Map<string, unknown>();

function meant(words: string): unknown {
  // most of them are a word or a duration, and then the library need not even be loaded
  if (isName.test(words) || isDuration.test(words)) return words;
  let meaning = meanings.get(words);
  if (meaning === undefined) {
    if (/^[-.](?!\d)/.test(words)) leaveIt();
    [meaning] = constructFromEvents(parseEvents(words, {}), { source: words, schema: prometheusSchema() });
    meanings.set(words, meaning);
  }
  return meaning;
}

function readQuoted(reader: Reader, at: number): string {
  const { text, nodes } = reader;
  const quote = text[at] as string;
  const style = quote === '"' ? doubleQuoted : singleQuoted;
  const valueStart = at + 1;
  let valueEnd = text.indexOf(quote, valueStart);
  while (valueEnd >= 0 && isWithin(text, valueEnd, quote)) {
    valueEnd = text.indexOf(quote, valueEnd + (quote === "'" ? 2 : 1));
  }
  if (valueEnd < 0) leaveIt();
  const written = text.slice(valueStart, valueEnd);
  if (written.includes('\n')) leaveIt();
  addNode(nodes, style, valueStart, valueEnd);
  endLine(reader, valueEnd + 1);
  const fast = !written.includes(quote === '"' ? '\\' : quote);
  if (!fast && quote === '"' && !/^(?:[^\\]|\\["\\/nrt])*$/.test(written)) leaveIt();
  return fast ? written : getScalarValue(text, scalar(valueStart, valueEnd, style));
}

/** Whether a quote is a part of the text: doubled, or behind an odd number of backslashes. */
function isWithin(text: string, at: number, quote: string): boolean {
  return quote === "'" ? text[at + 1] === quote : isEscaped(text, at);
}

function scalar(valueStart: number, valueEnd: number, style: 1 | 2 | 3 | 4 | 5, chomping: 1 | 2 | 3 = 1, indent = -1) {
  const none = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 };
  return { type: 4 as const, valueStart, valueEnd, style, chomping, indent, fast: false, ...none };
}

/** Lines of text, all of them further in than what they belong to. */
function readTextBlock(reader: Reader, at: number, column: number): string {
  const { text, nodes } = reader;
  const valueStart = text.indexOf('\n', at) + 1;
  const chomping = { '': 1, '-': 2, '+': 3 }[text.slice(at + 1, valueStart - 1)] as 1 | 2 | 3 | undefined;
  const indent = behindSpaces(text, valueStart) - valueStart;
  const first = text[valueStart + indent];
  if (chomping === undefined || indent <= column || first === '\n' || first === '\t' || first === undefined) leaveIt();
  let valueEnd = valueStart;
  while (valueEnd < text.length) {
    const from = behindSpaces(text, valueEnd);
    if (from - valueEnd < indent && text.charCodeAt(from) !== newLine) break;
    valueEnd = text.indexOf('\n', from) + 1;
  }
  const style = text[at] === '|' ? literalBlock : foldedBlock;
  addNode(nodes, style, valueStart, valueEnd);
  toNextLine(reader, valueEnd);
  return style === literalBlock
    ? literalText(text.slice(valueStart, valueEnd), indent, chomping)
    : getScalarValue(text, scalar(valueStart, valueEnd, style, chomping, indent));
}
