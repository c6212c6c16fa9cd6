import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';

/** A length of time as Alertmanager writes it: `30s`, `5m`, `4h`. */
export type Span = `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y'}`;

type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
type Clock = `${number}:${number}`;

/** Times that fulfil all of the fields given; within one field any of the ranges is enough. */
export interface TimeRange {
  /** From the first moment up to, not including, the second; `24:00` is the end of the day. */
  readonly times?: readonly { readonly from: Clock; readonly to: Clock }[];
  readonly weekdays?: readonly (Weekday | `${Weekday}:${Weekday}`)[];
  /** 1 to 31, or from the end: -1 is the last day. */
  readonly daysOfMonth?: readonly (`${number}` | `${number}:${number}`)[];
  readonly months?: readonly (`${number}` | `${number}:${number}`)[];
  readonly years?: readonly (`${number}` | `${number}:${number}`)[];
  /** The time zone of all this. Default: UTC. */
  readonly location?: string;
}

/** Times at which routes are active or mute: those in any of the ranges. */
export interface TimeInterval {
  readonly kind: 'time-interval';
  readonly name: string;
  readonly ranges: readonly TimeRange[];
}

const rangeOptions: OptionsOf<TimeRange> = {
  times: { each: { from: 'text', to: 'text' }, optional: true },
  weekdays: 'list?',
  daysOfMonth: 'list?',
  months: 'list?',
  years: 'list?',
  location: 'text?',
};

/**
 * Times of the week or year, for `activeTimes` and `muteTimes` of routes. Several ranges: any of them.
 *
 * ```ts
 * timeInterval('working-hours', {
 *   weekdays: ['monday:friday'],
 *   times: [{ from: '09:00', to: '17:00' }],
 *   location: 'Europe/Berlin',
 * });
 * ```
 */
export function timeInterval(name: string, ranges: TimeRange | readonly TimeRange[]): TimeInterval {
  const all = Array.isArray(ranges) ? ranges : [ranges];
  for (const range of all) mustFit(`the time interval ${name}`, range, rangeOptions);
  return remember({ kind: 'time-interval', name, ranges: all });
}
