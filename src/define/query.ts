import { UserError } from '../errors.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { type Thresholds, thresholdSteps, type ValueNames } from './thresholds.js';
import {
  type AnyDisplayUnit,
  type DisplayUnit,
  defaultDisplay,
  dimensionOf,
  displayUnits,
  type Unit,
} from './units.js';
import type { DatasourceVariable } from './variable.js';
import { type AnyHistogramVector, type AnyVector, type HistogramVector, mustBeVector, type Vector } from './vector.js';

/** How one query of a panel is drawn. */
export interface QueryStyle {
  /** The name of each series: text with labels in braces, as in `{{service}} {{slo}}`. */
  readonly legend?: string;
  /** Drawn against the right axis, with its own unit. */
  readonly axis?: 'right';
  readonly dashed?: boolean;
  /** Drawn below zero: the other direction of a flow. */
  readonly mirrored?: boolean;
  /** Dots on the line that lead to a trace. */
  readonly exemplars?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** A fixed colour by the legend's value; others keep the palette's. */
  readonly colors?: Readonly<Record<string, string>>;
  /** The column title in a table. */
  readonly column?: string;
  /** Where the colour of this query's values changes, if not where the panel's do. */
  readonly thresholds?: Thresholds;
  /** What the numbers of this query are called. */
  readonly valueNames?: ValueNames;
}

/** PromQL of a panel, and how its result is drawn. */
export interface PanelQuery extends QueryStyle {
  readonly kind: 'panel-query';
  readonly of: AnyVector;
  readonly unit: AnyDisplayUnit;
  readonly unitsBySeries?: Readonly<Record<string, AnyDisplayUnit>>;
}

/** The buckets of a histogram, for a heatmap. */
export interface HeatmapQuery {
  readonly kind: 'heatmap-query';
  readonly of: AnyHistogramVector;
  readonly unit: AnyDisplayUnit;
  readonly exemplars?: boolean;
}

/** A search for traces, for a panel on a tracing data source. */
export interface TraceQuery {
  readonly kind: 'trace-query';
  readonly datasource: DatasourceVariable;
  readonly service: string;
  readonly minDuration?: string;
  readonly limit: number;
}

interface QueryOptions<D extends AnyDisplayUnit> extends QueryStyle {
  readonly unit?: D;
  /** Another one for series whose legend holds a word: `{ EUR: 'currencyEUR' }`. */
  readonly unitsBySeries?: Readonly<Record<string, D>>;
}

const queryOptions: OptionsOf<QueryOptions<AnyDisplayUnit>> = {
  unit: 'own?',
  unitsBySeries: 'own?',
  legend: 'text?',
  axis: { oneOf: { right: true }, optional: true },
  dashed: 'boolean?',
  mirrored: 'boolean?',
  exemplars: 'boolean?',
  min: 'number?',
  max: 'number?',
  colors: 'any?',
  column: 'text?',
  thresholds: { ...thresholdSteps, optional: true },
  valueNames: 'any?',
};

/**
 * A query of a panel. Its unit is that of the metrics it is made of; `unit` may choose another way to
 * show the same number (`dtdurations` for seconds), never another dimension.
 */
export function query<L, U extends Unit>(
  of: Vector<L, U>,
  options: QueryOptions<DisplayUnit<NoInfer<U>>> = {},
): PanelQuery {
  mustBeVector('query()', of);
  mustFit('query()', options, queryOptions);
  const { unit, ...style } = options;
  for (const other of Object.values(options.unitsBySeries ?? {})) displayOf(of.unit, other as AnyDisplayUnit);
  return remember({ kind: 'panel-query', of, unit: displayOf(of.unit, unit), ...style });
}

interface BucketsOptions {
  readonly exemplars?: boolean;
}

const bucketsOptions: OptionsOf<BucketsOptions> = { exemplars: 'boolean?' };

/** The increase or rate of a histogram by bucket, for `panel.heatmap`. */
export function buckets<L, U extends Unit>(of: HistogramVector<L, U>, options: BucketsOptions = {}): HeatmapQuery {
  mustFit('buckets()', options, bucketsOptions);
  return remember({ kind: 'heatmap-query', of, unit: displayOf(of.unit, undefined), ...options });
}

const tracesOptions: OptionsOf<Omit<TraceQuery, 'kind'>> = {
  datasource: 'any',
  service: 'text',
  minDuration: 'text?',
  limit: 'number',
};

/** Traces of a service, slowest first as the tracing backend lists them. */
export function traces(options: Omit<TraceQuery, 'kind'>): TraceQuery {
  mustFit('traces()', options, tracesOptions);
  return remember({ kind: 'trace-query', ...options });
}

function displayOf(unit: Unit, stated: AnyDisplayUnit | undefined): AnyDisplayUnit {
  if (stated === undefined) {
    const display = defaultDisplay(unit);
    if (display) return display;
    throw new UserError('the unit of this query cannot be told from its metrics', {
      code: 'panel/unit-unknown',
      help: "say { unit: '…' }",
    });
  }
  if (unit === 'unknown') return stated;
  const truthful: Readonly<Record<string, readonly string[]>> = displayUnits;
  const allowed = truthful[dimensionOf(unit)] ?? [];
  if (allowed.includes(stated)) return stated;
  throw new UserError(`a query in ${unit} cannot be shown as ${stated}`, {
    code: 'panel/unit-differs',
    help: `show it as ${allowed.join(', ')}`,
  });
}
