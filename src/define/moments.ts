import { UserError } from '../errors.js';
import { durationSeconds } from '../promql/duration.js';

type Part = `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w'}`;

/** How long after its beginning something happens in a test, in words: `6m`, `1h 30m`, `8d`. */
export type Moment = Part | `${Part}${Part}` | `${Part} ${Part}` | `${Part} ${Part} ${Part}` | '0';

/** The seconds of a moment; text from elsewhere, which no type has seen, may be none. */
export function secondsAt(moment: string, what: string): number {
  const seconds = moment === '0' ? 0 : durationSeconds(moment.replaceAll(' ', ''));
  if (!Number.isNaN(seconds)) return seconds;
  throw new UserError(`${what} is ${moment}, which is no length of time`, {
    code: 'test/time',
    help: 'write 90s, 6m, 1h 30m or 8d',
  });
}

/** The shortest way to write a number of seconds: `1h30m`. */
export function inWords(seconds: number): string {
  if (seconds === 0) return '0s';
  let rest = Math.round(seconds * 1000);
  let text = '';
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;
