import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/plan/diff/sides.js';

const testCase = (name: string, alert: string, at = '5m', rest: object = {}) => ({
  name,
  interval: '1m',
  promql_expr_test: [{ expr: `ALERTS{alertname="${alert}"}`, eval_time: at, exp_samples: [] }],
  ...rest,
});
const file = (id: string, tests: readonly object[], evaluation_interval = '1m') => ({
  kind: 'prometheus/tests',
  id,
  body: () => ({ rule_files: [`../rules/${id}.yaml`], evaluation_interval, tests }),
});

const high = [testCase('High: at once', 'High'), testCase('High: never', 'High')];
const low = testCase('Low: at night', 'Low');

const told = (before: ReturnType<typeof file>[], after: ReturnType<typeof file>[]) =>
  compareSides(before, after).changes.map(({ op, where, what, words }) => `${op} ${where}: ${what}: ${words}`);

describe('tests of rules', () => {
  it('are told by their alert, never as a file', () => {
    const after = [
      testCase('High: at once', 'High', '9m'),
      testCase('High: never', 'High', '9m'),
      testCase('High: now', 'High'),
    ];
    expect(compareSides([file('a', [...high, low])], [file('a', [...after, low])]).changes).toEqual([
      {
        op: 'changed',
        kind: 'prometheus/tests',
        id: 'High',
        path: '',
        before: ['High: at once', 'High: never'],
        after: ['High: at once', 'High: never', 'High: now'],
        where: 'tests of rules',
        what: 'tests of alert High',
        words: '2 cases changed, 1 case added',
      },
    ]);
  });

  it('that are gone or new', () => {
    expect(told([file('a', [...high, low])], [file('a', high)])).toEqual([
      'removed tests of rules: tests of alert Low: 1 case removed',
    ]);
    expect(told([], [file('a', high)])).toEqual(['added tests of rules: tests of alert High: 2 cases added']);
  });

  it('are the same in another file, for other groups and another interval', () => {
    expect(told([file('a', [...high, low])], [file('a+b', high, '2m'), file('c', [low])])).toEqual([]);
  });

  it('of a rule that is no alert are called as their cases are', () => {
    const ofRule = (value: string) => ({
      name: 'job:load: sums up',
      promql_expr_test: [{ expr: `job:load == ${value}` }],
    });
    expect(told([file('a', [ofRule('1')])], [file('a', [ofRule('2')])])).toEqual([
      'changed tests of rules: tests of "job:load": 1 case changed',
    ]);
  });
});
