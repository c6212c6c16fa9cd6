import { UserError } from '../errors.js';
import type { Matcher, SelectorExpr } from '../promql/ast.js';
import { mustBeDuration } from './duration.js';
import { type LabelSpec, type LabelsOf, matchersOf, numberMatcher, type Where } from './labels.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeName } from './parts.js';
import { type Unit, units } from './units.js';
import type { Duration, Nature, Vector } from './vector.js';

/** What the catalogue says of a metric beside its name, type and labels. */
export interface MetricInfo {
  /** One sentence: meaning and unit. */
  readonly help: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The chapter of the catalogue it belongs to. */
  readonly group: string;
  /** Which services expose it. */
  readonly exposedBy: readonly string[];
  /** Expected series per instance that exposes it. */
  readonly series: number;
  /** The only right way to aggregate it over instances. */
  readonly aggregate: 'sum' | 'max' | 'count' | 'none';
  /** Where the name or unit departs from practice, and why. */
  readonly note?: string;
  /** Why nobody should use it any more. */
  readonly deprecated?: string;
  /** The OpenTelemetry semantic-convention twin. */
  readonly otelName?: string;
  /** Whether samples carry a trace id. */
  readonly exemplars?: boolean;
}

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

/** A metric of the catalogue, as it was defined. */
export interface MetricDefinition extends MetricInfo {
  readonly kind: 'metric';
  readonly name: string;
  readonly type: MetricType;
  readonly unit: Unit;
  readonly labels: LabelSpec;
  readonly buckets?: readonly number[];
  readonly quantiles?: readonly string[];
}

/** What every selected series has: its metric, and the matchers and offset chosen so far. */
export interface Series<N extends string, U extends Unit> {
  readonly name: N;
  readonly unit: U;
  readonly labels: LabelSpec;
  readonly selector: SelectorExpr;
  readonly definition: MetricDefinition | undefined;
}

export interface Counter<N extends string, L, U extends Unit> extends Series<N, U> {
  readonly type: 'counter';
  readonly labelSet?: (labels: L) => L;
  /** Only the series whose labels meet the conditions. */
  where(conditions: Where<L>): Counter<N, L, U>;
  /** The same series some time ago. */
  offset(duration: Duration): Counter<N, L, U>;
}

export interface Gauge<N extends string, L, U extends Unit, Q extends Nature = 'value'>
  extends Series<N, U>,
    Omit<Vector<L, U, Q>, 'labels' | 'unit'> {
  readonly type: 'gauge';
  /** Only the series whose labels meet the conditions. */
  where(conditions: Where<L>): Gauge<N, L, U, Q>;
  /** The same series some time ago. */
  offset(duration: Duration): Gauge<N, L, U, Q>;
}

export interface Histogram<N extends string, L, U extends Unit, B extends number> extends Series<N, U> {
  readonly type: 'histogram';
  readonly buckets: readonly B[];
  readonly labelSet?: (labels: L) => L;
  /** Only the series whose labels meet the conditions. */
  where(conditions: Where<L>): Histogram<N, L, U, B>;
  /** The same series some time ago. */
  offset(duration: Duration): Histogram<N, L, U, B>;
}

export interface Summary<N extends string, L, U extends Unit, P extends string> extends Series<N, U> {
  readonly type: 'summary';
  readonly labelSet?: (labels: L) => L;
  where(conditions: Where<L>): Summary<N, L, U, P>;
  /** One of its precomputed quantiles; it may be compared and `max`-ed, never summed or averaged. */
  quantile(quantile: P): Gauge<N, L & { quantile: string }, U, 'quantile'>;
}

interface MetricOptions<S extends LabelSpec, U extends Unit> extends MetricInfo {
  readonly unit: U;
  readonly labels: S;
}

const metricOptions: OptionsOf<MetricOptions<LabelSpec, Unit>> = {
  help: 'text',
  unit: { oneOf: units },
  labels: 'own',
  owner: 'text',
  group: 'text',
  exposedBy: 'list',
  series: 'number',
  aggregate: { oneOf: { sum: true, max: true, count: true, none: true } },
  note: 'text?',
  deprecated: 'text?',
  otelName: 'text?',
  exemplars: 'boolean?',
};
const histogramOptions: OptionsOf<MetricOptions<LabelSpec, Unit> & { readonly buckets: readonly number[] }> = {
  ...metricOptions,
  buckets: 'list',
};
const summaryOptions: OptionsOf<MetricOptions<LabelSpec, Unit> & { readonly quantiles: readonly string[] }> = {
  ...metricOptions,
  quantiles: 'list',
};

function define<O extends MetricInfo & { readonly unit: Unit; readonly labels: LabelSpec }>(
  type: MetricType,
  name: string,
  options: O,
  table: OptionsOf<O>,
): MetricDefinition {
  mustBeName(name, `a ${type}`);
  mustFit(`the ${type} ${name}`, options, table);
  mustBeLabels(`the ${type} ${name}`, options.labels);
  return remember<MetricDefinition>({ kind: 'metric', name, type, ...options });
}

/** Refuses what the type would, for definitions run without being checked. */
function mustBeLabels(what: string, labels: unknown): void {
  const isTable = typeof labels === 'object' && labels !== null && !Array.isArray(labels);
  const entries = isTable ? Object.entries(labels) : undefined;
  const wrong = entries?.find(([, values]) => values !== null && !Array.isArray(values));
  if (entries && !wrong) return;
  throw new UserError(wrong ? `the label ${wrong[0]} of ${what} has no list of values` : `${what} has no labels`, {
    code: 'metric/labels',
    help: "write { method: ['GET', 'POST'], route: anyValue }",
  });
}

