import { UserError } from '../errors.js';
import { classicLines, nativeLine, type Observations, type SeriesLine } from './histogram-series.js';
import type { LabelSpec } from './labels.js';
import type { Counter, Gauge, Histogram, MetricDefinition } from './metric.js';
import { remember } from './origin.js';
import { named } from './parts.js';
import type { Unit } from './units.js';
import { type Course, isNotation, notation, runsOf, steady, type Values } from './values.js';
import type { HistogramMode } from './vector.js';

/** What is in the database while a test runs. */
export interface GivenSeries {
  readonly kind: 'series';
  readonly name: string;
  /** Undefined for a recorded series. */
  readonly definition: MetricDefinition | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly Values[];
  /** Of a histogram instead: how often which value is observed. */
  readonly observed?: Observations;
}

// biome-ignore lint/suspicious/noExplicitAny: metrics are invariant in their labels, so only `any` accepts them all
type Plain = Counter<string, any, Unit> | Gauge<string, any, Unit, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
type AnyHistogram = Histogram<string, any, Unit, any>;

type LabelSet<M> = M extends { readonly labelSet?: (labels: infer L) => unknown } ? L : never;

/** Labels that the metric has, each with one of its values, and no other. */
type LabelsFor<L, G> = { readonly [K in keyof G]: K extends keyof L ? L[K] : never };

/** How often each value is observed: `{ 0.05: perSecond(98), 0.3: perSecond(2) }`. */
export type Observed = Readonly<Record<number, Course | readonly Course[]>>;

/**
 * A series of the test, with labels that its metric has, and its values one course after the other:
 * `series(httpRequests, { service: 'api', status_code: '500' }, perSecond(5).for('10m'), steady(0))`.
 * Of a histogram, what is observed is stated, and its buckets, sum and count follow.
 */
export function series<M extends AnyHistogram, const G extends object>(
  of: M,
  labels: G & LabelsFor<LabelSet<M>, G>,
  observed: Observed,
): GivenSeries;
export function series<M extends Plain, const G extends object>(
  of: M,
  labels: G & LabelsFor<LabelSet<M>, G>,
  ...values: readonly [Values, ...Values[]]
): GivenSeries;
export function series(
  of: Plain | AnyHistogram,
  labels: object,
  ...values: readonly (Values | Observed)[]
): GivenSeries {
  const { name, definition } = of;
  const common = { kind: 'series' as const, name, definition, labels: labels as Record<string, string> };
  mustHave(name, of.labels, common.labels);
  if (of.type !== 'histogram') {
    for (const value of values) mustBeValues(name, value);
    return remember({ ...common, values: values as readonly Values[] });
  }
  const observed = Object.entries(values[0] as Observed).map(
    ([value, courses]) => [Number(value), Array.isArray(courses) ? courses : [courses]] as const,
  );
  return remember({ ...common, values: [], observed: observed.sort(([a], [b]) => a - b) });
}

/** Refuses values that promtool would, which only knows their place in a file of its own. */
function mustBeValues(name: string, value: Values | Observed | undefined): void {
  if (typeof value === 'number') return;
  if (typeof value === 'string' ? isNotation(value) : (value as Course | undefined)?.kind === 'course') return;
  throw new UserError(`the values of ${name} are ${named(value)}`, {
    code: 'test/values',
    help: "write steady(95), perSecond(5).for('10m'), or promtool's notation: '0+5x10 _x3 7 stale'",
  });
}

/** A label that no such series has would make a test of something that never happens. */
function mustHave(name: string, spec: LabelSpec, labels: Readonly<Record<string, string>>): void {
  for (const label of Object.keys(labels)) {
    const value = labels[label] as string;
    if (!Object.hasOwn(spec, label)) {
      throw new UserError(`${name} has no label "${label}"`, {
        code: 'query/unknown-label',
        help: `its labels are ${Object.keys(spec).join(', ')}`,
      });
    }
    const values = spec[label];
    if (!values || values.includes(value)) continue;
    throw new UserError(`no ${name} has ${label}="${value}"`, {
      code: 'query/unknown-value',
      help: `the values of ${label} are ${values.join(', ')}`,
    });
  }
}

/** The series of a test in promtool's notation; times in seconds. */
export function seriesLines(
  given: GivenSeries,
  { step, end, histograms }: { readonly step: number; readonly end: number; readonly histograms: HistogramMode },
): readonly SeriesLine[] {
  const samples = Math.ceil(end / step) + 1;
  const { name, labels, definition, observed } = given;
  if (observed) {
    const times = { step, samples };
    if (histograms === 'native') return [nativeLine(observed, times, seriesText(name, labels))];
    return classicLines(observed, {
      bounds: definition?.buckets ?? [],
      times,
      selector: (part, le) => seriesText(name + part, le === undefined ? labels : { ...labels, le }),
    });
  }
  return [
    {
      series: seriesText(name, labels),
      values:
        given.values.length === 1 && typeof given.values[0] === 'string'
          ? given.values[0]
          : notation(runsOf(given.values.map(asCourse), step, samples)),
    },
  ];
}

/** Everything of a series that its lines are made from, beside the times: written out sooner than the lines are. */
export function seriesKey({ name, labels, definition, observed, values }: GivenSeries): string {
  const courses = observed
    ? [definition?.buckets, ...observed.map(([value, all]) => `${value} ${all.map(valuesKey)}`)]
    : values.map(valuesKey);
  return `${name}${JSON.stringify(labels)} ${courses.join(' ')}`;
}

function valuesKey(values: Values): string {
  if (typeof values === 'string') return JSON.stringify(values);
  if (typeof values === 'number') return String(values);
  const { start, growth, seconds, stale } = values;
  return `${start}+${growth}x${seconds}${stale ?? ''}`;
}

function asCourse(values: Values): Course {
  if (typeof values === 'number') return steady(values);
  if (typeof values !== 'string') return values;
  throw new UserError(`values in promtool's notation (${values}) stand for themselves, without others beside them`, {
    code: 'test/values',
    help: 'write all of them in one text, or none',
  });
}

/** A series as promtool names it: `up{job="api"}`. */
export function seriesText(name: string, labels: Readonly<Record<string, string>>): string {
  // there are thousands of series: a list of each label would be much to be thrown away
  let matchers = '';
  for (const label in labels) matchers += `${matchers && ','}${label}=${JSON.stringify(labels[label])}`;
  return `${name}{${matchers}}`;
}
