import { describe, expect, it } from 'vitest';
import {
  type AnyVector,
  histogram,
  increase,
  observations,
  observationsUpTo,
  quantile,
  rate,
  sub,
  sum,
} from '../../src/index.js';
import { print } from '../../src/promql/print.js';

const duration = histogram('duration_seconds', {
  help: 'Duration.',
  unit: 'seconds',
  labels: { service: null, route: null },
  owner: 'platform',
  group: 'test',
  exposedBy: ['service'],
  series: 6,
  aggregate: 'sum',
  buckets: [0.1, 0.5, 1],
});

const rates = sum(rate(duration, '5m')).by('service');

function both(vector: AnyVector): { classic: string; native: string } {
  return { classic: print(vector.toExpr('classic')), native: print(vector.toExpr('native')) };
}

describe('quantile', () => {
  it('keeps le in the classic form only', () => {
    expect(both(quantile(0.99, rates))).toEqual({
      classic: 'histogram_quantile(0.99, sum by (service, le) (rate(duration_seconds_bucket[5m])))',
      native: 'histogram_quantile(0.99, sum by (service) (rate(duration_seconds[5m])))',
    });
  });

  it('refuses what is no share, and a histogram without a rate', () => {
    expect(() => quantile(99, rates)).toThrow('a quantile lies between 0 and 1, and 99 does not');
    // @ts-expect-error a bare histogram counts since the process started
    expect(() => quantile(0.99, duration)).toThrow('quantile() of a bare histogram');
  });
});

describe('observations', () => {
  it('counts per second for a rate, and in total for an increase', () => {
    expect(observations(rates).unit).toBe('events/s');
    const counted = observations(sum(increase(duration, '1h')).by('service'));
    expect(counted.unit satisfies 'events').toBe('events');
    expect(both(counted)).toEqual({
      classic: 'sum by (service) (increase(duration_seconds_count[1h]))',
      native: 'histogram_count(sum by (service) (increase(duration_seconds[1h])))',
    });
  });

  it('of a rate cannot be subtracted from those of an increase', () => {
    const hour = sum(increase(duration, '1h')).by('service');
    // @ts-expect-error events/s and events
    expect(() => sub(observations(rates), observations(hour))).toThrow('sub() of events/s and events');
  });
});

describe('observationsUpTo', () => {
  it('reads a bucket, or the share of a native histogram where there is something to share', () => {
    const whole = 'sum by (service) (rate(duration_seconds[5m]))';
    expect(both(observationsUpTo(0.1, rates))).toEqual({
      classic: 'sum by (service) (rate(duration_seconds_bucket{le="0.1"}[5m]))',
      native: `histogram_fraction(0, 0.1, ${whole}) * (histogram_count(${whole}) > 0)`,
    });
  });

  it('finds an integer bound under both spellings of Prometheus 2 and 3', () => {
    const { classic } = both(observationsUpTo(1, rates));
    expect(classic).toBe('sum by (service) (rate(duration_seconds_bucket{le=~"1(\\\\.0)?"}[5m]))');
  });

  it('refuses a bound between two buckets', () => {
    // @ts-expect-error not a bound
    expect(() => observationsUpTo(0.2, rates)).toThrow('0.2 is not a bucket bound of this histogram');
  });
});
