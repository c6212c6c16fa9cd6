import type { GoTime } from './values.js';

const dayNs = 86_400_000_000_000n;

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** What Go takes for "no time": the first day of the year 1. */
export const zeroTime: GoTime = {
  kind: 'time',
  ns: -62_135_596_800_000_000_000n,
  offset: 0,
  zone: 'UTC',
  location: 'UTC',
};

/** A moment as RFC 3339 writes it, to the nanosecond; undefined where the text is none. */
export function parseTime(text: string): GoTime | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hours, minutes, seconds, fraction = '', sign, east = '0', rest = '0'] = match;
  const offset = (sign === '-' ? -1 : 1) * (Number(east) * 3_600 + Number(rest) * 60);
  const milliseconds = daysOf(Number(year), Number(month) - 1, Number(day)) * 86_400_000;
  const clock = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ns = BigInt(milliseconds + (clock - offset) * 1_000) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  const zone = sign ? '' : 'UTC';
  return { kind: 'time', ns, offset, zone, location: zone };
}

function daysOf(year: number, month: number, day: number): number {
  // setUTCFullYear, because Date.UTC takes years below 100 for those of the last century
  return new Date(0).setUTCFullYear(year, month, day) / 86_400_000;
}

export interface Fields {
  readonly year: number;
  /** From 0, as in JavaScript. */
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

export function fieldsOf({ ns, offset }: GoTime): Fields {
  const local = ns + BigInt(offset) * 1_000_000_000n;
  let days = local / dayNs;
  let within = local % dayNs;
  if (within < 0n) {
    within += dayNs;
    days -= 1n;
  }
  const date = new Date(Number(days) * 86_400_000);
  const seconds = Number(within / 1_000_000_000n);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    yearDay: Number(days) - daysOf(year, 0, 1) + 1,
    hours: Math.floor(seconds / 3_600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    nanoseconds: Number(within % 1_000_000_000n),
  };
}

/** The moment that stands on the clock of `time` after so many years, months and days. */
export function addDate(time: GoTime, years: bigint, monthsMore: bigint, days: bigint): GoTime {
  const { year, month, day } = fieldsOf(time);
  const moved = daysOf(year + Number(years), month + Number(monthsMore), day + Number(days)) - daysOf(year, month, day);
  return inZone({ ...time, ns: time.ns + BigInt(moved) * dayNs });
}

export const utc = (time: GoTime): GoTime => ({ ...time, offset: 0, zone: 'UTC', location: 'UTC' });

/** The same moment on the clock of its location. */
export function inZone(time: GoTime): GoTime {
  const { location } = time;
  if (location === 'UTC' || location === '') return time;
  return inLocation(time, location) ?? time;
}

/** The same moment on the clock of a place such as `Europe/Berlin`; undefined where nobody knows the place. */
export function inLocation(time: GoTime, location: string): GoTime | undefined {
  if (location === '' || location === 'UTC' || location === 'Local') return utc(time);
  const milliseconds = Number(time.ns / 1_000_000n);
  try {
    const offset = offsetAt(location, milliseconds);
    return { ...time, offset, zone: abbreviation(location, milliseconds, offset), location };
  } catch {
    return undefined;
  }
}

function offsetAt(timeZone: string, milliseconds: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds));
}

/** Each language knows the names of its own zones only. */
const speakers: readonly (readonly [RegExp, string])[] = [
  [/^(Europe|Africa)\//, 'en-GB'],
  [/^(America|US|Pacific\/Honolulu)/, 'en-US'],
  [/^Australia\//, 'en-AU'],
  [/^Pacific\/Auckland/, 'en-NZ'],
];
/** Those that no language of JavaScript abbreviates. */
const others: Readonly<Record<string, string>> = {
  'Asia/Tokyo': 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Shanghai': 'CST',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Taipei': 'CST',
  'Asia/Kolkata': 'IST',
  'Asia/Calcutta': 'IST',
  'Asia/Karachi': 'PKT',
  'Asia/Manila': 'PST',
  'Asia/Jakarta': 'WIB',
  'Europe/Moscow': 'MSK',
  'Africa/Johannesburg': 'SAST',
  'Africa/Lagos': 'WAT',
  'Africa/Nairobi': 'EAT',
};

function abbreviation(timeZone: string, milliseconds: number, offset: number): string {
  const language = speakers.find(([pattern]) => pattern.test(timeZone))?.[1] ?? 'en-US';
  const format = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'short' });
  const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  if (others[timeZone]) return others[timeZone];
  if (/^[A-Z]{2,5}$/.test(name) && !(name === 'GMT' && offset !== 0)) return name;
  const minutes = Math.abs(offset) / 60;
  const pad = (count: number) => String(Math.floor(count)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(minutes / 60)}${minutes % 60 ? pad(minutes % 60) : ''}`;
}
