import { describe, expect, it } from 'vitest';
import { type AnyVector, count, counter, not, rate, ratio, share, sum, zeroFilled } from '../../src/index.js';
import { print } from '../../src/promql/print.js';

const calls = counter('calls_total', {
  help: 'Calls.',
  unit: 'requests',
  labels: { service: null, code: ['ok', 'failed'] },
  owner: 'platform',
  group: 'test',
  exposedBy: ['service'],
  series: 2,
  aggregate: 'sum',
});

const total = sum(rate(calls, '5m')).by('service');
const failed = sum(rate(calls.where({ code: not('ok') }), '5m')).by('service');

const totalText = 'sum by (service) (rate(calls_total[5m]))';
const failedText = 'sum by (service) (rate(calls_total{code!="ok"}[5m]))';

function promqlOf(vector: AnyVector): string {
  return print(vector.toExpr('classic'));
}

describe('zeroFilled', () => {
  it('is 0 for each series of the total that counts nothing bad yet', () => {
    const filled = zeroFilled(failed, total);
    expect(promqlOf(filled)).toBe(`${failedText} or 0 * ${totalText}`);
    expect(filled.unit).toBe('requests/s');
    expect(Object.keys(filled.labels ?? {})).toEqual(['service']);
  });
});

describe('share', () => {
  it('is absent where there is no total, and a ratio of what has one dimension', () => {
    const part = share(failed, total);
    expect(promqlOf(part)).toBe(`${failedText} / (${totalText} > 0)`);
    expect(part.unit).toBe('ratio');
  });
});

describe('ratio', () => {
  it('is both: 0 without bad ones, absent without a total', () => {
    expect(promqlOf(ratio(failed, total))).toBe(`(${failedText} or 0 * ${totalText}) / (${totalText} > 0)`);
  });
});

describe.each([
  ['zeroFilled', zeroFilled],
  ['share', share],
  ['ratio', ratio],
])('%s', (_, combine) => {
  it('refuses sides that differ in a label', () => {
    const everything = sum(rate(calls, '5m'));
    // @ts-expect-error the total has lost its service
    expect(() => combine(failed, everything)).toThrow('differ in the label "service" and can never match');
  });
});

describe('count', () => {
  it('takes a counter as it is, because values do not matter to it', () => {
    const counted = count(calls.where({ code: 'ok' })).by('service');
    expect(promqlOf(counted)).toBe('count by (service) (calls_total{code="ok"})');
    expect(counted.unit).toBe('count');
  });
});
