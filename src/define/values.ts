import { UserError } from '../errors.js';
import { type Moment, secondsAt } from './moments.js';

/** How a series goes on for a while: stays, grows, or is not there. */
export interface Course {
  readonly kind: 'course';
  /** The value it begins with; where none is stated, it goes on from where it was, or from 0. */
  readonly start: number | undefined;
  /** Growth by the second; undefined where there are no samples. */
  readonly growth: number | undefined;
  /** Seconds; undefined to the end of the test. */
  readonly seconds: number | undefined;
  /** Whether Prometheus is told that it has ended, as it is when a target disappears. */
  readonly stale?: true;
  /** The same for so long, and then what follows. */
  for(time: Moment): Course;
  /** The same, beginning with this value. */
  from(value: number): Course;
}

/** A course, a number that stays, or values in promtool's notation, one for each step: `'0+5x10 _ 3'`. */
export type Values = Course | number | string;

const digits = String.raw`[-+]?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|inf(?:inity)?|nan)`;
const histogram = String.raw`\{\{[^}]*\}\}`;
/** One item of promtool's notation: a value, so many of it, growing by a step; no sample; the end of the series. */
const item = new RegExp(
  `^(?:_(?:x\\d+)?|stale|(?:${digits}|${histogram})(?:(?:[-+](?:${digits}|${histogram}))?x\\d+)?)$`,
  'i',
);

/** Whether a text is a series in promtool's notation. */
export function isNotation(text: string): boolean {
  const items = text.match(/(?:\{\{[^}]*\}\}|\S)+/g) ?? [];
  return items.length > 0 && items.every((one) => item.test(one));
}

/** It has this value, and keeps it. */
export const steady = (value: number): Course => course({ start: value, growth: 0 });

/** It grows by so much each second: `perSecond(5)` is what `rate()` sees as 5. Negative: it shrinks. */
export const perSecond = (growth: number): Course => course({ growth });

/** It grows by so much each minute. */
export const perMinute = (growth: number): Course => course({ growth: growth / 60 });

/** It grows by so much each hour. */
export const perHour = (growth: number): Course => course({ growth: growth / 3_600 });

/** There are no samples, as while scrapes are lost; queries go on to see the last one for five minutes. */
export const missing = (): Course => course({ growth: undefined });

/** The series ends, and Prometheus knows it: its target has disappeared, or exposes it no more. */
export const ended = (): Course => course({ growth: undefined, stale: true });

type Fields = Partial<Pick<Course, 'start' | 'growth' | 'seconds' | 'stale'>>;

function course(fields: Fields): Course {
  return {
    kind: 'course',
    start: undefined,
    growth: undefined,
    seconds: undefined,
    ...fields,
    for: (time) => course({ ...fields, seconds: secondsAt(time, 'for()') }),
    from: (value) => course({ ...fields, start: value }),
  };
}

/** Samples one step apart: so many, from a first value on, each more than the last by the same. No value: no sample. */
export interface Run {
  readonly count: number;
  readonly first: number | undefined;
  readonly by: number;
  readonly stale?: true;
}

/** Courses one after the other, as samples; the last one goes on up to the number of samples needed. */
export function runsOf(courses: readonly Course[], step: number, samples: number): readonly Run[] {
  const runs: Run[] = [];
  let last = 0;
  let taken = 0;
  for (const one of courses) {
    const count = one.seconds === undefined ? samples - taken : one.seconds / step;
    if (!Number.isInteger(count)) {
      throw new UserError(`a series goes on for ${one.seconds} seconds, which is no multiple of the step of ${step}`, {
        code: 'test/step',
        help: 'change one of them: the step is an option of the test, { step: "30s" }',
      });
    }
    if (count <= 0) continue;
    const first = one.growth === undefined ? undefined : (one.start ?? last);
    const by = (one.growth ?? 0) * step;
    runs.push({ count, first, by, ...(one.stale ? { stale: true } : {}) });
    taken += count;
    if (first !== undefined) last = first + by * count;
  }
  return runs;
}

/** Several series over the same stretch of time, in which none of them changes its course. */
export interface Piece {
  readonly count: number;
  readonly parts: readonly Run[];
}

/** Series side by side, cut wherever one of them changes its course. */
export function aligned(all: readonly (readonly Run[])[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = all.map((runs) => [...runs]);
  for (;;) {
    const heads = rest.flatMap(([head]) => head ?? []);
    if (heads.length < all.length || heads.length === 0) return pieces;
    const count = Math.min(...heads.map((head) => head.count));
    pieces.push({ count, parts: heads });
    rest = rest.map(([head, ...tail]) => (head && head.count > count ? [later(head, count), ...tail] : tail));
  }
}

const later = (run: Run, by: number): Run => ({
  ...run,
  count: run.count - by,
  first: run.first === undefined ? undefined : run.first + run.by * by,
});

/** Samples in promtool's notation. */
export function notation(runs: readonly Run[]): string {
  return runs.flatMap(runText).join(' ');
}

function runText({ count, first, by, stale }: Run): readonly string[] {
  if (first === undefined)
    return [...(stale ? ['stale'] : []), ...(count > (stale ? 1 : 0) ? [`_x${count - (stale ? 1 : 0)}`] : [])];
  if (count === 1) return [number(first)];
  if (by === 0) return [`${number(first)}x${count - 1}`];
  return [`${number(first)}${by < 0 ? '-' : '+'}${number(Math.abs(by))}x${count - 1}`];
}

/** Without the last digits, where arithmetic in binary leaves its traces. */
export const number = (value: number) => String(Number(value.toPrecision(12)));
