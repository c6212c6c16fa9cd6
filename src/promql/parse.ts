import type { AggregateExpr, At, BinaryOperator, Expr, SelectorExpr, Span, SubqueryExpr } from './ast.js';
import { type Cursor, cursorOver, expect, is, isText, next, peek, second, since, take, unexpected } from './cursor.js';
import { aggregations } from './functions.js';
import { durationAsNumber, parseOffsetDuration, parseRangeDuration } from './parse-duration.js';
import { numberOf, parseLabels, parseModifiers, parseNumber } from './parse-modifiers.js';
import { parseSelector } from './parse-selector.js';
import { precedence } from './precedence.js';
import { fail, type Problem, problemOf } from './problem.js';
import type { Token } from './tokens.js';

export interface Parsed {
  /** The tree, where the text is a query. */
  readonly expr?: Expr;
  readonly problem?: Problem;
}

/** A sign takes in a power, and nothing that binds less tight. */
const signPrecedence = 5;

const operators: ReadonlySet<string> = new Set(Object.keys(precedence));
const longestOperator = 'unless'.length;

/** Nesting as deep as this is no query of a person, and neither is a chain as long. */
const deepest = 500;
const longest = 1_000;

/**
 * Reads a query as Prometheus 3 does.
 * @param options.variables whether it comes from a dashboard, where `$x`, `${x:regex}` and `[[x]]` are variables
 */
export function parse(text: string, options: { readonly variables?: boolean } = {}): Parsed {
  try {
    const cursor = cursorOver(text, { variables: options.variables ?? false });
    if (peek(cursor).kind === 'end') fail('there is no query', { start: 0, end: text.length });
    const expr = parseExpr(cursor, 1, 0);
    if (peek(cursor).kind !== 'end') unexpected(peek(cursor), 'after the end of the query', 'an operator');
    return { expr };
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return { problem };
  }
}

function parseExpr(cursor: Cursor, minimum: number, depth: number): Expr {
  if (depth > deepest) fail('this query is nested too deeply', peek(cursor));
  const first = peek(cursor);
  let left = parseSigned(cursor, depth);
  for (let length = 1; ; length++) {
    if (length > longest) fail('this query has too many parts', peek(cursor), 'record some of them by a rule');
    const op = operatorAt(cursor);
    if (op === undefined || precedence[op] < minimum) return left;
    next(cursor);
    const modifiers = parseModifiers(cursor, op);
    const right = parseExpr(cursor, op === '^' ? precedence[op] : precedence[op] + 1, depth + 1);
    const span = since(cursor, first);
    left = modifiers
      ? { type: 'binary', op, left, right, ...modifiers, span }
      : { type: 'binary', op, left, right, span };
  }
}

function operatorAt(cursor: Cursor): BinaryOperator | undefined {
  const { kind, text } = peek(cursor);
  if (kind !== 'symbol' && (kind !== 'identifier' || text.length > longestOperator)) return undefined;
  const word = kind === 'identifier' ? text.toLowerCase() : text;
  return operators.has(word) ? (word as BinaryOperator) : undefined;
}

function parseSigned(cursor: Cursor, depth: number): Expr {
  const sign = peek(cursor).kind === 'symbol' ? (take(cursor, '-') ?? take(cursor, '+')) : undefined;
  if (!sign) return parsePostfix(cursor, depth);
  if (depth > deepest) fail('this query is nested too deeply', sign);
  // a sign takes a power with it, and nothing that binds less
  const expr = parseExpr(cursor, signPrecedence + 1, depth + 1);
  const span = since(cursor, sign);
  return sign.text === '-' ? { type: 'negate', expr, span } : { type: 'group', sign: '+', expr, span };
}

