import { describe, expect, it } from 'vitest';
import { gauge, histogram } from '../../src/define/metric.js';
import { series, seriesLines } from '../../src/define/series.js';
import { ended, missing, notation, perMinute, perSecond, runsOf, steady } from '../../src/define/values.js';

const info = { help: 'Help.', owner: 'o', group: 'g', exposedBy: ['x'], series: 1, aggregate: 'sum' } as const;
const duration = histogram('d_seconds', {
  ...info,
  unit: 'seconds',
  labels: { job: null },
  buckets: [0.1, 0.5],
});
const level = gauge('level', { ...info, unit: 'count', labels: { job: null } });
const times = { step: 60, end: 300, histograms: 'classic' } as const;

describe('the values of a series', () => {
  it.each([
    ['stays', [steady(5)], '5x5'],
    ['grows by so much each second', [perSecond(2)], '0+120x5'],
    ['goes on where it was', [perMinute(3).for('2m'), steady(1).for('1m'), perMinute(1)], '0+3x1 1 1+1x2'],
    ['goes on growing from where it was', [perMinute(3).for('2m'), perMinute(-1)], '0+3x1 6-1x3'],
    ['begins with a value', [perMinute(1).from(100)], '100+1x5'],
    ['is missing for a while', [steady(1).for('1m'), missing().for('2m'), steady(1)], '1 _x2 1x2'],
    ['ends', [steady(1).for('2m'), ended()], '1x1 stale _x3'],
  ])('%s', (_, courses, expected) => {
    expect(notation(runsOf(courses, 60, 6))).toBe(expected);
  });

  it('may be written as promtool writes them', () => {
    expect(seriesLines(series(level, { job: 'a"b' }, '1 2 _ 4x3'), times)).toEqual([
      { series: 'level{job="a\\"b"}', values: '1 2 _ 4x3' },
    ]);
  });

  it('last a whole number of steps, or say so', () => {
    expect(() => runsOf([steady(1).for('90s')], 60, 6)).toThrow('no multiple of the step of 60');
  });
});

describe('a histogram', () => {
  const lines = (observed: Parameters<typeof series>[2]) =>
    Object.fromEntries(
      seriesLines(series(duration, { job: 'a' }, observed as never), times).map(({ series, values }) => [
        series,
        values,
      ]),
    );

  it('has buckets, sum and count that agree', () => {
    expect(lines({ 0.1: perMinute(90), 0.3: perMinute(9), 2: perMinute(1) } as never)).toEqual({
      'd_seconds_bucket{job="a",le="0.1"}': '0+90x5',
      'd_seconds_bucket{job="a",le="0.5"}': '0+99x5',
      'd_seconds_bucket{job="a",le="+Inf"}': '0+100x5',
      'd_seconds_sum{job="a"}': '0+13.7x5',
      'd_seconds_count{job="a"}': '0+100x5',
    });
  });

  it('stays consistent while what is observed changes', () => {
    expect(lines({ 0.05: perMinute(10), 0.3: [perMinute(1).for('3m'), perMinute(5)] } as never)).toEqual({
      'd_seconds_bucket{job="a",le="0.1"}': '0+10x2 30+10x2',
      'd_seconds_bucket{job="a",le="0.5"}': '0+11x2 33+15x2',
      'd_seconds_bucket{job="a",le="+Inf"}': '0+11x2 33+15x2',
      'd_seconds_sum{job="a"}': '0+0.8x2 2.4+2x2',
      'd_seconds_count{job="a"}': '0+11x2 33+15x2',
    });
  });
});
