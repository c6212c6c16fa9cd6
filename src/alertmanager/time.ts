/** Minutes of a day, from 0:00 on; the end is not part of it. */
export interface MinuteRange {
  readonly start: number;
  readonly end: number;
}

/** Both ends are part of it. */
export interface NumberRange {
  readonly begin: number;
  readonly end: number;
}

/** A time interval: a moment has to be in one range of each list that is there. */
export interface TimeRange {
  readonly times?: readonly MinuteRange[];
  /** Sunday is 0. */
  readonly weekdays?: readonly NumberRange[];
  /** Negative days count from the end of the month. */
  readonly daysOfMonth?: readonly NumberRange[];
  /** January is 1. */
  readonly months?: readonly NumberRange[];
  readonly years?: readonly NumberRange[];
  /** A name of the IANA database; UTC where there is none. */
  readonly location?: string;
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = 'january february march april may june july august september october november december'.split(' ');

/** A moment as clocks and calendars of a place show it. */
export interface LocalTime {
  readonly year: number;
  /** January is 1. */
  readonly month: number;
  readonly day: number;
  /** Sunday is 0. */
  readonly weekday: number;
  /** Since midnight. */
  readonly minute: number;
}

/** Whether a moment lies in the interval. */
export function isActive(range: TimeRange, at: Date): boolean {
  return isActiveLocally(range, localTime(at, range.location ?? 'UTC'));
}

/** The same, of a moment in the interval's own place. */
export function isActiveLocally(range: TimeRange, local: LocalTime): boolean {
  const within = (ranges: readonly NumberRange[] | undefined, value: number) =>
    ranges === undefined || ranges.some(({ begin, end }) => value >= begin && value <= end);
  return (
    (range.times === undefined || range.times.some(({ start, end }) => local.minute >= start && local.minute < end)) &&
    (range.daysOfMonth === undefined || range.daysOfMonth.some((days) => isDay(days, local))) &&
    within(range.months, local.month) &&
    within(range.weekdays, local.weekday) &&
    within(range.years, local.year)
  );
}

function isDay({ begin, end }: NumberRange, { year, month, day }: LocalTime): boolean {
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const first = begin < 0 ? daysInMonth + begin + 1 : begin;
  const last = end < 0 ? daysInMonth + end + 1 : end;
  return first <= daysInMonth && day >= first && day <= Math.min(last, daysInMonth);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a place show; `location` is a name of the IANA database. */
export function localTime(at: Date, location: string): LocalTime {
  let format = formats.get(location);
  if (!format) {
    const numeric = 'numeric' as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: location,
      hourCycle: 'h23',
      ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric },
    });
    formats.set(location, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, weekday, minute: hour * 60 + minute };
}

/** A range as it is written, or why it is none. */
export type Read<T> = { readonly range: T } | { readonly problem: string };

/** `start_time: 09:00`, `end_time: 17:00`. */
export function readTimes(start: unknown, end: unknown): Read<MinuteRange> {
  if (typeof start !== 'string' || typeof end !== 'string' || start === '' || end === '') {
    return { problem: 'start_time and end_time are both needed, in quotes' };
  }
  const [from, to] = [minutes(start), minutes(end)];
  if (from === undefined || to === undefined)
    return { problem: `${from === undefined ? start : end} is no time of day: write 09:30` };
  if (from >= to) return { problem: `${start} is not before ${end}: an interval over midnight is two` };
  return { range: { start: from, end: to } };
}

function minutes(text: string): number | undefined {
  const found = /^(([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  return found ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : undefined;
}

/** `monday:friday`, or one of them. */
export function readWeekdays(text: string): Read<NumberRange> {
  return readRange(text, (name) => {
    const day = weekdays.indexOf(name);
    return day < 0 ? `${name} is no day of the week` : day;
  });
}

/** `january:march`, `1:3`. Alertmanager takes numbers that no month has; such a range never comes. */
export function readMonths(text: string): Read<NumberRange> {
  return readRange(text, (name) => {
    const month = months.indexOf(name) + 1;
    return month > 0 ? month : wholeNumber(name, 'month');
  });
}

export function readYears(text: string): Read<NumberRange> {
  return readRange(text, (name) => wholeNumber(name, 'year'));
}

function wholeNumber(text: string, what: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : `${text || 'nothing'} is no ${what}`;
}

/** `1:7`, `-3:-1`. */
export function readDaysOfMonth(text: string): Read<NumberRange> {
  const read = readRange(text, (name) => wholeNumber(name, 'day of the month'), true);
  if ('problem' in read) return read;
  const { begin, end } = read.range;
  for (const day of [begin, end])
    if (day === 0 || Math.abs(day) > 31) return { problem: `${day} is no day of the month` };
  if (begin < 0 && end > 0) return { problem: 'a range that begins at the end of the month ends there too' };
  const atLeast = (day: number) => (day < 0 ? 28 + day : day);
  return atLeast(begin) > atLeast(end) ? { problem: `day ${end} comes before day ${begin}` } : read;
}

function readRange(text: string, member: (name: string) => number | string, anyOrder = false): Read<NumberRange> {
  const parts = text.toLowerCase().split(':');
  if (parts.length > 2) return { problem: `${text} is no range: write first:last` };
  const [begin, end = begin] = parts.map(member);
  if (typeof begin === 'string' || begin === undefined) return { problem: begin ?? 'it is empty' };
  if (typeof end === 'string' || end === undefined) return { problem: end ?? 'it is empty' };
  if (begin > end && !anyOrder) return { problem: `${parts[1]} comes before ${parts[0]}` };
  return { range: { begin, end } };
}

export function isLocation(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