/** An operand with what follows it: ranges, subqueries, `offset`, `@`. */
function parsePostfix(cursor: Cursor, depth: number): Expr {
  const first = peek(cursor);
  let expr = parseOperand(cursor, depth);
  for (;;) {
    const token = peek(cursor);
    if (token.kind === 'symbol') {
      if (token.text === '[') expr = parseBrackets(cursor, expr, first);
      else if (token.text === '@') expr = { ...at(cursor, expr), span: since(cursor, first) };
      else return expr;
    } else if (token.kind === 'identifier') {
      if (isText(token, 'offset')) expr = { ...withOffset(cursor, expr), span: since(cursor, first) };
      else if (isText(token, 'anchored') || isText(token, 'smoothed')) {
        const edges = next(cursor).text.toLowerCase() as 'anchored' | 'smoothed';
        expr = { ...moved(expr, token, () => ({ edges })), span: since(cursor, first) };
      } else return expr;
    } else return expr;
  }
}

function parseBrackets(cursor: Cursor, expr: Expr, first: Token): Expr {
  const bracket = next(cursor);
  const { text: range } = parseRangeDuration(cursor, 'in the range');
  if (take(cursor, ':')) {
    const step = is(cursor, ']') ? undefined : parseRangeDuration(cursor, 'in the step').text;
    expect(cursor, ']', 'after the subquery');
    return { type: 'subquery', expr, range, ...(step === undefined ? {} : { step }), span: since(cursor, first) };
  }
  expect(cursor, ']', 'after the range');
  const span = since(cursor, first);
  if (expr.type === 'variable')
    return { type: 'range', selector: { type: 'selector', name: expr.text, matchers: [] }, range, span };
  if (expr.type !== 'selector')
    fail('only a series has a range', since(cursor, bracket), `for a query write a subquery: [${range}:]`);
  if (expr.offset !== undefined || expr.at !== undefined) {
    fail('the range stands before offset and @', since(cursor, bracket), `write x[${range}] offset …`);
  }
  return { type: 'range', selector: expr, range, span };
}

function withOffset(cursor: Cursor, expr: Expr): Expr {
  const word = next(cursor);
  const { text: offset } = parseOffsetDuration(cursor);
  return moved(expr, word, (moment) => {
    if (moment.offset !== undefined) fail('there are two offsets', word, 'add them up');
    return { offset };
  });
}

function at(cursor: Cursor, expr: Expr): Expr {
  const sign = next(cursor);
  const time = parseTime(cursor);
  return moved(expr, sign, (moment) => {
    if (moment.at !== undefined) fail('there are two times (@)', sign, 'keep one of them');
    return { at: time };
  });
}

function parseTime(cursor: Cursor): At {
  const first = peek(cursor);
  for (const word of ['start', 'end'] as const) {
    if (!is(cursor, word) || !isText(second(cursor), '(')) continue;
    next(cursor);
    next(cursor);
    expect(cursor, ')', `after ${word}(`);
    return `${word}()`;
  }
  if (first.kind === 'variable') return next(cursor).text as `$${string}`;
  const seconds = parseNumber(cursor, 'after @');
  if (!(Math.abs(seconds) < 2 ** 63))
    fail('this is no time', since(cursor, first), 'a time is written in seconds since 1970');
  return seconds;
}

type Moment = Pick<SelectorExpr | SubqueryExpr, 'offset' | 'at' | 'edges'>;

/** Applies to a series, a range of one or a subquery; to nothing else. */
function moved(expr: Expr, word: Token, change: (moment: Moment) => Moment): Expr {
  if (expr.type === 'selector' || expr.type === 'subquery') return { ...expr, ...change(expr) };
  if (expr.type === 'range') return { ...expr, selector: { ...expr.selector, ...change(expr.selector) } };
  if (expr.type === 'variable') return expr;
  return fail(`"${word.text}" belongs to a series, a range or a subquery`, word, 'move it to the series inside');
}

