import type { Matcher, MatchOperator, SelectorExpr } from './ast.js';
import { type Cursor, expect, is, next, peek, since, unexpected } from './cursor.js';
import { fail } from './problem.js';
import { matchesEmptyText, regexProblem } from './regex.js';
import type { Token } from './tokens.js';

/** `name`, `name{…}` or `{…}`. */
export function parseSelector(cursor: Cursor): SelectorExpr {
  const first = peek(cursor);
  const outside = is(cursor, '{') ? undefined : next(cursor);
  const { names, matchers, variables } = is(cursor, '{') ? parseBraces(cursor) : nothing;
  const span = since(cursor, first);
  const twice = outside ? (names[0] ?? matchers.find(isName)?.span) : names[1];
  if (twice) fail('the metric is named twice', twice, 'keep one of the names');
  const name = outside?.text ?? names[0]?.text;
  if (name === undefined && variables.length === 0 && matchers.every(matchesEmpty)) {
    fail('this selects every series there is', span, 'name a metric, or a label whose value is not empty');
  }
  // nearly all of them: the rest pays for the general form
  if (name !== undefined && variables.length === 0) return { type: 'selector', name, matchers, span };
  return {
    type: 'selector',
    ...(name === undefined ? {} : { name }),
    matchers,
    ...(variables.length > 0 ? { variables } : {}),
    span,
  };
}

function isName({ label, op }: Matcher): boolean {
  return label === '__name__' && op === '=';
}

interface Braces {
  readonly names: readonly Token[];
  readonly matchers: readonly Matcher[];
  readonly variables: readonly string[];
}

const nothing: Braces = { names: [], matchers: [], variables: [] };

function parseBraces(cursor: Cursor): Braces {
  const names: Token[] = [];
  const variables: string[] = [];
  const matchers: Matcher[] = [];
  expect(cursor, '{', 'here');
  while (!is(cursor, '}')) {
    const label = peek(cursor);
    if (label.kind !== 'identifier' && label.kind !== 'string' && label.kind !== 'variable') {
      unexpected(label, 'inside braces', 'a label, as in job="api"');
    }
    next(cursor);
    const alone = !isMatchOperator(peek(cursor));
    if (label.kind === 'string' && alone) names.push(label);
    else if (label.kind === 'variable' && alone) variables.push(label.text);
    else matchers.push(parseMatcher(cursor, label));
    if (!is(cursor, '}')) expect(cursor, ',', 'inside braces');
  }
  next(cursor);
  return { names, matchers, variables };
}

function parseMatcher(cursor: Cursor, label: Token): Matcher {
  const operator = next(cursor);
  if (!isMatchOperator(operator)) unexpected(operator, `after the label ${label.text}`, '=, !=, =~ or !~');
  const value = next(cursor);
  if (value.kind !== 'string' && value.kind !== 'variable') {
    unexpected(value, `as the value of ${label.text}`, 'a string in quotes');
  }
  const op = operator.text as MatchOperator;
  const span = { start: label.start, end: value.end };
  if (value.kind === 'variable') return { label: label.text, op, value: value.text, unquoted: true, span };
  const matcher: Matcher = { label: label.text, op, value: value.text, span };
  const problem = op === '=~' || op === '!~' ? regexProblem(matcher.value) : undefined;
  if (problem) fail(`${matcher.label} is compared with a broken regular expression: ${problem}`, value);
  return matcher;
}

function isMatchOperator({ kind, text }: Token): boolean {
  return kind === 'symbol' && (text === '=' || text === '=~' || text === '!=' || text === '!~');
}

/** Whether a series without the label fulfils the matcher. */
export function matchesEmpty({ op, value }: Matcher): boolean {
  switch (op) {
    case '=':
      return value === '';
    case '!=':
      return value !== '';
    default:
      // a variable may become anything
      if (/\$\{?\w|\[\[/.test(value)) return false;
      return matchesEmptyText(value) === (op === '=~');
  }
}
