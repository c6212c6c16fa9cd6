import type { AggregateExpr, At, BinaryOperator, Expr, SelectorExpr, SubqueryExpr } from './ast.js';
import { type Cursor, cursorOver, unexpected } from './cursor.js';
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
    if (cursor.peek().kind === 'end') fail('there is no query', { start: 0, end: text.length });
    const expr = parseExpr(cursor, 1, 0);
    if (cursor.peek().kind !== 'end') unexpected(cursor.peek(), 'after the end of the query', 'an operator');
    return { expr };
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return { problem };
  }
}

function parseExpr(cursor: Cursor, minimum: number, depth: number): Expr {
  if (depth > deepest) fail('this query is nested too deeply', cursor.peek());
  const first = cursor.peek();
  let left = parseSigned(cursor, depth);
  for (let length = 1; ; length++) {
    if (length > longest) fail('this query has too many parts', cursor.peek(), 'record some of them by a rule');
    const op = operatorAt(cursor);
    if (op === undefined || precedence[op] < minimum) return left;
    cursor.next();
    const modifiers = parseModifiers(cursor, op);
    const right = parseExpr(cursor, op === '^' ? precedence[op] : precedence[op] + 1, depth + 1);
    left = { type: 'binary', op, left, right, ...modifiers, span: cursor.since(first) };
  }
}

function operatorAt(cursor: Cursor): BinaryOperator | undefined {
  const { kind, text } = cursor.peek();
  const word = kind === 'identifier' ? text.toLowerCase() : text;
  return (kind === 'symbol' || kind === 'identifier') && word in precedence ? (word as BinaryOperator) : undefined;
}

function parseSigned(cursor: Cursor, depth: number): Expr {
  const sign = cursor.take('-') ?? cursor.take('+');
  if (!sign) return parsePostfix(cursor, depth);
  if (depth > deepest) fail('this query is nested too deeply', sign);
  // a sign takes a power with it, and nothing that binds less
  const expr = parseExpr(cursor, signPrecedence + 1, depth + 1);
  const span = cursor.since(sign);
  return sign.text === '-' ? { type: 'negate', expr, span } : { type: 'group', sign: '+', expr, span };
}

/** An operand with what follows it: ranges, subqueries, `offset`, `@`. */
function parsePostfix(cursor: Cursor, depth: number): Expr {
  const first = cursor.peek();
  let expr = parseOperand(cursor, depth);
  for (;;) {
    const token = cursor.peek();
    if (cursor.take('[')) expr = parseBrackets(cursor, expr, token);
    else if (cursor.is('offset')) expr = withOffset(cursor, expr);
    else if (cursor.take('@')) expr = at(cursor, expr, token);
    else if (cursor.is('anchored') || cursor.is('smoothed')) {
      const edges = cursor.next().text.toLowerCase() as 'anchored' | 'smoothed';
      expr = moved(expr, token, () => ({ edges }));
    } else return expr;
    expr = { ...expr, span: cursor.since(first) };
  }
}

function parseBrackets(cursor: Cursor, expr: Expr, bracket: Token): Expr {
  const { text: range } = parseRangeDuration(cursor, 'in the range');
  if (cursor.take(':')) {
    const step = cursor.is(']') ? undefined : parseRangeDuration(cursor, 'in the step').text;
    cursor.expect(']', 'after the subquery');
    return { type: 'subquery', expr, range, ...(step === undefined ? {} : { step }) };
  }
  cursor.expect(']', 'after the range');
  const span = cursor.since(bracket);
  if (expr.type === 'variable')
    return { type: 'range', selector: { type: 'selector', name: expr.text, matchers: [] }, range };
  if (expr.type !== 'selector') fail('only a series has a range', span, `for a query write a subquery: [${range}:]`);
  if (expr.offset !== undefined || expr.at !== undefined) {
    fail('the range stands before offset and @', span, `write x[${range}] offset …`);
  }
  return { type: 'range', selector: expr, range };
}

function withOffset(cursor: Cursor, expr: Expr): Expr {
  const word = cursor.next();
  const { text: offset } = parseOffsetDuration(cursor);
  return moved(expr, word, (moment) => {
    if (moment.offset !== undefined) fail('there are two offsets', word, 'add them up');
    return { offset };
  });
}

function at(cursor: Cursor, expr: Expr, sign: Token): Expr {
  const time = parseTime(cursor);
  return moved(expr, sign, (moment) => {
    if (moment.at !== undefined) fail('there are two times (@)', sign, 'keep one of them');
    return { at: time };
  });
}

