import type { Span } from './ast.js';
import { fail } from './problem.js';
import { type Token, tokenize } from './tokens.js';

/** A place among the tokens of a query. */
export interface Cursor {
  readonly text: string;
  /** The last one is the end. */
  readonly tokens: readonly Token[];
  index: number;
}

export function cursorOver(text: string, options: { readonly variables: boolean }): Cursor {
  return { text, tokens: tokenize(text, options), index: 0 };
}

export function peek({ tokens, index }: Cursor): Token {
  return tokens[index] as Token;
}

/** The token behind the next one. */
export function second({ tokens, index }: Cursor): Token {
  return tokens[Math.min(index + 1, tokens.length - 1)] as Token;
}

export function next(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind !== 'end') cursor.index += 1;
  return token;
}

/** Whether a token is this symbol or, whatever its case, this word. */
export function isText({ kind, text }: Token, wanted: string): boolean {
  if (kind === 'symbol') return text === wanted;
  return kind === 'identifier' && text.length === wanted.length && (text === wanted || text.toLowerCase() === wanted);
}

export function is(cursor: Cursor, wanted: string): boolean {
  return isText(peek(cursor), wanted);
}

/** Takes the next token if it is this symbol or word. */
export function take(cursor: Cursor, wanted: string): Token | undefined {
  return is(cursor, wanted) ? next(cursor) : undefined;
}

export function expect(cursor: Cursor, symbol: string, where: string): Token {
  return is(cursor, symbol) ? next(cursor) : unexpected(peek(cursor), where, `"${symbol}"`);
}

/** From the start of `first` to the end of what was taken last. */
export function since({ tokens, index }: Cursor, { start }: Span): Span {
  return { start, end: (tokens[Math.max(index - 1, 0)] as Token).end };
}

export function unexpected(token: Token, where: string, wanted?: string): never {
  const found = token.kind === 'end' ? 'the query ends' : `unexpected ${described(token)}`;
  return fail(`${found} ${where}`, token, wanted && `expected ${wanted}`);
}

function described(token: Token): string {
  return token.kind === 'string' ? `the string ${JSON.stringify(token.text)}` : `"${token.text}"`;
}
