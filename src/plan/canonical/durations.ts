import { durationSeconds, isDuration } from '../../promql/duration.js';
import type { Json } from './plain.js';
import { replace } from './plain.js';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** One text for equal durations: `345600s`, `96h` and `4d` are `4d`; 0 is `0s`. Anything else stays as it is. */
function canonicalDuration(value: unknown): unknown {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !isDuration(text)) return value;
  return durationText(text === '0' ? 0 : durationSeconds(text));
}

/** Seconds as a duration, each unit once, the largest first. */
export function durationText(seconds: number): string {
  let rest = Math.round(seconds * 1_000);
  if (rest === 0) return '0s';
  const parts: string[] = [];
  for (const [unit, milliseconds] of units) {
    const count = Math.floor(rest / milliseconds);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * milliseconds;
  }
  return parts.join('');
}

export function canonicalDurations(object: Json, keys: readonly string[]): void {
  for (const key of keys) replace(object, key, canonicalDuration);
}
