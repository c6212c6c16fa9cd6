import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Expr, SelectorExpr } from '../../src/promql/ast.js';
import { print } from '../../src/promql/print.js';
import { binary, isThere, run } from '../real/servers.js';

const number = (value: number): Expr => ({ type: 'number', value });
const x: SelectorExpr = { type: 'selector', name: 'x', matchers: [] };
const y: SelectorExpr = { type: 'selector', name: 'y', matchers: [] };
const op = (operator: string, left: Expr, right: Expr, more: object = {}) =>
  ({ type: 'binary', op: operator, left, right, ...more }) as Expr;
const where = (label: string, matcher: '=' | '!=' | '=~' | '!~', value: string): Expr => ({
  ...x,
  matchers: [{ label, op: matcher, value }],
});

const cases: readonly (readonly [what: string, text: string, expr: Expr])[] = [
  ['no parentheses where precedence says the same', 'x + y * 2', op('+', x, op('*', y, number(2)))],
  ['parentheses where it does not', '(x + y) * 2', op('*', op('+', x, y), number(2))],
  ['the left side first', 'x - y - x', op('-', op('-', x, y), x)],
  ['parentheses around a right side of the same precedence', 'x - (y - x)', op('-', x, op('-', y, x))],
  ['a power of a negative number', '(-1) ^ 2', op('^', number(-1), number(2))],
  ['powers, which go the other way', 'x ^ y ^ 2', op('^', x, op('^', y, number(2)))],
  ['parentheses around a power of a power', '(x ^ y) ^ 2', op('^', op('^', x, y), number(2))],
  ['a negated vector', '-x', { type: 'negate', expr: x }],
  ['a negated sum', '-(x + y)', { type: 'negate', expr: op('+', x, y) }],
  ['a negated factor', '-x * 2', op('*', { type: 'negate', expr: x }, number(2))],
  ['a power of something negated', '(-x) ^ 2', op('^', { type: 'negate', expr: x }, number(2))],
  ['a negative number', 'x > -1', op('>', x, number(-1))],
  ['large and small numbers', 'x * 1000000 / 0.000001', op('/', op('*', x, number(1e6)), number(0.000001))],
  ['infinity', 'x < +Inf', op('<', x, number(Number.POSITIVE_INFINITY))],
  ['a comparison that answers 0 or 1', 'x > bool 1', op('>', x, number(1), { bool: true })],
  ['set operations below comparisons', 'x > 1 or y < 2', op('or', op('>', x, number(1)), op('<', y, number(2)))],
  ['and before or', '(x or y) and x', op('and', op('or', x, y), x)],
  ['matching on labels', 'x / on (a, b) y', op('/', x, y, { matching: { mode: 'on', labels: ['a', 'b'] } })],
  [
    'many to one',
    'x * ignoring (a) group_left (b) y',
    op('*', x, y, { matching: { mode: 'ignoring', labels: ['a'], group: { side: 'left', include: ['b'] } } }),
  ],
  ['quotes and backslashes in a value', 'x{a="\\"\\\\d\\n"}', where('a', '=', '"\\d\n')],
  ['a regular expression', 'x{a=~"5..|\\\\d+"}', where('a', '=~', '5..|\\d+')],
  ['an offset', 'x{a!="b"} offset 1w', { ...x, matchers: [{ label: 'a', op: '!=', value: 'b' }], offset: '1w' }],
  [
    'an aggregate with its parameter',
    'topk by (a) (3, x)',
    { type: 'aggregate', op: 'topk', param: number(3), expr: x, grouping: { mode: 'by', labels: ['a'] } },
  ],
  [
    'an aggregate without some labels',
    'sum without (a, b) (x)',
    { type: 'aggregate', op: 'sum', expr: x, grouping: { mode: 'without', labels: ['a', 'b'] } },
  ],
  [
    'an aggregate without no label: all are kept',
    'sum without () (x)',
    { type: 'aggregate', op: 'sum', expr: x, grouping: { mode: 'without', labels: [] } },
  ],
  ['matching on no label', 'x / on () y', op('/', x, y, { matching: { mode: 'on', labels: [] } })],
  ['an excluded regular expression', 'x{a!~"b.*"}', where('a', '!~', 'b.*')],
  ['a selector of braces alone', '{a="b"}', { type: 'selector', matchers: [{ label: 'a', op: '=', value: 'b' }] }],
  ['a range some time ago', 'x[5m] offset 1d', { type: 'range', selector: { ...x, offset: '1d' }, range: '5m' }],
  ['a subquery of a sum', '(x + y)[1h:1m]', { type: 'subquery', expr: op('+', x, y), range: '1h', step: '1m' }],
  [
    'a subquery at the default step, some time ago',
    'sum(x)[1h:] offset 1d',
    { type: 'subquery', expr: { type: 'aggregate', op: 'sum', expr: x }, range: '1h', offset: '1d' },
  ],
  ['a range', 'rate(x[5m])', { type: 'call', func: 'rate', args: [{ type: 'range', selector: x, range: '5m' }] }],
  [
    'a subquery',
    'max_over_time(rate(x[5m])[1h:1m])',
    {
      type: 'call',
      func: 'max_over_time',
      args: [
        {
          type: 'subquery',
          expr: { type: 'call', func: 'rate', args: [{ type: 'range', selector: x, range: '5m' }] },
          range: '1h',
          step: '1m',
        },
      ],
    },
  ],
];

describe('PromQL is printed', () => {
  it.each(cases)('with %s', (_, text, expr) => {
    expect(print(expr)).toBe(text);
  });

  it.runIf(isThere('forky'))('as Prometheus prints it', async () => {
    const formatted = await Promise.all(
      cases.map(([, text]) => run(binary('forky', 'promtool'), ['--experimental', 'promql', 'format', '--', text])),
    );
    expect(formatted.map(({ output }) => output.trim())).toEqual(cases.map(([, text]) => text));
  });

  for (const generation of ['bookworm', 'trixie'] as const) {
    it.runIf(isThere(generation))(`so that the Prometheus of ${generation} reads it too`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'obsctl-print-'));
      const rules = cases.map(([, text], index) => ({ record: `case:${index}`, expr: text }));
      await writeFile(join(folder, 'rules.yaml'), JSON.stringify({ groups: [{ name: 'cases', rules }] }));
      const checked = await run(binary(generation, 'promtool'), ['check', 'rules', 'rules.yaml'], folder);
      await rm(folder, { recursive: true });
      expect(checked).toEqual({ code: 0, output: expect.stringContaining(`${cases.length} rules found`) });
    });
  }
});
