import type { AmConfig } from './model.js';
import { isActive, localTime, type TimeRange } from './time.js';

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const minute = 60_000;
const day = 24 * 60 * minute;

/** A moment that somebody named. */
export interface Moment {
  readonly at: Date;
  /** Whose clocks were meant where the text did not say. */
  readonly location: string;
}

/**
 * Reads a moment: `now`, `Sun 03:00`, `03:00`, `2026-11-29T03:00+01:00`, `2026-11-29 03:00`.
 *
 * A day of the week is the next ordinary one: such that the configuration has no date of its own for it, so that a
 * question about Tuesdays is not answered with a holiday. Without a zone it is the time of the place that the
 * configuration's time intervals name first, or UTC.
 *
 * @returns undefined where it is none of these
 */
export function readMoment(text: string, config: AmConfig, now: Date): Moment | undefined {
  const location = locationOf(config);
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return { at: now, location };
  const weekly = /^([a-z]+)?\s*(\d{1,2}):(\d{2})$/i.exec(trimmed);
  if (weekly) {
    const [, name = '', hours, minutes] = weekly;
    const weekday = name === '' ? undefined : weekdayOf(name);
    const clock = Number(hours) * 60 + Number(minutes);
    if ((name !== '' && weekday === undefined) || clock >= 24 * 60 || Number(minutes) > 59) return undefined;
    return { at: nextOrdinary(config, now, location, weekday, clock), location };
  }
  const date = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    trimmed,
  );
  if (!date) return undefined;
  const [, year, month, dayOfMonth, hours = '0', minutes = '0', seconds = '0', zone] = date;
  const calendar = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth));
  const isDate = new Date(calendar).getUTCDate() === Number(dayOfMonth) && Number(month) <= 12;
  if (!isDate || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const local = calendar + (Number(hours) * 60 + Number(minutes)) * minute + Number(seconds) * 1000;
  if (zone === undefined) return { at: fromLocal(local, location), location };
  const [, sign, ahead, past] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? ['', '+', '0', '0'];
  const offset = (Number(ahead) * 60 + Number(past)) * minute * (sign === '-' ? -1 : 1);
  return { at: new Date(local - offset), location };
}

/** The place whose clocks the configuration goes by. */
export function locationOf({ timeIntervals }: AmConfig): string {
  return timeIntervals.flatMap(({ ranges }) => ranges.flatMap(({ location }) => location ?? []))[0] ?? 'UTC';
}

function weekdayOf(name: string): number | undefined {
  const found = weekdays.findIndex((one) => name.length >= 2 && one.startsWith(name.toLowerCase()));
  return found < 0 ? undefined : found;
}

function nextOrdinary(config: AmConfig, now: Date, location: string, weekday: number | undefined, clock: number): Date {
  const dated = config.timeIntervals.flatMap(({ ranges }) => ranges.filter(hasDate));
  const today = localTime(now, location);
  const start = Date.UTC(today.year, today.month - 1, today.day);
  let first: Date | undefined;
  for (let ahead = 0; ahead < 400; ahead++) {
    const calendar = start + ahead * day;
    if (weekday !== undefined && new Date(calendar).getUTCDay() !== weekday) continue;
    const at = fromLocal(calendar + clock * minute, location);
    if (at < now) continue;
    if (!dated.some((range) => isActive(range, at))) return at;
    first ??= at;
  }
  return first ?? now;
}

/** Whether it holds on some dates and not on others. */
export function hasDate({ daysOfMonth, months, years }: TimeRange): boolean {
  return daysOfMonth !== undefined || months !== undefined || years !== undefined;
}

/** The moment at which the clocks of a place show this; `local` counts milliseconds as if they showed UTC. */
export function fromLocal(local: number, location: string): Date {
  let at = local;
  // the second step is for moments near a change of the clocks
  for (let step = 0; step < 2; step++) {
    const shown = localTime(new Date(at), location);
    const whole = Date.UTC(shown.year, shown.month - 1, shown.day) + shown.minute * minute;
    at += local - (local % minute) - whole;
  }
  return new Date(at);
}

/** A moment for people: `Sun 2026-11-29 03:00 Europe/Paris`. */
export function momentText({ at, location }: Moment): string {
  const { year, month, day: dayOfMonth, weekday, minute: clock } = localTime(at, location);
  const two = (value: number) => String(value).padStart(2, '0');
  const name = (weekdays[weekday] ?? '').slice(0, 3);
  const date = `${year}-${two(month)}-${two(dayOfMonth)} ${two(Math.floor(clock / 60))}:${two(clock % 60)}`;
  return `${name[0]?.toUpperCase()}${name.slice(1)} ${date} ${location}`;
}