/** A count that only goes up. Unit: what is counted. Use it through `rate` or `increase`. */
export function counter<const N extends string, const S extends LabelSpec, const U extends Unit>(
  name: N,
  options: MetricOptions<S, U>,
): Counter<N, LabelsOf<S>, U> {
  const definition = define('counter', name, options, metricOptions);
  return counterSeries<N, LabelsOf<S>, U>(root(name, options.unit, definition));
}

/** A value that goes up and down, in its unit. */
export function gauge<const N extends string, const S extends LabelSpec, const U extends Unit>(
  name: N,
  options: MetricOptions<S, U>,
): Gauge<N, LabelsOf<S>, U> {
  const definition = define('gauge', name, options, metricOptions);
  return gaugeSeries<N, LabelsOf<S>, U, 'value'>(root(name, options.unit, definition), 'value');
}

/** A distribution with the given bucket bounds, in its unit. Read it with `quantile(q, rate(…))`. */
export function histogram<
  const N extends string,
  const S extends LabelSpec,
  const U extends Unit,
  const B extends number,
>(name: N, options: MetricOptions<S, U> & { readonly buckets: readonly B[] }): Histogram<N, LabelsOf<S>, U, B> {
  const definition = define('histogram', name, options, histogramOptions);
  return histogramSeries<N, LabelsOf<S>, U, B>(root(name, options.unit, definition), options.buckets);
}

/** A distribution whose quantiles the process has already computed. */
export function summary<
  const N extends string,
  const S extends LabelSpec,
  const U extends Unit,
  const P extends string,
>(name: N, options: MetricOptions<S, U> & { readonly quantiles: readonly P[] }): Summary<N, LabelsOf<S>, U, P> {
  const definition = define('summary', name, options, summaryOptions);
  return summarySeries<N, LabelsOf<S>, U, P>(root(name, options.unit, definition));
}

function root<N extends string, U extends Unit>(name: N, unit: U, definition: MetricDefinition): Series<N, U> {
  return { name, unit, labels: definition.labels, selector: { type: 'selector', name, matchers: [] }, definition };
}

function counterSeries<N extends string, L, U extends Unit>(series: Series<N, U>): Counter<N, L, U> {
  const self: Counter<N, L, U> = {
    ...series,
    type: 'counter',
    where: (conditions) => counterSeries(narrow(series, conditions)),
    offset: (duration) => counterSeries(shift(series, duration)),
  };
  return self;
}

/** A gauge over `series`; recording rules are gauges too. */
export function gaugeSeries<N extends string, L, U extends Unit, Q extends Nature>(
  series: Series<N, U>,
  nature: Q,
): Gauge<N, L, U, Q> {
  const self: Gauge<N, L, U, Q> = {
    ...series,
    kind: 'vector',
    type: 'gauge',
    nature,
    toExpr: () => series.selector,
    where: (conditions) => gaugeSeries(narrow(series, conditions), nature),
    offset: (duration) => gaugeSeries(shift(series, duration), nature),
  };
  return self;
}

function histogramSeries<N extends string, L, U extends Unit, B extends number>(
  series: Series<N, U>,
  buckets: readonly B[],
): Histogram<N, L, U, B> {
  const self: Histogram<N, L, U, B> = {
    ...series,
    type: 'histogram',
    buckets,
    where: (conditions) => histogramSeries(narrow(series, conditions), buckets),
    offset: (duration) => histogramSeries(shift(series, duration), buckets),
  };
  return self;
}

function summarySeries<N extends string, L, U extends Unit, P extends string>(
  series: Series<N, U>,
): Summary<N, L, U, P> {
  const self: Summary<N, L, U, P> = {
    ...series,
    type: 'summary',
    where: (conditions) => summarySeries(narrow(series, conditions)),
    quantile: (quantile) => {
      const matchers: Matcher[] = [...series.selector.matchers, numberMatcher('quantile', quantile)];
      const labels = { ...series.labels, quantile: null };
      return gaugeSeries({ ...series, labels, selector: { ...series.selector, matchers } }, 'quantile');
    },
  };
  return self;
}

function narrow<N extends string, U extends Unit>(series: Series<N, U>, conditions: object): Series<N, U> {
  const matchers = matchersOf(conditions as Record<string, unknown>);
  const unknown = matchers.find((matcher) => !(matcher.label in series.labels));
  if (unknown) {
    throw new UserError(`${series.name} has no label "${unknown.label}"`, {
      code: 'query/unknown-label',
      help: `its labels are ${Object.keys(series.labels).join(', ')}`,
    });
  }
  for (const matcher of matchers) mustBeKnown(series, matcher);
  return { ...series, selector: { ...series.selector, matchers: [...series.selector.matchers, ...matchers] } };
}

/** A value that no series has would select nothing, and nobody would notice. */
function mustBeKnown({ name, labels }: Series<string, Unit>, { label, op, value }: Matcher): void {
  const known = labels[label];
  if (!known || op !== '=' || value.startsWith('$') || known.includes(value)) return;
  throw new UserError(`no ${name} has ${label}="${value}"`, {
    code: 'query/unknown-value',
    help: `the values of ${label} are ${known.join(', ')}`,
  });
}

function shift<N extends string, U extends Unit>(series: Series<N, U>, offset: Duration): Series<N, U> {
  mustBeDuration(offset ?? null, 'the offset');
  return { ...series, selector: { ...series.selector, offset } };
}
