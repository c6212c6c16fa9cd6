import { describe, expect, it } from 'vitest';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { momentText, readMoment } from '../../src/alertmanager/moment.js';

const config = (location?: string): AmConfig => ({
  route: {} as AmConfig['route'],
  receivers: [],
  inhibitRules: [],
  timeIntervals: [
    { path: [], name: 'hours', ranges: [{ weekdays: [{ begin: 1, end: 5 }], ...(location ? { location } : {}) }] },
    { path: [], name: 'holidays', ranges: [{ months: [{ begin: 12, end: 12 }], daysOfMonth: [{ begin: 1, end: 1 }] }] },
  ],
});

/** A Wednesday. */
const now = new Date('2026-11-25T12:00:00Z');

describe('a moment in words', () => {
  it.each([
    ['now', 'Europe/Paris', '2026-11-25T12:00:00.000Z'],
    ['Sun 03:00', 'Europe/Paris', '2026-11-29T02:00:00.000Z'],
    ['sunday 3:00', undefined, '2026-11-29T03:00:00.000Z'],
    ['Wed 12:30', undefined, '2026-11-25T12:30:00.000Z'],
    ['Wed 11:00', undefined, '2026-12-02T11:00:00.000Z'],
    ['23:59', 'Asia/Tokyo', '2026-11-25T14:59:00.000Z'],
    ['2026-11-29T03:00+01:00', undefined, '2026-11-29T02:00:00.000Z'],
    ['2026-11-29T03:00:30Z', 'Europe/Paris', '2026-11-29T03:00:30.000Z'],
    ['2026-07-01 03:00', 'Europe/Paris', '2026-07-01T01:00:00.000Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    // the night in which the clocks go back, after they did
    ['2026-10-25T04:00', 'Europe/Paris', '2026-10-25T03:00:00.000Z'],
  ])('%s in %s is %s', (text, location, expected) => {
    expect(readMoment(text, config(location), now)?.at.toISOString()).toBe(expected);
  });

  it('is an ordinary day where it has no date', () => {
    // the first of December is a Tuesday
    expect(readMoment('Tue 10:00', config(), now)?.at.toISOString()).toBe('2026-12-08T10:00:00.000Z');
  });

  it.each(['', 'soon', 'Xyz 03:00', 'Sun', 'Sun 24:00', '12:60', '2026-02-30', '2026-13-01', '2026-01-01T25:00'])(
    '%s is none',
    (text) => {
      expect(readMoment(text, config(), now)).toBeUndefined();
    },
  );

  it('reads like a date', () => {
    expect(momentText({ at: new Date('2026-11-29T02:05:00Z'), location: 'Europe/Paris' })).toBe(
      'Sun 2026-11-29 03:05 Europe/Paris',
    );
  });
});