function parseTime(cursor: Cursor): At {
  const first = cursor.peek();
  for (const word of ['start', 'end'] as const) {
    if (!cursor.is(word) || !cursor.is('(', 1)) continue;
    cursor.next();
    cursor.next();
    cursor.expect(')', `after ${word}(`);
    return `${word}()`;
  }
  if (first.kind === 'variable') return cursor.next().text as `$${string}`;
  const seconds = parseNumber(cursor, 'after @');
  if (!(Math.abs(seconds) < 2 ** 63))
    fail('this is no time', cursor.since(first), 'a time is written in seconds since 1970');
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
  const token = cursor.peek();
  switch (token.kind) {
    case 'number':
      return { type: 'number', value: numberOf(cursor.next()), span: token };
    case 'duration':
      return { type: 'number', value: durationAsNumber(cursor.next()), span: token };
    case 'string':
      cursor.next();
      return { type: 'string', value: token.text, span: token };
    case 'variable':
      if (cursor.is('{', 1)) return parseSelector(cursor);
      if (cursor.is('(', 1)) return parseNamed(cursor, token, depth);
      cursor.next();
      return { type: 'variable', text: token.text, span: token };
    case 'identifier':
      return parseNamed(cursor, token, depth);
    default:
  }
  if (cursor.is('{')) return parseSelector(cursor);
  if (!cursor.take('(')) return unexpected(token, 'where a value begins', 'a series, a number or a function');
  const expr = parseExpr(cursor, 1, depth + 1);
  if (!cursor.is(')')) {
    if (cursor.peek().kind === 'end') fail('this parenthesis is never closed', token);
    unexpected(cursor.peek(), 'inside parentheses', '")"');
  }
  cursor.next();
  return { type: 'group', expr, span: cursor.since(token) };
}

/** A name is a function where a parenthesis follows, and a metric elsewhere, whatever it is called. */
function parseNamed(cursor: Cursor, token: Token, depth: number): Expr {
  const word = token.text.toLowerCase();
  const follows = cursor.is('(', 1);
  if (aggregations.has(word) && (follows || cursor.is('by', 1) || cursor.is('without', 1))) {
    return parseAggregate(cursor, word, depth);
  }
  if (follows && !['bool', 'on', 'ignoring', 'group_left', 'group_right'].includes(word)) {
    cursor.next();
    const args = parseArguments(cursor, token, depth);
    return { type: 'call', func: token.text, args, span: cursor.since(token) };
  }
  if (['bool', 'on', 'ignoring', 'group_left', 'group_right'].includes(word)) {
    unexpected(token, 'where a value begins', 'a series, a number or a function');
  }
  return parseSelector(cursor);
}

function parseAggregate(cursor: Cursor, op: string, depth: number): Expr {
  const token = cursor.next();
  const before = parseGrouping(cursor);
  const args = parseArguments(cursor, token, depth);
  const grouping = before ?? parseGrouping(cursor);
  const wanted = aggregations.get(op) === undefined ? 1 : 2;
  if (args.length !== wanted) {
    const parameter = wanted === 2 ? 'a parameter and a query' : 'one query';
    fail(`${op} takes ${parameter}, and has ${args.length || 'nothing'}`, cursor.since(token));
  }
  const [param, expr] = wanted === 2 ? [args[0], args[1] as Expr] : [undefined, args[0] as Expr];
  return {
    type: 'aggregate',
    op,
    expr,
    ...(param ? { param } : {}),
    ...(grouping ? { grouping } : {}),
    span: cursor.since(token),
  };
}

function parseGrouping(cursor: Cursor): AggregateExpr['grouping'] {
  const mode = cursor.take('by') ?? cursor.take('without');
  if (!mode) return undefined;
  return { mode: mode.text.toLowerCase() as 'by' | 'without', labels: parseLabels(cursor, `after ${mode.text}`) };
}

function parseArguments(cursor: Cursor, name: Token, depth: number): Expr[] {
  const open = cursor.expect('(', `after ${name.text}`);
  const args: Expr[] = [];
  if (cursor.take(')')) return args;
  for (;;) {
    if (cursor.peek().kind === 'end') fail('this parenthesis is never closed', open);
    args.push(parseExpr(cursor, 1, depth + 1));
    if (cursor.take(')')) return args;
    if (cursor.peek().kind === 'end') fail('this parenthesis is never closed', open);
    const comma = cursor.expect(',', `among the arguments of ${name.text}`);
    if (cursor.is(')')) fail('there is a comma too many', comma);
  }
}
