import type { Span } from './ast.js';
import { fail } from './problem.js';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'word'
  | 'field'
  | 'variable'
  | 'dot'
  | 'string'
  | 'number'
  | 'symbol'
  | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** As it is written; of text what is left of it beside trim markers. */
  readonly text: string;
}

const patterns = {
  space: /[ \t\r\n]+/y,
  word: /[\p{L}\p{Nd}_]+/uy,
  string: /"(?:[^"\\\n]|\\[^\n])*"/y,
  raw: /`[^`]*`/y,
  character: /'(?:[^'\\\n]|\\[^\n])*'/y,
  number:
    /[+-]?(?:0[xX]_?[0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[\d_]+)?|0[bBoO][\d_]*|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]+)?)/y,
};

/** What may stand directly behind a word, a field or a variable. */
const behindName = /^(?:[ \t\r\n.,|:=()]|$)/;

/** The tokens of a template, as Go takes it apart. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, end: number, meaning = text.slice(at, end)) => {
    tokens.push({ kind, text: meaning, start: at, end });
    at = end;
  };
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };

  let trims = false;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const end = open < 0 ? text.length : open;
    const trimsLeft = open >= 0 && /^-[ \t\r\n]/.test(text.slice(open + 2, open + 4));
    let between = text.slice(at, end);
    if (trims) between = between.replace(/^[ \t\r\n]+/, '');
    if (trimsLeft) between = trimEnd(between);
    trims = false;
    if (between !== '') push('text', end, between);
    at = end;
    if (open < 0) break;
    const inside = open + (trimsLeft ? 4 : 2);
    if (text.startsWith('/*', inside)) comment(open, inside);
    else action(open, inside);
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;

  /** How long the end of an action is, where one stands here. */
  function closing(): number {
    if (text.startsWith('}}', at)) return 2;
    return /^[ \t\r\n]-\}\}/.test(text.slice(at, at + 4)) ? 4 : 0;
  }

  function comment(open: number, inside: number): void {
    const end = text.indexOf('*/', inside + 2);
    const span = { start: open, end: end < 0 ? text.length : end + 2 };
    if (end < 0) fail('this comment does not end', span, 'close it with */}}');
    at = end + 2;
    const length = closing();
    if (length === 0) fail('a comment fills its whole action', span, 'write {{/* … */}} and nothing beside it');
    trims = length > 2;
    at += length;
  }

  function action(open: number, inside: number): void {
    push('open', inside);
    const parentheses: Token[] = [];
    for (;;) {
      const length = closing();
      if (length > 0) {
        const unclosed = parentheses.at(-1);
        if (unclosed) fail('this parenthesis is not closed', unclosed, 'close it before }}');
        trims = length > 2;
        push('close', at + length);
        return;
      }
      if (at >= text.length) fail('this action does not end', { start: open, end: open + 2 }, 'close it with }}');
      item(parentheses);
    }
  }

  function item(parentheses: Token[]): void {
    const space = read(patterns.space);
    if (space) {
      // the last blank before -}} belongs to it
      const marked = text.startsWith('-}}', at + space.length) ? space.length - 1 : space.length;
      push('space', at + Math.max(marked, 1));
      return;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const next = text[at + 1] ?? '';
    const word = read(patterns.word);
    if (character === '"') quoted(patterns.string, 'string');
    else if (character === '`') quoted(patterns.raw, 'string');
    else if (character === "'") quoted(patterns.character, 'number');
    else if (character === '$' || (character === '.' && !/\d/.test(next))) name(character);
    else if (/[\d+\-.]/.test(character)) number();
    else if (word) {
      push('word', at + word.length);
      mustEnd('name');
    } else if (text.startsWith(':=', at)) push('symbol', at + 2);
    else if ('|(),='.includes(character)) sign(character, parentheses);
    else unexpected(character);
  }

  function sign(character: string, parentheses: Token[]): void {
    push('symbol', at + 1);
    const token = tokens.at(-1) as Token;
    if (character === '(') parentheses.push(token);
    if (character === ')' && !parentheses.pop()) fail('this parenthesis closes nothing', token, 'remove it');
  }

  function quoted(pattern: RegExp, kind: TokenKind): void {
    const found = read(pattern);
    if (found) {
      push(kind, at + found.length);
      return;
    }
    const quote = text[at] as string;
    const line = quote === '`' ? text.length : (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
    fail('this string does not end', { start: at, end: line }, `close it with ${quote}`);
  }

  function name(sign: string): void {
    at += 1;
    const word = read(patterns.word) ?? '';
    at -= 1;
    const kind = sign === '$' ? 'variable' : word === '' ? 'dot' : 'field';
    push(kind, at + 1 + word.length);
    mustEnd(sign === '$' ? 'variable' : 'field');
  }

  function number(): void {
    const found = read(patterns.number) ?? '';
    const end = at + Math.max(found.length, 1);
    const tail = /^[\p{L}\p{Nd}_]*/u.exec(text.slice(end))?.[0] ?? '';
    if (!/\d/.test(found) || tail !== '') {
      const span = { start: at, end: end + tail.length };
      const help = /^[+-]$/.test(found) ? 'templates cannot calculate; a sign belongs to a number: -1' : undefined;
      fail(`${text.slice(at, span.end)} is no number`, span, help);
    }
    push('number', end);
  }

  function mustEnd(what: string): void {
    if (closing() > 0 || behindName.test(text.slice(at, at + 1))) return;
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const help =
      character === '-' ? 'such a name is read with index: {{ index .Labels "my-label" }}' : 'put a blank between them';
    fail(`unexpected ${JSON.stringify(character)} behind a ${what}`, { start: at, end: at + character.length }, help);
  }

  function unexpected(character: string): never {
    const span = { start: at, end: at + character.length };
    if (character === '/') fail('unexpected "/"', span, 'a comment stands directly behind the braces: {{/* … */}}');
    if (/[!=<>&*%]/.test(character)) {
      fail(`there is no operator "${character}"`, span, 'compare with functions: eq, ne, lt, gt, and, or, not');
    }
    return fail(`unexpected ${JSON.stringify(character)}`, span);
  }
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}
