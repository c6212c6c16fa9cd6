import { describe, expect, it } from 'vitest';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { typeProblems } from '../../src/promql/types.js';

/** The text, what is said about it, and in the text between ‹› what is meant. */
const wrong: readonly (readonly [marked: string, message: string])[] = [
  ['sum by (job ‹(›up))', 'unexpected "(" among the labels after by'],
  ['sum‹(›rate(x[5m])', 'this parenthesis is never closed'],
  ['(a + b)‹)›', 'unexpected ")" after the end of the query'],
  ['rate(x[‹5mm›])', '"5mm" is neither a number nor a duration'],
  ['rate(x[‹5m1h›])', '"5m1h" is no duration'],
  ['rate(x[‹0s›])', 'a range has to be longer than 0'],
  ['up ‹=› 0', 'unexpected "=" after the end of the query'],
  ['up{job=‹}›', 'unexpected "}" as the value of job'],
  ['up{job=‹api›}', 'unexpected "api" as the value of job'],
  ['up{job=~‹"("›}', 'job is compared with a broken regular expression'],
  ['up{job=~‹"a(?=b)"›}', 'look-ahead and look-behind do not exist here'],
  ['‹{job=~".*"}›', 'this selects every series there is'],
  ['a{‹__name__="b"›}', 'the metric is named twice'],
  ['sum(x)‹[5m]›', 'only a series has a range'],
  ['x offset 5m‹[5m]›', 'the range stands before offset and @'],
  ['x offset 5m ‹offset› 5m', 'there are two offsets'],
  ['a and ‹bool› b', 'bool belongs to comparisons only'],
  ['a and on (x) ‹group_left› b', 'and works on sets and cannot be grouped'],
  ["up{job=‹'api}›", 'this string does not end'],
  ['a ‹?› b', 'unexpected character "?"'],
  ['rate(x[‹$›__interval])', 'a variable of Grafana has no meaning here'],
  ['‹topk(5)›', 'topk takes a parameter and a query, and has 1'],
  ['‹rat›(x[5m])', 'there is no function rat'],
  ['rate(‹x›)', 'rate takes a range vector here, and this is an instant vector'],
  ['sum(‹x[5m]›)', 'sum is over an instant vector, and this is a range vector'],
  ['‹1 > 2›', 'two numbers are compared'],
  ['x and ‹1›', 'and is between instant vectors, and this is a number'],
  ['x == on (a) ‹1›', 'on is between instant vectors, and this is a number'],
  ['‹round()›', 'round takes 1 to 2 arguments, and has 0'],
];

describe('a query that is wrong', () => {
  it.each(wrong)('%s', (marked, message) => {
    const text = marked.replaceAll(/[‹›]/g, '');
    const { expr, problem } = parse(text);
    const [found] = problem ? [problem] : expr ? typeProblems(expr) : [];
    expect(found?.message).toContain(message);
    expect(found?.span.start).toBe(marked.indexOf('‹'));
    expect(found?.span.end).toBe(marked.indexOf('›') - 1);
  });

  it('is told what was probably meant', () => {
    const { expr } = parse('histogramm_quantile(0.9, x)');
    expect(expr && typeProblems(expr)[0]?.help).toBe('did you mean histogram_quantile?');
  });

  it('does not bring the parser down, however deeply it is nested', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['-', ''],
      ['abs(', ')'],
      ['x + (', ')'],
    ] as const) {
      const { problem } = parse(`${open.repeat(20_000)}1${close.repeat(20_000)}`);
      expect(problem?.message).toBe('this query is nested too deeply');
    }
    const chain = (length: number) => parse(Array.from({ length }, () => 'x').join(' or '));
    const { expr } = chain(1_000);
    expect(expr && typeProblems(expr)).toEqual([]);
    expect(chain(20_000).problem?.message).toBe('this query has too many parts');
  });
});

describe('a query', () => {
  it.each([
    ['a + b offset 5m', 'a + b offset 5m'],
    ['- a ^ b', '-a ^ b'],
    ['(a)', 'a'],
    ['a ^ b ^ c', 'a ^ b ^ c'],
    ['SUM BY(job)(x)', 'sum by (job) (x)'],
    ['sum(x) by (job)', 'sum by (job) (x)'],
    ['x  @  start( ) offset  -5m', 'x @ start() offset -5m'],
    ["{'http.status', a='b'}", '{"http.status",a="b"}'],
    ['sum by ("a.b") (x)', 'sum by ("a.b") (x)'],
    ['a / ignoring (x) group_right fill_left (0) b', 'a / ignoring (x) group_right fill_left (0) b'],
    ['offset + by', 'offset + by'],
    ['x > 5m', 'x > 300'],
    ['0x1F + 1_000 + .5 # a comment', '31 + 1000 + 0.5'],
    ['max_over_time((a + b)[1h:] offset 1d)', 'max_over_time((a + b)[1h:] offset 1d)'],
    ['a atan2 b % c', 'a atan2 b % c'],
  ])('%s prints as %s', (text, printed) => {
    const { expr } = parse(text);
    expect(expr && print(expr)).toBe(printed);
    const again = parse(printed).expr;
    expect(again && print(again)).toBe(printed);
  });

  it.each([
    'rate(x{job=~"$job"}[$__rate_interval])',
    'topk($n, sum by ($label) (x))',
    '${metric}_total[[suffix]]{instance=~"${instance:regex}"}',
    'rate(x[${window}:$__interval])',
    'sum(rate([[metric]]{job="[[job]]"}[5m])) / $factor',
    '$query > 5',
    'x offset $offset',
    '$aggregation(x)',
    'rate(x[${window}s]) + rate(x[5$unit]) + rate(x[${n}m:])',
    'x{job="api", $filters} / y{$filters}',
    'x{job=${job:doublequote}}',
    'x @ ${__to:date:seconds} offset ${shift}h',
  ])('of a dashboard may have variables: %s', (text) => {
    const { expr, problem } = parse(text, { variables: true });
    expect(problem).toBeUndefined();
    expect(expr && typeProblems(expr)).toEqual([]);
  });

  it('knows where each part of it stands', () => {
    const text = 'sum by (job) (rate(x{a="b"}[5m])) > 1';
    const { expr } = parse(text);
    const shown = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
    if (expr?.type !== 'binary' || expr.left.type !== 'aggregate' || expr.left.expr.type !== 'call') throw new Error();
    const [range] = expr.left.expr.args;
    expect(shown(expr.span)).toBe(text);
    expect(shown(expr.left.span)).toBe('sum by (job) (rate(x{a="b"}[5m]))');
    expect(shown(range?.span)).toBe('x{a="b"}[5m]');
    expect(shown(range?.type === 'range' ? range.selector.matchers[0]?.span : undefined)).toBe('a="b"');
  });
});
