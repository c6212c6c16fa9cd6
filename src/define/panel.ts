import { UserError } from '../errors.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { HeatmapQuery, PanelQuery, TraceQuery } from './query.js';
import { type Thresholds, thresholdSteps, type ValueNames } from './thresholds.js';
import type { LabelVariable } from './variable.js';
import type { Duration } from './vector.js';

/** A link of a panel, or of the values in it where it uses `${__field…}` or `${__value…}`. */
export interface PanelLink {
  readonly title: string;
  readonly url: string;
  /** On the panel's header, or on each value. */
  readonly on: 'panel' | 'value';
  readonly newTab?: boolean;
}

export interface PanelOptions {
  /** What a person should conclude from it; shown behind the panel's info sign. */
  readonly description: string;
  readonly queries: readonly PanelQuery[];
  /** In grid columns, of 24. Default: by its type, and whatever its line leaves free. */
  readonly width?: number;
  /** In grid rows of 30 pixels. */
  readonly height?: number;
  readonly thresholds?: Thresholds;
  readonly links?: readonly (PanelLink | undefined | false)[];
  /** One panel for each chosen value. */
  readonly repeat?: LabelVariable;
  readonly valueNames?: ValueNames;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** What stands there when there is no data. */
  readonly noValue?: string;
  /** The least distance between two points: `1d` for one bar a day. */
  readonly minStep?: Duration;
}

export interface TimeseriesOptions extends PanelOptions {
  readonly stacked?: boolean;
  /** A line at zero in the middle: for changes in either direction. */
  readonly centeredZero?: boolean;
  readonly logarithmic?: boolean;
}

export interface StatOptions extends PanelOptions {
  readonly sparkline?: boolean;
  /** Paints the whole tile instead of the number. */
  readonly background?: boolean;
}

/** Thresholds belong to the queries of a table: its other columns hold labels. */
export interface TableOptions extends Omit<PanelOptions, 'thresholds'> {
  /** Labels that make one row; the values of several queries stand side by side in it. */
  readonly rows: readonly string[];
  /** Sorted by this column, largest first. */
  readonly sortBy?: string;
}

export interface HeatmapOptions extends Omit<PanelOptions, 'queries' | 'thresholds'> {
  readonly queries: readonly HeatmapQuery[];
}

export interface TracesOptions extends Pick<PanelOptions, 'description' | 'width' | 'height' | 'links'> {
  readonly queries: readonly TraceQuery[];
}

/** Anything with a `build` method, as the builders of the Grafana Foundation SDK have. */
export interface SdkBuilder {
  build(): object;
}

interface Size {
  readonly width?: number;
  readonly height?: number;
}

export type Panel = { readonly kind: 'panel'; readonly title: string } & (
  | ({ readonly type: 'timeseries' } & TimeseriesOptions)
  | ({ readonly type: 'stat' } & StatOptions)
  | ({ readonly type: 'gauge' } & PanelOptions)
  | ({ readonly type: 'bargauge' } & PanelOptions)
  | ({ readonly type: 'barchart' } & PanelOptions)
  | ({ readonly type: 'state-timeline' } & PanelOptions)
  | ({ readonly type: 'status-history' } & PanelOptions)
  | ({ readonly type: 'table' } & TableOptions)
  | ({ readonly type: 'heatmap' } & HeatmapOptions)
  | ({ readonly type: 'traces' } & TracesOptions)
  | ({ readonly type: 'custom'; readonly builder: SdkBuilder } & Size)
);

const link: OptionsOf<PanelLink> = {
  title: 'text',
  url: 'text',
  on: { oneOf: { panel: true, value: true } },
  newTab: 'boolean?',
};
const traceOptions = {
  description: 'text',
  queries: 'own',
  width: 'number?',
  height: 'number?',
  links: { each: link, optional: true },
} as const satisfies OptionsOf<TracesOptions>;
const heatmapOptions = {
  ...traceOptions,
  repeat: 'any?',
  valueNames: 'any?',
  decimals: 'number?',
  min: 'number?',
  max: 'number?',
  noValue: 'text?',
  minStep: 'duration?',
} as const satisfies OptionsOf<HeatmapOptions>;
const options = {
  ...heatmapOptions,
  thresholds: { ...thresholdSteps, optional: true },
} as const satisfies OptionsOf<PanelOptions>;
const timeseriesOptions: OptionsOf<TimeseriesOptions> = {
  ...options,
  stacked: 'boolean?',
  centeredZero: 'boolean?',
  logarithmic: 'boolean?',
};
const statOptions: OptionsOf<StatOptions> = { ...options, sparkline: 'boolean?', background: 'boolean?' };
const tableOptions: OptionsOf<TableOptions> = { ...heatmapOptions, rows: 'list', sortBy: 'text?' };
const customOptions: OptionsOf<Size> = { width: 'number?', height: 'number?' };

/** What each type takes; the compiler knows of each that it is complete. */
const tables = {
  timeseries: timeseriesOptions,
  stat: statOptions,
  gauge: options,
  bargauge: options,
  barchart: options,
  'state-timeline': options,
  'status-history': options,
  table: tableOptions,
  heatmap: heatmapOptions,
  traces: traceOptions,
} as const satisfies Record<Exclude<Panel['type'], 'custom'>, object>;

function define<T extends keyof typeof tables, O extends { readonly queries: unknown }>(
  type: T,
  title: string,
  options: O,
) {
  mustFit<object>(`the panel "${title}"`, options, tables[type]);
  mustHaveQueries(title, options.queries);
  return remember({ kind: 'panel' as const, type, title, ...options });
}

/** Refuses what the type would, for definitions run without being checked. */
function mustHaveQueries(title: string, queries: unknown): void {
  const all: readonly { readonly kind?: unknown }[] = Array.isArray(queries) ? queries : [];
  if (all.length > 0 && all.every((query) => /^(panel|heatmap|trace)-query$/.test(String(query?.kind)))) return;
  throw new UserError(`the panel "${title}" ${all.length > 0 ? 'has a query that is none' : 'has no queries'}`, {
    code: 'panel/queries',
    help: 'write queries: [query(sum(rate(requests, RI)))], and for a heatmap buckets(…)',
  });
}

/** The panels of a dashboard. Each takes its unit, data source, ids and place from its queries and the dashboard. */
export const panel = {
  timeseries: (title: string, options: TimeseriesOptions): Panel => define('timeseries', title, options),
  stat: (title: string, options: StatOptions): Panel => define('stat', title, options),
  gauge: (title: string, options: PanelOptions): Panel => define('gauge', title, options),
  bargauge: (title: string, options: PanelOptions): Panel => define('bargauge', title, options),
  barchart: (title: string, options: PanelOptions): Panel => define('barchart', title, options),
  stateTimeline: (title: string, options: PanelOptions): Panel => define('state-timeline', title, options),
  statusHistory: (title: string, options: PanelOptions): Panel => define('status-history', title, options),
  table: (title: string, options: TableOptions): Panel => define('table', title, options),
  heatmap: (title: string, options: HeatmapOptions): Panel => define('heatmap', title, options),
  traces: (title: string, options: TracesOptions): Panel => define('traces', title, options),
  /** A panel made with the Grafana Foundation SDK, for what the functions above do not offer. */
  custom: (title: string, builder: SdkBuilder, size: Size = {}): Panel => {
    mustFit(`the panel "${title}"`, size, customOptions);
    return remember({ kind: 'panel', type: 'custom', title, builder, ...size });
  },
};
