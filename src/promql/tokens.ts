import type { Span } from './ast.js';
import { fail } from './problem.js';
import { readString } from './strings.js';

export type TokenKind = 'number' | 'duration' | 'string' | 'identifier' | 'variable' | 'symbol' | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** As it stands in the query; of a string what it means. */
  readonly text: string;
}

const patterns = {
  /** Nearly all numbers and durations. */
  simple: /\d+(?:ms|[smhdwy])?(?![\w.])/y,
  duration: /(?:\d+(?:ms|[smhdwy]))+/y,
  number: /0[xX](?:_?[0-9a-fA-F])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y,
  variable: /\$\{[^}\n]*\}|\$[A-Za-z_]\w*|\[\[[A-Za-z_]\w*(?::\w+)?\]\]/y,
  tail: /[\w.]+/y,
  word: /\w+/y,
  wordWithColons: /[\w:]+/y,
};

/** What a character is, by its code: a rule file has a million of them, and a look into a table costs the least. */
const letter = 1;
const digit = 2;
const colon = 3;
const blank = 4;
const symbol = 5;
const quote = 6;
const classes = new Uint8Array(128);
const classify = (characters: string, what: number) => {
  for (const character of characters) classes[character.charCodeAt(0)] = what;
};
classify('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', letter);
classify('0123456789', digit);
classify(':', colon);
classify(' \t\r\n#', blank);
classify('(){}[],+-*/%^<>=!@', symbol);
classify('"\'`', quote);

const classAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 128 ? (classes[code] as number) : 0;
};

/** What is being read, and how far. */
interface Reader {
  readonly text: string;
  readonly variables: boolean;
  readonly tokens: Token[];
  at: number;
  inBraces: boolean;
  inBrackets: boolean;
}

/** The tokens of a query. Grafana's variables are tokens only where the query comes from a dashboard. */
export function tokenize(text: string, { variables }: { readonly variables: boolean }): Token[] {
  const reader: Reader = { text, variables, tokens: [], at: 0, inBraces: false, inBrackets: false };
  while (reader.at < text.length) readToken(reader);
  push(reader, 'end', text.length, '');
  return reader.tokens;
}

function push(reader: Reader, kind: TokenKind, end: number, text: string): void {
  reader.tokens.push({ kind, text, start: reader.at, end });
  reader.at = end;
}

function readToken(reader: Reader): void {
  const { text, at } = reader;
  const what = classAt(text, at);
  if (what === blank) reader.at = endOfBlank(text, at);
  else if (isNameAt(reader, what)) readName(reader);
  else if (what === digit || text[at] === '.') readNumber(reader);
  else if (what === quote) {
    const { value, length } = readString(text, at);
    push(reader, 'string', at + length, value);
  } else readSymbol(reader, what);
}

function endOfBlank(text: string, from: number): number {
  if (text[from] !== '#') return from + 1;
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A colon is part of a name, but not where it parts range and step. */
function isNameAt({ text, at, variables, inBraces, inBrackets }: Reader, what: number): boolean {
  if (what === letter) return true;
  if (what === colon) return !inBraces && !inBrackets;
  return variables && variableAt(text, at) !== undefined;
}

function variableAt(text: string, at: number): string | undefined {
  const first = text[at];
  if (first !== '$' && first !== '[') return undefined;
  return matchAt(patterns.variable, text, at);
}

/** A name, with variables in it or made of one alone. */
function readName(reader: Reader): void {
  const { text, at, variables, inBraces, inBrackets } = reader;
  let kind: TokenKind | undefined;
  let end = at;
  for (;;) {
    const word = endOfWord(text, end, !inBraces && !inBrackets);
    const variable = word === end && variables ? variableAt(text, end) : undefined;
    if (word === end && variable === undefined) break;
    kind = kind === undefined && variable !== undefined ? 'variable' : 'identifier';
    end = variable === undefined ? word : end + variable.length;
  }
  const name = text.slice(at, end);
  const isNumber = name.length === 3 && !inBraces && kind === 'identifier' && /^(inf|nan)$/i.test(name);
  push(reader, isNumber ? 'number' : (kind ?? 'identifier'), end, name);
}

function endOfWord(text: string, from: number, colons: boolean): number {
  const word = colons ? patterns.wordWithColons : patterns.word;
  word.lastIndex = from;
  return word.test(text) ? word.lastIndex : from;
}

function readNumber(reader: Reader): void {
  const { text, at } = reader;
  patterns.simple.lastIndex = at;
  if (patterns.simple.test(text)) {
    const end = patterns.simple.lastIndex;
    push(reader, classAt(text, end - 1) === digit ? 'number' : 'duration', end, text.slice(at, end));
    return;
  }
  const number = matchAt(patterns.duration, text, at) ?? matchAt(patterns.number, text, at);
  if (number === undefined) unexpectedCharacter(text, at);
  const isDuration = /[smhdwy]$/.test(number) && !/^0[xX]/.test(number);
  const tail = matchAt(patterns.tail, text, at + number.length);
  if (tail) {
    const whole = number + tail;
    fail(
      `"${whole}" is neither a number nor a duration`,
      { start: at, end: at + whole.length },
      'durations are written 90s, 5m or 1h30m',
    );
  }
  push(reader, isDuration ? 'duration' : 'number', at + number.length, number);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function readSymbol(reader: Reader, what: number): void {
  const { text, at, inBraces } = reader;
  if (what !== symbol && what !== colon) unexpectedCharacter(text, at);
  const found = symbolAt(text, at);
  if (found === '!' || (!inBraces && (found === '=~' || found === '!~'))) unexpectedCharacter(text, at);
  if (found === '{' || found === '}') reader.inBraces = found === '{';
  if (found === '[' || found === ']') reader.inBrackets = found === '[';
  push(reader, 'symbol', at + found.length, found);
}

function symbolAt(text: string, at: number): string {
  const next = text[at + 1];
  switch (text[at]) {
    case '=':
      return next === '=' ? '==' : next === '~' ? '=~' : '=';
    case '!':
      return next === '=' ? '!=' : next === '~' ? '!~' : '!';
    case '<':
      return next === '=' ? '<=' : '<';
    case '>':
      return next === '=' ? '>=' : '>';
    default:
      return text[at] as string;
  }
}

function unexpectedCharacter(text: string, at: number): never {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const span = { start: at, end: at + character.length };
  if (character === '\u{fffd}') fail('the text is not valid UTF-8 here', span);
  if (text.startsWith('=~', at) || text.startsWith('!~', at)) {
    fail(`"${text.slice(at, at + 2)}" compares labels inside braces only`, { start: at, end: at + 2 });
  }
  if (character === '$') {
    fail('a variable of Grafana has no meaning here', span, 'only dashboards have variables; write the value');
  }
  return fail(`unexpected character ${JSON.stringify(character)}`, span);
}
