import { describe, expect, it } from 'vitest';
import { datedDays, ordinaryWeek, weekText } from '../../src/alertmanager/calendar.js';
import { readConfig } from '../../src/alertmanager/config/read.js';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { isWithin } from '../../src/alertmanager/route.js';

function configOf(...intervals: readonly object[]): AmConfig {
  const { config, problems } = readConfig({
    route: { receiver: 'a' },
    receivers: [{ name: 'a' }],
    time_intervals: [{ name: 'some', time_intervals: intervals }],
  });
  expect(problems).toEqual([]);
  return config as AmConfig;
}

function hours(...intervals: readonly object[]): string {
  const config = configOf(...intervals);
  return weekText(ordinaryWeek(config).filter(({ at }) => isWithin(config, 'some', at)));
}

const times = (start: string, end: string) => ({ times: [{ start_time: start, end_time: end }] });

describe('the ordinary week of a time interval', () => {
  it.each([
    [[{}], 'at every hour'],
    [[{ weekdays: ['monday:friday'], ...times('09:00', '17:30') }], 'Mon-Fri 09:00-17:30'],
    [[{ weekdays: ['monday:friday'], ...times('09:00', '17:00'), location: 'Asia/Kolkata' }], 'Mon-Fri 09:00-17:00'],
    [
      [times('00:00', '06:00'), times('22:00', '24:00'), { weekdays: ['sunday', 'saturday'] }],
      'Mon-Fri 00:00-06:00 and 22:00-24:00, Sat-Sun',
    ],
    [[{ weekdays: ['wednesday'] }], 'Wed'],
    [[{ months: ['december'], days_of_month: ['25'] }], ''],
  ])('%j: %s', (intervals, text) => {
    expect(hours(...intervals)).toBe(text);
  });

  it('is looked at by the quarter where clocks differ', () => {
    const paris = { ...times('09:00', '10:00'), location: 'Europe/Paris' };
    const tokyo = { ...times('09:00', '10:00'), location: 'Asia/Tokyo' };
    expect(hours(paris, tokyo)).toBe('Mon-Sun 01:00-02:00 and 09:00-10:00');
  });
});

it('days with a date of their own are found, each kind once', () => {
  const config = configOf(
    { months: ['12'], days_of_month: ['25'], years: ['2026:2028'] },
    { days_of_month: ['-1'], months: ['2'] },
  );
  const days = [...new Set(datedDays(config).map(({ date }) => date ?? ''))];
  expect(days.filter((day) => day.endsWith('-12-25')).length).toBeGreaterThan(1);
  expect(days).toContain('2028-02-29');
  expect(days.filter((day) => !/-(12-25|02-2[89])$/.test(day))).toEqual([]);
  const weekdays = datedDays(config).map(({ date, weekday }) => `${date?.slice(5)} ${weekday}`);
  expect(new Set(weekdays).size).toBe(weekdays.length);
});
