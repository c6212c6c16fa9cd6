import type { Span } from './ast.js';
import { type Cursor, expect, isText, next, peek, second, since, take, unexpected } from './cursor.js';
import { durationSeconds, isDuration } from './duration.js';
import { fail } from './problem.js';
import type { Token } from './tokens.js';

/** A duration as text, and its seconds where they do not depend on the moment or on a variable. */
export interface ParsedDuration {
  readonly text: string;
  readonly seconds: number | undefined;
}

type Seconds = number | undefined;

const operators: Readonly<
  Record<string, { readonly precedence: number; readonly apply: (a: number, b: number) => number }>
> = {
  '+': { precedence: 1, apply: (a, b) => a + b },
  '-': { precedence: 1, apply: (a, b) => a - b },
  '*': { precedence: 2, apply: (a, b) => a * b },
  '/': { precedence: 2, apply: (a, b) => a / b },
  '%': { precedence: 2, apply: (a, b) => a % b },
};

/** Prometheus keeps durations in 64 bits of nanoseconds. */
const longest = 2 ** 63 / 1e9;

/** What stands between brackets: an expression over durations, which has to be positive. */
export function parseRangeDuration(cursor: Cursor, where: string): ParsedDuration {
  const first = peek(cursor);
  const isAlone = first.kind === 'duration' && isText(second(cursor), ']');
  const seconds = isAlone ? literal(next(cursor)) : expression(cursor, 1, where);
  return checked(cursor, first, seconds, true);
}

/** What follows `offset`: one duration, with a sign or in parentheses; it may be negative. */
export function parseOffsetDuration(cursor: Cursor): ParsedDuration {
  const first = peek(cursor);
  return checked(cursor, first, signed(cursor, 'after offset'), false);
}

function checked(cursor: Cursor, first: Token, seconds: Seconds, positive: boolean): ParsedDuration {
  const span = since(cursor, first);
  if (seconds !== undefined && Math.abs(seconds) >= longest)
    fail('this duration is longer than Prometheus can count', span);
  if (positive && seconds !== undefined && !(seconds > 0)) {
    fail('a range has to be longer than 0', span, 'write a duration such as 5m');
  }
  return { text: cursor.text.slice(span.start, span.end).trim(), seconds };
}

function expression(cursor: Cursor, minimum: number, where: string): Seconds {
  let left = power(cursor, where);
  for (;;) {
    const token = peek(cursor);
    const operator = token.kind === 'symbol' ? operators[token.text] : undefined;
    if (!operator || operator.precedence < minimum) return left;
    next(cursor);
    const first = peek(cursor);
    const right = expression(cursor, operator.precedence + 1, where);
    if (right === 0 && (token.text === '/' || token.text === '%'))
      fail('a duration is divided by zero', since(cursor, first));
    left = left === undefined || right === undefined ? undefined : operator.apply(left, right);
  }
}

/** Here, other than between queries, a sign binds tighter than a power: -2 ^ 2 is 4. */
function power(cursor: Cursor, where: string): Seconds {
  const base = signed(cursor, where);
  if (!take(cursor, '^')) return base;
  const exponent = power(cursor, where);
  return base === undefined || exponent === undefined ? undefined : base ** exponent;
}

function signed(cursor: Cursor, where: string): Seconds {
  if (take(cursor, '+')) return signed(cursor, where);
  if (!take(cursor, '-')) return primary(cursor, where);
  const value = signed(cursor, where);
  return value === undefined ? undefined : -value;
}

function primary(cursor: Cursor, where: string): Seconds {
  const token = peek(cursor);
  if (
    isVariable(token) ||
    (token.kind === 'number' && isVariable(second(cursor)) && second(cursor).start === token.end)
  ) {
    if (token.kind === 'number') next(cursor);
    next(cursor);
    return undefined;
  }
  if (token.kind === 'number') return Number(next(cursor).text.replaceAll('_', ''));
  if (token.kind === 'duration') return literal(next(cursor));
  if (take(cursor, '(')) {
    const inner = expression(cursor, 1, where);
    expect(cursor, ')', `${where}, where a parenthesis is open`);
    return inner;
  }
  const name = token.kind === 'identifier' && isText(second(cursor), '(') ? token.text.toLowerCase() : undefined;
  if (name === 'step' || name === 'range') {
    next(cursor);
    next(cursor);
    expect(cursor, ')', `after ${name}(`);
    return undefined;
  }
  if (name === 'min_of' || name === 'max_of') {
    next(cursor);
    next(cursor);
    const a = expression(cursor, 1, where);
    expect(cursor, ',', `in ${name}()`);
    const b = expression(cursor, 1, where);
    expect(cursor, ')', `in ${name}()`);
    if (a === undefined || b === undefined) return undefined;
    return name === 'min_of' ? Math.min(a, b) : Math.max(a, b);
  }
  return unexpected(token, where, 'a duration such as 5m');
}

/** `$x`, and what a variable is a part of, as in `${x}s`. */
function isVariable({ kind, text }: Token): boolean {
  return kind === 'variable' || (kind === 'identifier' && /\$|\[\[/.test(text));
}

/** The seconds of `1h30m`, whose units go from large to small. */
function literal(token: Token & Span): number {
  if (isDuration(token.text)) return durationSeconds(token.text);
  return fail(`"${token.text}" is no duration`, token, 'each unit stands once, the larger before the smaller: 1h30m');
}

/** A duration that stands where a number may: since Prometheus 2.54 it is its seconds. */
export function durationAsNumber(token: Token): number {
  return literal(token);
}
