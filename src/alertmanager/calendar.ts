/**
 * The moments that time intervals tell apart: every moment is like one of them. So what holds at these holds at every
 * hour of the week, and on every day that has a date of its own.
 */
import type { AmConfig } from './model.js';
import { fromLocal, hasDate, locationOf, weekdays } from './moment.js';
import { isActiveLocally, type LocalTime, type TimeRange } from './time.js';

/** A part of a day, in which no time interval begins or ends. */
export interface Slot {
  /** Sunday is 0. */
  readonly weekday: number;
  /** Minutes since midnight; the end is not part of it. */
  readonly start: number;
  readonly end: number;
  /** A moment in it. */
  readonly at: Date;
  /** The day, where the configuration has a date of its own for it. */
  readonly date?: string;
}

const minutesOfDay = 24 * 60;
const millisecondsOfDay = minutesOfDay * 60_000;
/** A Monday of a year like others. */
const someMonday = Date.UTC(2027, 0, 4);

/** The parts of an ordinary week, from Monday on, by the clocks of the place the configuration goes by. */
export function ordinaryWeek(config: AmConfig): readonly Slot[] {
  const { location, cuts, dated } = frame(config);
  return [1, 2, 3, 4, 5, 6, 0].flatMap((weekday) => {
    const day = firstDay(weekday, (local) => !dated.some((range) => holdsOn(range, local)));
    return slotsOf(day, cuts, location);
  });
}

/** The parts of days that have a date of their own, one day for each kind of them. */
export function datedDays(config: AmConfig): readonly Slot[] {
  const { location, cuts, dated } = frame(config);
  if (dated.length === 0) return [];
  const seen = new Set<string>();
  return yearsOf(dated).flatMap((year) => {
    const slots: Slot[] = [];
    for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += millisecondsOfDay) {
      const local = calendarDay(day);
      const holding = dated.flatMap((range, index) => (holdsOn(range, local) ? [index] : []));
      const kind = `${local.weekday} ${holding.join(',')}`;
      if (holding.length === 0 || seen.has(kind)) continue;
      seen.add(kind);
      const date = new Date(day).toISOString().slice(0, 10);
      slots.push(...slotsOf(day, cuts, location).map((slot) => ({ ...slot, date })));
    }
    return slots;
  });
}

/** What there is to know of the time intervals that routes name. */
function frame(config: AmConfig) {
  const location = locationOf(config);
  const ranges = config.timeIntervals.flatMap((one) => one.ranges);
  const places = new Set(ranges.map((range) => range.location ?? 'UTC'));
  const ends = ranges.flatMap(({ times = [] }) => times.flatMap(({ start, end }) => [start, end]));
  // where clocks differ, every quarter of an hour is looked at
  const quarters = places.size > 1 ? Array.from({ length: 96 }, (_, index) => index * 15) : [];
  const cuts = [...new Set([0, ...ends, ...quarters, minutesOfDay])].sort((a, b) => a - b);
  return { location, cuts, dated: ranges.filter(hasDate) };
}

function slotsOf(day: number, cuts: readonly number[], location: string): Slot[] {
  return cuts.slice(0, -1).map((start, index) => ({
    weekday: new Date(day).getUTCDay(),
    start,
    end: cuts[index + 1] as number,
    at: fromLocal(day + start * 60_000, location),
  }));
}

function firstDay(weekday: number, is: (local: LocalTime) => boolean): number {
  const first = someMonday + ((weekday + 6) % 7) * millisecondsOfDay;
  for (let week = 0; week < 60; week++) {
    const day = first + week * 7 * millisecondsOfDay;
    if (is(calendarDay(day))) return day;
  }
  return first;
}

function calendarDay(day: number): LocalTime {
  const date = new Date(day);
  return {
    ...{ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
    ...{ weekday: date.getUTCDay(), minute: 0 },
  };
}

/** Whether the interval concerns the day at all, whatever the hour. */
function holdsOn(range: TimeRange, local: LocalTime): boolean {
  const { times: _, ...days } = range;
  return isActiveLocally(days, local);
}

/** Years that ranges name, and one that none of them does. */
function yearsOf(dated: readonly TimeRange[]): number[] {
  const named = dated.flatMap(({ years = [] }) => years.flatMap(({ begin, end }) => [begin, end]));
  const sane = [...new Set(named)].filter((year) => year > 1970 && year < 2200).sort((a, b) => a - b);
  return [...sane.slice(0, 6), (sane.at(-1) ?? 2026) + 1];
}

/** `Mon-Fri 00:00-09:00 and 18:00-24:00, Sat, Sun`: the parts of an ordinary week that were chosen. */
export function weekText(chosen: readonly Slot[]): string {
  const byDay = new Map<number, string>();
  for (const { weekday, start, end } of chosen) {
    const before = byDay.get(weekday);
    const joined = before?.endsWith(`-${clock(start)}`)
      ? before.replace(/\d\d:\d\d$/, clock(end))
      : [...(before ? [before] : []), `${clock(start)}-${clock(end)}`].join(' and ');
    byDay.set(weekday, joined);
  }
  const groups: { first: number; last: number; hours: string }[] = [];
  for (const weekday of [1, 2, 3, 4, 5, 6, 0]) {
    const hours = byDay.get(weekday);
    const open = groups.at(-1);
    if (hours === undefined) continue;
    if (open && open.hours === hours && (open.last + 1) % 7 === weekday) open.last = weekday;
    else groups.push({ first: weekday, last: weekday, hours });
  }
  if (groups.length === 1 && byDay.size === 7 && groups[0]?.hours === '00:00-24:00') return 'at every hour';
  return groups
    .map(({ first, last, hours }) => {
      const days = first === last ? dayName(first) : `${dayName(first)}-${dayName(last)}`;
      return hours === '00:00-24:00' ? days : `${days} ${hours}`;
    })
    .join(', ');
}

function dayName(weekday: number): string {
  const name = weekdays[weekday] ?? '';
  return `${name[0]?.toUpperCase()}${name.slice(1, 3)}`;
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
