import type { Name } from './ast.js';
import { fail } from './problem.js';
import { type Token, type TokenKind, tokenize } from './tokens.js';

/** A place among the tokens of a template, and the variables that are known there. */
export interface Cursor {
  /** The next token that is no blank. */
  peek(): Token;
  /** The next token, be it a blank. */
  peekExactly(): Token;
  /** The tokens behind the next one, blanks left out. */
  behind(): readonly [Token | undefined, Token | undefined];
  /** Takes the next token that is no blank. */
  next(): Token;
  /** What was taken last. */
  last(): Token;
  skipSpace(): void;
  is(symbol: string): boolean;
  expect(kind: TokenKind, where: string, wanted: string): Token;
  declare(variable: string): void;
  mustKnow(variable: Name | Token): void;
  /** Runs with the variables of now; what is declared meanwhile is forgotten afterwards. */
  scoped<T>(run: () => T): T;
  /** The same for a template that is defined here: it knows only `$`. */
  alone<T>(run: () => T): T;
}

/** @param known variables that are there from the start, such as `$labels` */
export function cursorOver(text: string, known: readonly string[]): Cursor {
  const tokens = tokenize(text);
  let index = 0;
  let variables: string[] = ['$', ...known];
  let taken = tokens[0] as Token;
  const from = (at: number) => {
    let here = at;
    while (tokens[here]?.kind === 'space') here += 1;
    return here;
  };
  const peekExactly = () => tokens[Math.min(index, tokens.length - 1)] as Token;
  const peek = () => tokens[Math.min(from(index), tokens.length - 1)] as Token;
  const next = () => {
    taken = peek();
    index = Math.min(from(index) + 1, tokens.length - 1);
    return taken;
  };
  const within = <T>(inner: string[], run: () => T): T => {
    const outer = variables;
    variables = inner;
    const result = run();
    variables = outer;
    return result;
  };
  return {
    peek,
    peekExactly,
    next,
    last: () => taken,
    behind: () => {
      const first = from(from(index) + 1);
      return [tokens[first], tokens[from(first + 1)]];
    },
    skipSpace: () => {
      index = from(index);
    },
    is: (symbol) => peek().kind === 'symbol' && peek().text === symbol,
    expect: (kind, where, wanted) => (peek().kind === kind ? next() : unexpected(peek(), where, wanted)),
    declare: (variable) => {
      variables.push(variable);
    },
    mustKnow: (variable) => {
      if (variables.includes(variable.text)) return;
      const others = variables.filter((one) => one !== '$');
      const help = others.length > 0 ? `known here: ${[...new Set(others)].join(', ')}` : 'set it first, with :=';
      fail(`there is no variable ${variable.text}`, variable, help);
    },
    scoped: (run) => within([...variables], run),
    alone: (run) => within(['$'], run),
  };
}

export function unexpected(token: Token, where: string, wanted?: string): never {
  const found =
    token.kind === 'close'
      ? 'the action ends'
      : token.kind === 'end'
        ? 'the template ends'
        : `unexpected ${token.text}`;
  return fail(`${found} ${where}`, token, wanted && `expected ${wanted}`);
}
