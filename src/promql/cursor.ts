import type { Span } from './ast.js';
import { fail } from './problem.js';
import { type Token, tokenize } from './tokens.js';

/** A place among the tokens of a query, and the small steps that every part of the parser takes. */
export interface Cursor {
  readonly text: string;
  peek(ahead?: number): Token;
  next(): Token;
  /** Whether the next token is this symbol or, whatever its case, this word. */
  is(text: string, ahead?: number): boolean;
  /** Takes the next token if it is this symbol or word. */
  take(text: string): Token | undefined;
  expect(symbol: string, where: string): Token;
  /** From the start of `first` to the end of what was taken last. */
  since(first: Span): Span;
}

export function cursorOver(text: string, options: { readonly variables: boolean }): Cursor {
  const tokens = tokenize(text, options);
  let index = 0;
  const last = tokens.length - 1;
  const peek = (ahead = 0) => tokens[Math.min(index + ahead, last)] as Token;
  const is = (wanted: string, ahead = 0) => {
    const { kind, text: found } = peek(ahead);
    if (found === wanted) return kind === 'symbol' || kind === 'identifier';
    return kind === 'identifier' && found.length === wanted.length && found.toLowerCase() === wanted;
  };
  const next = () => {
    const token = peek();
    if (index < last) index += 1;
    return token;
  };
  return {
    text,
    peek,
    next,
    is,
    take: (wanted) => (is(wanted) ? next() : undefined),
    expect: (symbol, where) => (is(symbol) ? next() : unexpected(peek(), where, `"${symbol}"`)),
    since: ({ start }) => ({ start, end: (tokens[Math.max(index - 1, 0)] as Token).end }),
  };
}

export function unexpected(token: Token, where: string, wanted?: string): never {
  const found = token.kind === 'end' ? 'the query ends' : `unexpected ${described(token)}`;
  return fail(`${found} ${where}`, token, wanted && `expected ${wanted}`);
}

function described(token: Token): string {
  return token.kind === 'string' ? `the string ${JSON.stringify(token.text)}` : `"${token.text}"`;
}
