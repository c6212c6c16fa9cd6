import { type Matcher, regexpProblem } from './matchers.js';

/** How an Alertmanager reads matchers: up to 0.26 `classic`, since then `fallback`, or `utf8` where it was told so. */
export type MatcherMode = 'classic' | 'fallback' | 'utf8';

/** What Go takes for blanks, as the inside of a class. */
const blank = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const isBlank = new RegExp(`^[${blank}]*$`);
const plainToken = new RegExp(`[^${blank}{}!=~,\\\\"'\`]+`, 'y');

/** A part of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ParsedMatchers {
  readonly matchers: readonly Matcher[];
  /** Where each stands in the text. */
  readonly spans: readonly Span[];
  /** Why it is none, and which part of it is to blame. */
  readonly problem?: { readonly message: string; readonly span: Span };
  /** Whether only the old way of reading understands it as it is understood now; later versions will not have it. */
  readonly outdated?: boolean;
}

/** Reads `a="b"`, `a=b, c!~"d|e"` or the same in braces. */
export function parseMatchers(text: string, mode: MatcherMode = 'fallback'): ParsedMatchers {
  if (mode === 'classic') return attempt(() => classic(text));
  const modern = attempt(() => utf8(text));
  if (mode === 'utf8') return modern;
  const old = attempt(() => classic(text));
  if (modern.problem) return old.problem ? modern : { ...old, outdated: true };
  return old.problem || same(old.matchers, modern.matchers) ? modern : { ...old, outdated: true };
}

function same(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  const keys = (all: readonly Matcher[]) => JSON.stringify(all.map(({ label, op, value }) => [label, op, value]));
  return keys(a) === keys(b);
}

interface Found extends Matcher {
  readonly span: Span;
}

class MatcherProblem extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

function attempt(read: () => readonly Found[]): ParsedMatchers {
  try {
    const found = read();
    for (const { op, value, span } of found) {
      const problem = op.endsWith('~') ? regexpProblem(value) : undefined;
      if (problem) {
        throw new MatcherProblem(`${JSON.stringify(value)} is no regular expression: ${problem.message}`, span);
      }
    }
    return {
      matchers: found.map(({ label, op, value }) => ({ label, op, value })),
      spans: found.map(({ span }) => span),
    };
  } catch (error) {
    if (!(error instanceof MatcherProblem)) throw error;
    return { matchers: [], spans: [], problem: { message: error.message, span: error.span } };
  }
}

/** The way of before 0.27: labels of plain letters, values with or without quotes. */
function classic(text: string): Found[] {
  const start = text.startsWith('{') ? 1 : 0;
  const end = text.length > start && text.endsWith('}') ? text.length - 1 : text.length;
  return pieces(text, start, end).map((span) => {
    const piece = text.slice(span.start, span.end);
    const found =
      /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)[\t\n\f\r ]*([\s\S]*?)[\t\n\f\r ]*$/.exec(piece);
    if (!found) throw new MatcherProblem(`${shown(piece.trim())} is no matcher`, visible(text, span));
    const [, label = '', op = '=', raw = ''] = found;
    return { label, op: op as Matcher['op'], value: classicValue(raw, visible(text, span)), span: visible(text, span) };
  });
}

function shown(text: string): string {
  return text === '' ? 'an empty text' : text;
}

/** Without the blanks around it. */
function visible(text: string, { start, end }: Span): Span {
  let [first, last] = [start, end];
  while (first < last && isBlank.test(text[first] as string)) first += 1;
  while (last > first && isBlank.test(text[last - 1] as string)) last -= 1;
  return { start: first, end: last };
}

/** Parts between commas that stand outside of quotes; a comma at the end is forgiven. */
function pieces(text: string, start: number, end: number): Span[] {
  const found: Span[] = [];
  let from = start;
  let quoted = false;
  let escaped = false;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === ',') {
      if (quoted) continue;
      found.push({ start: from, end: at });
      from = at + 1;
    } else if (character === '"') {
      if (!escaped) quoted = !quoted;
      escaped = false;
    } else escaped = character === '\\' && !escaped;
  }
  return isBlank.test(text.slice(from, end)) ? found : [...found, visible(text, { start: from, end })];
}

