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
  for (const { unit, size } of units) {
    if (rest < size) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text;
}

const units = [
  { unit: 'd', size: 86_400_000 },
  { unit: 'h', size: 3_600_000 },
  { unit: 'm', size: 60_000 },
  { unit: 's', size: 1000 },
  { unit: 'ms', size: 1 },
];
