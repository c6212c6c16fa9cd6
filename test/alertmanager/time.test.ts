import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/alertmanager/config/read.js';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { isWithin } from '../../src/alertmanager/route.js';

const office = {
  weekdays: ['monday:friday'],
  times: [{ start_time: '09:00', end_time: '17:00' }],
  location: 'Europe/Paris',
};
const lastThree = { days_of_month: ['-3:-1'] };

/** An interval, a moment, and whether it holds then: known from the calendar. */
const facts: readonly (readonly [what: string, interval: object, at: string, holds: boolean])[] = [
  ['the first minute', office, '2026-11-25T08:00:00Z', true],
  ['the minute before', office, '2026-11-25T07:59:59Z', false],
  ['the last minute', office, '2026-11-25T15:59:59Z', true],
  ['the end, which is no part of it', office, '2026-11-25T16:00:00Z', false],
  ['the same hour in summer', office, '2026-07-01T07:00:00Z', true],
  ['an hour early in summer', office, '2026-07-01T06:59:00Z', false],
  ['a Sunday', office, '2026-11-29T10:00:00Z', false],
  [
    'midnight is the end of a day',
    { times: [{ start_time: '23:00', end_time: '24:00' }] },
    '2026-11-25T23:59:59Z',
    true,
  ],
  ['and the next one begins', { times: [{ start_time: '23:00', end_time: '24:00' }] }, '2026-11-26T00:00:00Z', false],
  [
    'the day is that of the place',
    { weekdays: ['monday'], location: 'Pacific/Auckland' },
    '2026-11-29T11:00:00Z',
    true,
  ],
  ['which is not ours', { weekdays: ['monday'] }, '2026-11-29T11:00:00Z', false],
  [
    'west of us it is still yesterday',
    { days_of_month: ['24'], location: 'Pacific/Honolulu' },
    '2026-11-25T09:59:00Z',
    true,
  ],
  [
    'half an hour makes a difference in India',
    { times: [{ start_time: '12:00', end_time: '13:00' }], location: 'Asia/Kolkata' },
    '2026-11-25T06:30:00Z',
    true,
  ],
  [
    'and a quarter in Nepal',
    { times: [{ start_time: '12:00', end_time: '13:00' }], location: 'Asia/Kathmandu' },
    '2026-11-25T06:14:00Z',
    false,
  ],
  [
    'the hour that the clocks leave out',
    { times: [{ start_time: '02:00', end_time: '03:00' }], location: 'Europe/Paris' },
    '2026-03-29T01:30:00Z',
    false,
  ],
  [
    'the hour that comes twice, first',
    { times: [{ start_time: '02:00', end_time: '03:00' }], location: 'Europe/Paris' },
    '2026-10-25T00:30:00Z',
    true,
  ],
  [
    'and again',
    { times: [{ start_time: '02:00', end_time: '03:00' }], location: 'Europe/Paris' },
    '2026-10-25T01:30:00Z',
    true,
  ],
  ['the last days of November', lastThree, '2026-11-28T12:00:00Z', true],
  ['but not the one before', lastThree, '2026-11-27T12:00:00Z', false],
  ['the last days of February', lastThree, '2027-02-26T12:00:00Z', true],
  ['of a leap year', lastThree, '2028-02-26T12:00:00Z', false],
  ['the 31st of a month with 31 days', { days_of_month: ['31'] }, '2026-12-31T12:00:00Z', true],
  ['and never the 30th of one without', { days_of_month: ['31'] }, '2026-11-30T12:00:00Z', false],
  ['a range that ends beyond the month', { days_of_month: ['29:31'] }, '2026-11-30T12:00:00Z', true],
  ['from the fifth to the last but four', { days_of_month: ['5:-5'] }, '2026-11-26T12:00:00Z', true],
  ['and no longer', { days_of_month: ['5:-5'] }, '2026-11-27T12:00:00Z', false],
  ['a range that begins before the month', { days_of_month: ['-31:-30'] }, '2026-11-01T12:00:00Z', true],
  ['months by name', { months: ['november:december'] }, '2026-11-30T23:59:00Z', true],
  ['months by number', { months: ['1:3', '12'] }, '2026-11-30T12:00:00Z', false],
  ['years', { years: ['2026'] }, '2027-01-01T00:00:00Z', false],
  ['the year of the place', { years: ['2027'], location: 'Asia/Tokyo' }, '2026-12-31T15:00:00Z', true],
  [
    'all of them together',
    { ...office, months: ['11'], days_of_month: ['25'], years: ['2026'] },
    '2026-11-25T12:00:00Z',
    true,
  ],
  [
    'one of them missed',
    { ...office, months: ['11'], days_of_month: ['26'], years: ['2026'] },
    '2026-11-25T12:00:00Z',
    false,
  ],
  ['an interval without conditions', {}, '2026-11-25T12:00:00Z', true],
  ['a list without entries', { times: [] }, '2026-11-25T12:00:00Z', false],
  ['a month that does not exist', { months: ['13'] }, '2026-11-25T12:00:00Z', false],
];

describe('a time interval', () => {
  it.each(facts)('%s', (_what, interval, at, holds) => {
    const { config, problems } = readConfig({
      route: { receiver: 'a' },
      receivers: [{ name: 'a' }],
      time_intervals: [{ name: 'some', time_intervals: [interval] }],
    });
    expect(problems).toEqual([]);
    expect(isWithin(config as AmConfig, 'some', new Date(at))).toBe(holds);
  });
});
