import { aligned, type Course, notation, number, type Piece, type Run, runsOf } from './values.js';

/** A series as promtool is told of it. */
export interface SeriesLine {
  readonly series: string;
  readonly values: string;
}

/** What is observed of a histogram: each value, and how often. */
export type Observations = readonly (readonly [value: number, courses: readonly Course[]])[];

interface Times {
  readonly step: number;
  readonly samples: number;
}

/** The series of a classic histogram: buckets, which are cumulative, sum and count. */
export function classicLines(
  observed: Observations,
  {
    bounds,
    times,
    selector,
  }: {
    readonly bounds: readonly number[];
    readonly times: Times;
    readonly selector: (part: string, le?: string) => string;
  },
): readonly SeriesLine[] {
  const values = observed.map(([value]) => value);
  const pieces = piecesOf(observed, times);
  const total = (weight: (value: number) => number) =>
    notation(pieces.map((piece) => weighted(piece, values.map(weight))));
  return [
    ...[...bounds, Number.POSITIVE_INFINITY].map((bound) => ({
      series: selector('_bucket', bound === Number.POSITIVE_INFINITY ? '+Inf' : String(bound)),
      values: total((value) => (value <= bound ? 1 : 0)),
    })),
    { series: selector('_sum'), values: total((value) => value) },
    { series: selector('_count'), values: total(() => 1) },
  ];
}

function piecesOf(observed: Observations, { step, samples }: Times): readonly Piece[] {
  return aligned(observed.map(([, courses]) => runsOf(courses, step, samples)));
}

function weighted({ count, parts }: Piece, weights: readonly number[]): Run {
  const sum = (part: (run: Run) => number) =>
    parts.reduce((all, run, index) => all + part(run) * (weights[index] ?? 0), 0);
  const there = parts.every(({ first }) => first !== undefined);
  const stale = parts.some((run) => run.stale);
  return {
    count,
    first: there ? sum(({ first = 0 }) => first) : undefined,
    by: sum(({ by }) => by),
    ...(stale ? { stale } : {}),
  };
}

/** Buckets that grow by a twelfth: as fine as instrumentation usually has them. */
const schema = 3;

/** A native histogram, which is one series whose samples are whole histograms. */
export function nativeLine(observed: Observations, times: Times, series: string): SeriesLine {
  const values = observed.map(([value]) => value);
  const texts = piecesOf(observed, times).map(({ count, parts }) => {
    if (parts.some(({ first }) => first === undefined)) return `_x${count}`;
    const first = histogram(
      values,
      parts.map(({ first = 0 }) => first),
    );
    const by = parts.map((run) => run.by);
    if (count === 1) return first;
    return by.every((one) => one === 0) ? `${first}x${count - 1}` : `${first}+${histogram(values, by)}x${count - 1}`;
  });
  return { series, values: texts.join(' ') };
}

/** A histogram in promtool's notation, with so many observations of each value. */
function histogram(values: readonly number[], counts: readonly number[]): string {
  const sum = values.reduce((all, value, index) => all + value * (counts[index] ?? 0), 0);
  const count = counts.reduce((all, one) => all + one, 0);
  const zero = values.reduce((all, value, index) => (value > 0 ? all : all + (counts[index] ?? 0)), 0);
  const perBucket = new Map<number, number>();
  for (const [index, value] of values.entries()) {
    if (value > 0) perBucket.set(bucketOf(value), (perBucket.get(bucketOf(value)) ?? 0) + (counts[index] ?? 0));
  }
  const [lowest, highest] = [Math.min(...perBucket.keys()), Math.max(...perBucket.keys())];
  const buckets =
    perBucket.size === 0
      ? []
      : Array.from({ length: highest - lowest + 1 }, (_, at) => number(perBucket.get(lowest + at) ?? 0));
  return [
    `{{schema:${schema}`,
    `sum:${number(sum)}`,
    `count:${number(count)}`,
    ...(zero > 0 ? [`z_bucket:${number(zero)} z_bucket_w:1e-128`] : []),
    ...(buckets.length > 0 ? [`offset:${lowest}`, `buckets:[${buckets.join(' ')}]`] : []),
  ]
    .join(' ')
    .concat('}}');
}

/** The bucket whose upper bound is the first that is at least the value. */
const bucketOf = (value: number) => Math.ceil(Math.log2(value) * 2 ** schema);
