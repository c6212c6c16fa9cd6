import type { AmConfig, Route } from '../../alertmanager/model.js';
import { locationOf } from '../../alertmanager/moment.js';
import { silentAt } from '../../alertmanager/route.js';
import { localTime } from '../../alertmanager/time.js';

/** The half hours of a week, Monday first; true where a route tells. */
export type Week = readonly boolean[];

const halfHours = 7 * 48;

/** A week in which nothing special is: Monday 8 June 2026. */
const monday = Date.UTC(2026, 5, 8);

export const always: Week = Array.from({ length: halfHours }, () => true);

/** When a route tells, in the place whose clocks the intervals go by. */
export function weekOf(route: Route, config: AmConfig): Week {
  if (route.activeTimes.length === 0 && route.muteTimes.length === 0) return always;
  const location = locationOf(config);
  const week = Array.from({ length: halfHours }, () => false);
  for (let index = 0; index < halfHours; index++) {
    const at = new Date(monday + index * 1_800_000);
    const { weekday, minute } = localTime(at, location);
    week[((weekday + 6) % 7) * 48 + Math.floor(minute / 30)] = silentAt(route, config, at) === undefined;
  }
  return week;
}

export function either(a: Week, b: Week): Week {
  return a.map((on, index) => on || b[index] === true);
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `always`, `never`, `Mon–Fri 09:00–17:00`. */
export function weekText(week: Week): string {
  if (week.every(Boolean)) return 'always';
  if (!week.some(Boolean)) return 'never';
  const ofDay = days.map((_, day) => rangesText(week.slice(day * 48, day * 48 + 48)));
  const parts: string[] = [];
  for (let day = 0; day < 7; day++) {
    const text = ofDay[day] as string;
    let last = day;
    while (last < 6 && ofDay[last + 1] === text) last += 1;
    if (text !== '')
      parts.push(`${days[day]}${last > day ? `–${days[last]}` : ''}${text === 'all day' ? '' : ` ${text}`}`);
    day = last;
  }
  return parts.join(', ');
}

function rangesText(day: Week): string {
  if (day.every(Boolean)) return 'all day';
  const ranges: string[] = [];
  for (let start = 0; start < day.length; start++) {
    if (!day[start]) continue;
    let end = start;
    while (day[end]) end += 1;
    ranges.push(`${clock(start)}–${clock(end)}`);
    start = end;
  }
  return ranges.join(' and ');
}

function clock(halfHour: number): string {
  return `${String(Math.floor(halfHour / 2)).padStart(2, '0')}:${halfHour % 2 === 0 ? '00' : '30'}`;
}