function parseOperand(cursor: Cursor, depth: number): Expr {
  const token = peek(cursor);
  switch (token.kind) {
    case 'number':
      return { type: 'number', value: numberOf(next(cursor)), span: spanOf(token) };
    case 'duration':
      return { type: 'number', value: durationAsNumber(next(cursor)), span: spanOf(token) };
    case 'string':
      next(cursor);
      return { type: 'string', value: token.text, span: spanOf(token) };
    case 'variable':
      if (isText(second(cursor), '{')) return parseSelector(cursor);
      if (isText(second(cursor), '(')) return parseNamed(cursor, token, depth);
      next(cursor);
      return { type: 'variable', text: token.text, span: spanOf(token) };
    case 'identifier':
      return parseNamed(cursor, token, depth);
    default:
  }
  if (is(cursor, '{')) return parseSelector(cursor);
  if (!take(cursor, '(')) return unexpected(token, 'where a value begins', 'a series, a number or a function');
  const expr = parseExpr(cursor, 1, depth + 1);
  if (!is(cursor, ')')) {
    if (peek(cursor).kind === 'end') fail('this parenthesis is never closed', token);
    unexpected(peek(cursor), 'inside parentheses', '")"');
  }
  next(cursor);
  return { type: 'group', expr, span: since(cursor, token) };
}

/** A name is a function where a parenthesis follows, and a metric elsewhere, whatever it is called. */
function parseNamed(cursor: Cursor, token: Token, depth: number): Expr {
  const behind = second(cursor);
  const follows = behind.kind === 'symbol' && behind.text === '(';
  if (follows || (behind.kind === 'identifier' && (isText(behind, 'by') || isText(behind, 'without')))) {
    const word = token.text.toLowerCase();
    if (aggregations.has(word)) return parseAggregate(cursor, word, depth);
  }
  if (isModifier(token)) unexpected(token, 'where a value begins', 'a series, a number or a function');
  if (!follows) return parseSelector(cursor);
  next(cursor);
  const args = parseArguments(cursor, token, depth);
  return { type: 'call', func: token.text, args, span: since(cursor, token) };
}

const modifiers = ['bool', 'on', 'ignoring', 'group_left', 'group_right'];

function isModifier({ text }: Token): boolean {
  return text.length <= 'group_right'.length && modifiers.includes(text.toLowerCase());
}

/** A token lives as long as the text is read; what the tree keeps is its place. */
function spanOf({ start, end }: Token): Span {
  return { start, end };
}

function parseAggregate(cursor: Cursor, op: string, depth: number): Expr {
  const token = next(cursor);
  const before = parseGrouping(cursor);
  const args = parseArguments(cursor, token, depth);
  const grouping = before ?? parseGrouping(cursor);
  const wanted = aggregations.get(op) === undefined ? 1 : 2;
  if (args.length !== wanted) {
    const parameter = wanted === 2 ? 'a parameter and a query' : 'one query';
    fail(`${op} takes ${parameter}, and has ${args.length || 'nothing'}`, since(cursor, token));
  }
  const [param, expr] = wanted === 2 ? [args[0], args[1] as Expr] : [undefined, args[0] as Expr];
  const span = since(cursor, token);
  // nearly all of them: the rest pays for the general form
  if (grouping && !param) return { type: 'aggregate', op, expr, grouping, span };
  return { type: 'aggregate', op, expr, ...(param ? { param } : {}), ...(grouping ? { grouping } : {}), span };
}

function parseGrouping(cursor: Cursor): AggregateExpr['grouping'] {
  if (peek(cursor).kind !== 'identifier') return undefined;
  const mode = take(cursor, 'by') ?? take(cursor, 'without');
  if (!mode) return undefined;
  return { mode: mode.text.toLowerCase() as 'by' | 'without', labels: parseLabels(cursor, mode) };
}

function parseArguments(cursor: Cursor, name: Token, depth: number): Expr[] {
  const open = take(cursor, '(') ?? unexpected(peek(cursor), `after ${name.text}`, '"("');
  const args: Expr[] = [];
  if (take(cursor, ')')) return args;
  for (;;) {
    if (peek(cursor).kind === 'end') fail('this parenthesis is never closed', open);
    args.push(parseExpr(cursor, 1, depth + 1));
    if (take(cursor, ')')) return args;
    if (peek(cursor).kind === 'end') fail('this parenthesis is never closed', open);
    const comma = take(cursor, ',') ?? unexpected(peek(cursor), `among the arguments of ${name.text}`, '","');
    if (is(cursor, ')')) fail('there is a comma too many', comma);
  }
}
