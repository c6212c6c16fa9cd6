import type { Span } from './ast.js';
import { fail } from './problem.js';
import { readString } from './strings.js';

export type TokenKind = 'number' | 'duration' | 'string' | 'identifier' | 'variable' | 'symbol' | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** As it stands in the query; of a string what it means. */
  readonly text: string;
}

const pairs = new Set(['==', '!=', '=~', '!~', '<=', '>=']);
const symbols = new Set('(){}[],+-*/%^<>=:@');

const patterns = {
  blank: /[ \t\r\n]+|#[^\n]*/y,
  duration: /(?:\d+(?:ms|[smhdwy]))+/y,
  number: /0[xX](?:_?[0-9a-fA-F])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y,
  identifier: /[A-Za-z_:][\w:]*/y,
  label: /[A-Za-z_]\w*/y,
  variable: /\$\{[^}\n]*\}|\$[A-Za-z_]\w*|\[\[[A-Za-z_]\w*(?::\w+)?\]\]/y,
  tail: /[\w.]+/y,
};

/** The tokens of a query. Grafana's variables are tokens only where the query comes from a dashboard. */
export function tokenize(text: string, options: { readonly variables: boolean }): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let inBraces = false;
  let inBrackets = false;
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: TokenKind, length: number, meaning = text.slice(at, at + length)) => {
    tokens.push({ kind, text: meaning, start: at, end: at + length });
    at += length;
  };

  while (at < text.length) {
    const first = text.charCodeAt(at);
    // a look at one character spares most of the patterns
    const blank = first <= 35 && first !== 33 && first !== 34 ? read(patterns.blank) : undefined;
    if (blank) {
      at += blank.length;
      continue;
    }
    const name = nameAt();
    if (name) {
      push(name.kind, name.length);
      continue;
    }
    const character = text[at] as string;
    if (character === '"' || character === "'" || character === '`') {
      const { value, length } = readString(text, at);
      push('string', length, value);
      continue;
    }
    const digit = character === '.' || (first >= 48 && first <= 57);
    const number = digit ? (read(patterns.duration) ?? read(patterns.number)) : undefined;
    if (number) {
      pushNumber(number);
      continue;
    }
    const pair = text.slice(at, at + 2);
    const symbol = pairs.has(pair) ? pair : symbols.has(character) ? character : undefined;
    if (!symbol || (!inBraces && (symbol === '=~' || symbol === '!~'))) unexpectedCharacter();
    else {
      if (symbol === '{' || symbol === '}') inBraces = symbol === '{';
      if (symbol === '[' || symbol === ']') inBrackets = symbol === '[';
      push('symbol', symbol.length);
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;

  /** A name, with variables in it or made of one alone. */
  function nameAt(): { kind: TokenKind; length: number } | undefined {
    const from = at;
    let kind: TokenKind | undefined;
    for (;;) {
      const variable = options.variables && /[$[]/.test(text[at] ?? '') ? read(patterns.variable) : undefined;
      const word = variable ? undefined : wordAt(at > from);
      if (!variable && !word) break;
      kind = kind === undefined && variable ? 'variable' : 'identifier';
      at += (variable ?? word ?? '').length;
    }
    const length = at - from;
    const value = text.slice(from, at);
    at = from;
    if (kind === 'identifier' && !inBraces && /^(inf|nan)$/i.test(value)) return { kind: 'number', length };
    return kind ? { kind, length } : undefined;
  }

  /** After a variable a name may go on with a digit. */
  function wordAt(goesOn: boolean): string | undefined {
    if (goesOn) return read(inBraces || inBrackets ? /\w+/y : /[\w:]+/y);
    // a colon is part of a name, but not where it parts range and step
    return read(inBraces || inBrackets ? patterns.label : patterns.identifier);
  }

  function pushNumber(number: string): void {
    const isDuration = /[smhdwy]$/.test(number) && !/^0[xX]/.test(number);
    patterns.tail.lastIndex = at + number.length;
    const tail = patterns.tail.exec(text)?.[0];
    const whole = number + (tail ?? '');
    if (tail) {
      fail(
        `"${whole}" is neither a number nor a duration`,
        { start: at, end: at + whole.length },
        'durations are written 90s, 5m or 1h30m',
      );
    }
    push(isDuration ? 'duration' : 'number', number.length);
  }

  function unexpectedCharacter(): never {
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
}
