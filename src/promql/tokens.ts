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
const hash = 7;
const classes = new Uint8Array(128);
const classify = (characters: string, what: number) => {
  for (const character of characters) classes[character.charCodeAt(0)] = what;
};
classify('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', letter);
classify('0123456789', digit);
classify(':', colon);
classify(' \t\r\n', blank);
classify('#', hash);
classify('(){}[],+-*/%^<>=!@', symbol);
classify('"\'`', quote);

const classAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 128 ? (classes[code] as number) : 0;
};

/** What is being read, and what it stands in. */
interface Reader {
  readonly text: string;
  readonly variables: boolean;
  inBraces: boolean;
  inBrackets: boolean;
}

/** The tokens of a query. Grafana's variables are tokens only where the query comes from a dashboard. */
export function tokenize(text: string, { variables }: { readonly variables: boolean }): Token[] {
  const reader: Reader = { text, variables, inBraces: false, inBrackets: false };
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const what = classAt(text, at);
    if (what === blank) at += 1;
    else if (what === hash) at = endOfLine(text, at);
    else {
      const token = tokenAt(reader, at, what);
      tokens.push(token);
      at = token.end;
    }
  }
  tokens.push({ kind: 'end', text: '', start: at, end: at });
  return tokens;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function tokenAt(reader: Reader, at: number, what: number): Token {
  const { text, variables, inBraces, inBrackets } = reader;
  switch (what) {
    case letter:
      return nameAt(reader, at);
    case symbol:
      return variables && variableAt(text, at) !== undefined ? nameAt(reader, at) : symbolAt(reader, at);
    case digit:
      return numberAt(text, at);
    case quote: {
      const { value, length } = readString(text, at);
      return { kind: 'string', text: value, start: at, end: at + length };
    }
    case colon:
      // part of a name, but not where it parts range and step
      return inBraces || inBrackets ? symbolAt(reader, at) : nameAt(reader, at);
    default:
      if (text[at] === '.') return numberAt(text, at);
      if (variables && variableAt(text, at) !== undefined) return nameAt(reader, at);
      return unexpectedCharacter(text, at);
  }
}

function variableAt(text: string, at: number): string | undefined {
  const first = text[at];
  if (first !== '$' && (first !== '[' || text[at + 1] !== '[')) return undefined;
  return matchAt(patterns.variable, text, at);
}

/** A name, with variables in it or made of one alone. */
function nameAt({ text, variables, inBraces, inBrackets }: Reader, start: number): Token {
  const word = inBraces || inBrackets ? patterns.word : patterns.wordWithColons;
  let kind: TokenKind | undefined;
  let end = start;
  for (;;) {
    word.lastIndex = end;
    if (word.test(text)) {
      kind = 'identifier';
      end = word.lastIndex;
    }
    const variable = variables ? variableAt(text, end) : undefined;
    if (variable === undefined) break;
    kind = kind === undefined ? 'variable' : 'identifier';
    end += variable.length;
  }
  const name = text.slice(start, end);
  const isNumber = name.length === 3 && !inBraces && kind === 'identifier' && /^(inf|nan)$/i.test(name);
  return { kind: isNumber ? 'number' : (kind ?? 'identifier'), text: name, start, end };
}

function numberAt(text: string, start: number): Token {
  patterns.simple.lastIndex = start;
  if (patterns.simple.test(text)) {
    const end = patterns.simple.lastIndex;
    const kind = classAt(text, end - 1) === digit ? 'number' : 'duration';
    return { kind, text: text.slice(start, end), start, end };
  }
  const number = matchAt(patterns.duration, text, start) ?? matchAt(patterns.number, text, start);
  if (number === undefined) unexpectedCharacter(text, start);
  const isDuration = /[smhdwy]$/.test(number) && !/^0[xX]/.test(number);
  const tail = matchAt(patterns.tail, text, start + number.length);
  if (tail) {
    const whole = number + tail;
    fail(
      `"${whole}" is neither a number nor a duration`,
      { start, end: start + whole.length },
      'durations are written 90s, 5m or 1h30m',
    );
  }
  return { kind: isDuration ? 'duration' : 'number', text: number, start, end: start + number.length };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function symbolAt(reader: Reader, start: number): Token {
  const { text, inBraces } = reader;
  const found = symbolIn(text, start);
  switch (found) {
    case '{':
    case '}':
      reader.inBraces = found === '{';
      break;
    case '[':
    case ']':
      reader.inBrackets = found === '[';
      break;
    case '=~':
    case '!~':
      if (!inBraces) unexpectedCharacter(text, start);
      break;
    case '!':
      unexpectedCharacter(text, start);
  }
  return { kind: 'symbol', text: found, start, end: start + found.length };
}

function symbolIn(text: string, at: number): string {
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
