import type { NamedNumber } from './values.js';

export const second = 1_000_000_000n;
export const minute = 60n * second;
export const hour = 60n * minute;

/** As Go prints it: `1h2m3.5s`, `250ms`, `0s`. */
export function durationText({ value }: Pick<NamedNumber, 'value'>): string {
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  if (size === 0n) return '0s';
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${fraction(size, 1_000n)}µs`;
  if (size < second) return `${sign}${fraction(size, 1_000_000n)}ms`;
  const hours = size / hour;
  const minutes = (size / minute) % 60n;
  const seconds = `${fraction(size % minute, second)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

function fraction(value: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const rest = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(value / unit) : `${value / unit}.${rest}`;
}

/** To the nearest multiple, halves away from zero. */
export function rounded(value: bigint, unit: bigint): bigint {
  if (unit <= 0n) return value;
  const rest = value % unit;
  const size = rest < 0n ? -rest : rest;
  if (size * 2n < unit) return value - rest;
  return value < 0n ? value - rest - unit : value - rest + unit;
}

export function truncated(value: bigint, unit: bigint): bigint {
  return unit <= 0n ? value : value - (value % unit);
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
  d: 8.64e7,
  w: 6.048e8,
  y: 3.1536e10,
};

/** Seconds of a duration as Prometheus writes it, `1h30m`; undefined where it is none. */
export function prometheusDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (text === '' || !/^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text)) return undefined;
  let milliseconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    milliseconds += Number(count) * (units[unit ?? ''] ?? 0);
  }
  return milliseconds / 1_000;
}
