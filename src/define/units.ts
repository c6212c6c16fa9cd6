/**
 * Units say what a number means, so that seconds are never drawn as milliseconds.
 * Counting units name what is counted; among each other they are one dimension.
 */
export type CountUnit =
  | 'count'
  | 'requests'
  | 'messages'
  | 'connections'
  | 'errors'
  | 'events'
  | 'operations'
  | 'packets'
  | 'users';

export type BaseUnit = CountUnit | 'seconds' | 'bytes' | 'percent' | 'ratio' | 'currency' | 'score' | 'state';

/** `unknown` is what arithmetic cannot tell; a recording rule or panel then has to state the unit. */
export type Unit = BaseUnit | `${CountUnit | 'bytes' | 'currency'}/s` | 'unknown';

/** All of them, for definitions run without being checked. */
export const units: Readonly<Record<Unit, true>> = {
  count: true,
  requests: true,
  messages: true,
  connections: true,
  errors: true,
  events: true,
  operations: true,
  packets: true,
  users: true,
  seconds: true,
  bytes: true,
  percent: true,
  ratio: true,
  currency: true,
  score: true,
  state: true,
  'count/s': true,
  'requests/s': true,
  'messages/s': true,
  'connections/s': true,
  'errors/s': true,
  'events/s': true,
  'operations/s': true,
  'packets/s': true,
  'users/s': true,
  'bytes/s': true,
  'currency/s': true,
  unknown: true,
};

type CountRate = `${CountUnit}/s`;

export type Dimension<U extends Unit> = U extends CountUnit ? 'count' : U extends CountRate ? 'count/s' : U;

/** The unit of `rate(x)`: seconds per second are a ratio. */
export type PerSecond<U extends Unit> = U extends 'seconds'
  ? 'ratio'
  : U extends CountUnit | 'bytes' | 'currency'
    ? `${U}/s`
    : 'unknown';

/** The unit of `a / b`. */
export type Quotient<A extends Unit, B extends Unit> = [Dimension<A>] extends [Dimension<B>]
  ? A extends 'unknown'
    ? 'unknown'
    : 'ratio'
  : B extends 'ratio'
    ? A
    : A extends 'ratio'
      ? B extends CountUnit
        ? 'ratio'
        : 'unknown'
      : 'unknown';

/** The unit of `a * b`. */
export type Product<A extends Unit, B extends Unit> = B extends 'ratio' ? A : A extends 'ratio' ? B : 'unknown';

/** The Grafana units that show a dimension's raw number truthfully; the first is the default. */
export const displayUnits = {
  seconds: ['s', 'dtdurations', 'dthms', 'clocks'],
  bytes: ['bytes', 'decbytes'],
  'bytes/s': ['Bps', 'binBps'],
  percent: ['percent'],
  ratio: ['percentunit', 'short', 'none'],
  currency: ['short', 'currencyEUR', 'currencyUSD', 'none'],
  'currency/s': ['short'],
  score: ['short', 'none'],
  state: ['none', 'short', 'percentunit'],
  count: ['short', 'none', 'locale', 'sishort'],
  'count/s': ['ops', 'reqps', 'mps', 'cps', 'eps', 'pps', 'short'],
} as const;

export type DisplayUnit<U extends Unit = Unit> = U extends 'unknown'
  ? AnyDisplayUnit
  : (typeof displayUnits)[Dimension<U> & keyof typeof displayUnits][number];

export type AnyDisplayUnit = (typeof displayUnits)[keyof typeof displayUnits][number];

const rateDisplays: Partial<Record<Unit, AnyDisplayUnit>> = {
  'requests/s': 'reqps',
  'messages/s': 'mps',
  'connections/s': 'cps',
  'errors/s': 'eps',
  'events/s': 'eps',
  'packets/s': 'pps',
};

const countUnits: readonly string[] = [
  'count',
  'requests',
  'messages',
  'connections',
  'errors',
  'events',
  'operations',
  'packets',
  'users',
];

export function dimensionOf(unit: Unit): string {
  if (countUnits.includes(unit)) return 'count';
  if (unit.endsWith('/s') && countUnits.includes(unit.slice(0, -2))) return 'count/s';
  return unit;
}

/** How Grafana shows a unit where the panel does not choose among the truthful ones. */
export function defaultDisplay(unit: Unit): AnyDisplayUnit | undefined {
  const displays: Record<string, readonly AnyDisplayUnit[]> = displayUnits;
  return rateDisplays[unit] ?? displays[dimensionOf(unit)]?.[0];
}

export function perSecond(unit: Unit): Unit {
  if (unit === 'seconds') return 'ratio';
  if (countUnits.includes(unit) || unit === 'bytes' || unit === 'currency') return `${unit}/s` as Unit;
  return 'unknown';
}

export function quotient(a: Unit, b: Unit): Unit {
  if (a !== 'unknown' && dimensionOf(a) === dimensionOf(b)) return 'ratio';
  if (b === 'ratio') return a;
  if (a === 'ratio' && dimensionOf(b) === 'count') return 'ratio';
  return 'unknown';
}

export function product(a: Unit, b: Unit): Unit {
  if (b === 'ratio') return a;
  return a === 'ratio' ? b : 'unknown';
}
