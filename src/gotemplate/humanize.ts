import { prometheusDuration } from './duration.js';
import { typeName } from './print.js';
import { sprintf } from './printf.js';
import { refuse } from './refuse.js';
import type { Value } from './values.js';

/** The number that a value stands for: numbers, and texts that spell one. */
export function toFloat(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value !== null && typeof value === 'object' && value.kind === 'number') {
    return value.type === 'time.Duration' ? Number(value.value) / 1e9 : Number(value.value);
  }
  if (typeof value !== 'string') return refuse(`a value of type ${typeName(value)} is no number`);
  const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(value);
  if (special) return /^i/i.test(special[2] ?? '') ? Number(`${special[1] ?? ''}Infinity`) : Number.NaN;
  return plain ? Number(value) : refuse(`"${value}" is no number`);
}

const short = (value: number) => sprintf('%.4g', [value]);

const large = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const small = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const binary = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];

/** Divides until less than a step is left, and names the last step. */
function scaled(value: number, prefixes: readonly string[], step: number): string {
  let rest = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(rest) < step) break;
    prefix = next;
    rest /= step;
  }
  return short(rest) + prefix;
}

/** `1.234k`, `250m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return short(value);
  if (Math.abs(value) >= 1) return scaled(value, large, 1_000);
  let rest = value;
  let prefix = '';
  for (const next of small) {
    if (Math.abs(rest) >= 1) break;
    prefix = next;
    rest *= 1_000;
  }
  return short(rest) + prefix;
}

/** `1.5Gi`. */
export function humanize1024(value: number): string {
  return Math.abs(value) <= 1 || !Number.isFinite(value) ? short(value) : scaled(value, binary, 1_024);
}

/** Of seconds: `1d 2h 3m 4s`, `12.5ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return short(seconds);
  if (seconds === 0) return '0s';
  if (Math.abs(seconds) < 1) return `${humanize(seconds)}s`;
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  const whole = Math.trunc(size);
  const rest = whole % 60;
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3_600) % 24;
  const days = Math.floor(whole / 86_400);
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${rest}s`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${rest}s`;
  if (minutes > 0) return `${sign}${minutes}m ${rest}s`;
  return `${sign}${short(size)}s`;
}

export function humanizePercentage(ratio: number): string {
  return `${short(ratio * 100)}%`;
}

/** Nanoseconds since 1970 of seconds; Prometheus keeps milliseconds of them. */
export function timestampOf(seconds: number): bigint {
  const nanoseconds = seconds * 1e9;
  if (!Number.isFinite(seconds) || Math.abs(nanoseconds) > 2 ** 63) return refuse(`${seconds} is no time`);
  return (BigInt(Math.trunc(nanoseconds)) / 1_000_000n) * 1_000_000n;
}

/** Seconds of `1h30m`, with a sign where there is one. */
export function secondsOf(text: string): number {
  const seconds = prometheusDuration(text.replace(/^-/, ''));
  if (seconds === undefined) return refuse(`"${text}" is no duration`);
  return text.startsWith('-') ? -seconds : seconds;
}