function classicValue(raw: string, span: Span): string {
  const quoted = raw.startsWith('"');
  const body = quoted ? raw.slice(1) : raw;
  let value = '';
  let closed = !quoted;
  for (let at = 0; at < body.length; at++) {
    const character = body[at] as string;
    if (character === '\\' && at < body.length - 1) {
      const next = body[++at] as string;
      value += next === 'n' ? '\n' : next === '"' || next === '\\' ? next : `\\${next}`;
    } else if (character === '"') {
      if (closed || at < body.length - 1) throw new MatcherProblem(`${raw} holds a quote that is not escaped`, span);
      closed = true;
    } else value += character;
  }
  if (!closed) throw new MatcherProblem(`the quotes of ${raw} are never closed`, span);
  return value;
}

/** The way since 0.27: labels may be anything in quotes; what is not quoted holds no reserved character. */
function utf8(text: string): Found[] {
  let at = 0;
  const matchers: Found[] = [];
  skip();
  const braces = text[at] === '{';
  if (braces) at += 1;
  skip();
  while (at < text.length && text[at] !== '}') {
    const start = at;
    const label = token('the name of a label');
    skip();
    const op = /^(?:=~|!~|!=|=)/.exec(text.slice(at, at + 2))?.[0];
    if (!op) fail(`one of =, !=, =~, !~ has to follow ${label}`);
    at += op.length;
    const value = token('a value');
    matchers.push({ label, op: op as Matcher['op'], value, span: { start, end: at } });
    skip();
    if (text[at] === ',') {
      at += 1;
      skip();
    } else if (at < text.length && text[at] !== '}') fail('a comma has to stand before the next matcher');
  }
  if (!braces && at < text.length) fail('nothing opens this }');
  if (braces) {
    if (at >= text.length) fail('the { is never closed');
    at += 1;
    skip();
    if (at < text.length) fail('nothing may follow the }');
  }
  return matchers;

  function fail(message: string): never {
    throw new MatcherProblem(message, { start: at, end: Math.min(at + 1, text.length) });
  }

  function skip(): void {
    while (at < text.length && isBlank.test(text[at] as string)) at += 1;
  }

  function token(what: string): string {
    skip();
    if (text[at] === '"') return quotedToken();
    plainToken.lastIndex = at;
    const plain = plainToken.exec(text)?.[0];
    if (plain === undefined) fail(`${what} is missing here`);
    at += plain.length;
    return plain;
  }

  function quotedToken(): string {
    const start = at;
    at += 1;
    let value = '';
    for (;;) {
      const character = text[at];
      if (character === undefined) {
        at = start;
        fail('these quotes are never closed');
      }
      if (character === '\n') fail('a line ends within quotes: write \\n');
      at += 1;
      if (character === '"') return value;
      value += character === '\\' ? escapedCharacter() : character;
    }
  }

  /** What Go writes behind a backslash. */
  function escapedCharacter(): string {
    const found = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([abfnrtv\\"]))/.exec(
      text.slice(at, at + 9),
    );
    if (!found) {
      at -= 1;
      fail(`\\${text[at + 1] ?? ''} is no escape: a backslash is written twice`);
    }
    const [whole, byte, short, long, octal, letter] = found;
    const code = Number.parseInt(byte ?? short ?? long ?? octal ?? '0', octal === undefined ? 16 : 8);
    const isByte = (byte ?? octal) !== undefined;
    const isCharacter = isByte ? code < 0x80 : code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    if (letter === undefined && !isCharacter) {
      at -= 1;
      fail(`\\${whole} is no character`);
    }
    at += whole.length;
    if (letter === undefined) return String.fromCodePoint(code);
    return { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }[letter] ?? letter;
  }
}
