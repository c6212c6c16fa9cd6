import { describe, expect, it } from 'vitest';
import { mutantsOf } from '../../src/testing/mutation/mutants.js';

const changes = (expr: string) => mutantsOf({ record: 'a:b:c', expr }).map(({ body, what }) => `${what}: ${body.expr}`);

describe('the changes of a rule', () => {
  it('are of its query: comparisons, numbers, conditions', () => {
    expect(changes('m > 10 and on (job) up == 1')).toEqual([
      'and became unless, after m > 10: m > 10 unless on (job) up == 1',
      'without: and up == 1: m > 10',
      '> became <, after m: m < 10 and on (job) up == 1',
      '10 became 12, after m: m > 12 and on (job) up == 1',
      '10 became 8, after m: m > 8 and on (job) up == 1',
      '== became !=, after up: m > 10 and on (job) up != 1',
      '1 became 1.2, after up: m > 10 and on (job) up == 1.2',
      '1 became 0.8, after up: m > 10 and on (job) up == 0.8',
    ]);
  });

  it('are of its aggregations, functions, matchers and offsets', () => {
    expect(changes('sum by (job, env) (rate(m{code=~"5.."}[5m] offset 1h))')).toEqual([
      'sum became max, in sum by (…) (rate(m{code=~"5.."}[5m] offset 1h)): max by (job, env) (rate(m{code=~"5.."}[5m] offset 1h))',
      'by (…) without job, in sum by (…) (rate(m{code=~"5.."}[5m] offset 1h)): sum by (env) (rate(m{code=~"5.."}[5m] offset 1h))',
      'by (…) without env, in sum by (…) (rate(m{code=~"5.."}[5m] offset 1h)): sum by (job) (rate(m{code=~"5.."}[5m] offset 1h))',
      'rate became increase, in rate(m{code=~"5.."}[5m] offset 1h): sum by (job, env) (increase(m{code=~"5.."}[5m] offset 1h))',
      'without the matcher code=~"5..", of m: sum by (job, env) (rate(m[5m] offset 1h))',
      'code=~"5.." became code!~"5..", of m: sum by (job, env) (rate(m{code!~"5.."}[5m] offset 1h))',
      'without offset 1h: sum by (job, env) (rate(m{code=~"5.."}[5m]))',
    ]);
  });

  it('leave out what makes no difference', () => {
    expect(changes('histogram_quantile(0.9, rate(m_bucket[5m]))').join('\n')).not.toContain('increase');
    expect(changes('rate(m[5m]) > 0').join('\n')).not.toContain('increase');
    expect(changes('0 * m')).toEqual(['* became /, after 0: 0 / m', '0 became 1, before m: 1 * m']);
  });

  it('have names of their own', () => {
    expect(changes('a > 1 or b > 1').filter((text) => text.includes('became 1.2'))).toEqual([
      '1 became 1.2, after a: a > 1.2 or b > 1',
      '1 became 1.2, after b: a > 1 or b > 1.2',
    ]);
    expect(changes('rate(m[5m]) / rate(m[5m])').filter((text) => text.includes('became increase'))).toEqual([
      'rate became increase, in rate(m[5m]): increase(m[5m]) / rate(m[5m])',
      'rate became increase, in rate(m[5m]) (2): rate(m[5m]) / increase(m[5m])',
    ]);
  });

  it('are of how long it waits and of its labels', () => {
    const rule = { alert: 'A', expr: 'm', for: '5m', keep_firing_for: '90s', labels: { severity: 'critical' } };
    expect(mutantsOf(rule).map(({ what, body }) => [what, body.for, body.keep_firing_for, body.labels])).toEqual([
      ['without for: 5m', undefined, '90s', rule.labels],
      ['for: 5m became twice as long', '600s', '90s', rule.labels],
      ['without keep_firing_for: 90s', '5m', undefined, rule.labels],
      ['keep_firing_for: 90s became twice as long', '5m', '180s', rule.labels],
      ['without the label severity: critical', '5m', '90s', {}],
      ['the label severity: critical became another', '5m', '90s', { severity: 'mutated' }],
    ]);
  });
});
