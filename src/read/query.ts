import type { Place } from './places.js';

/** What reads a query: each has its own rules. */
export type QueryContext = 'alert' | 'record' | 'panel' | 'annotation' | 'variable';

/** A query in a file, wherever that file comes from. */
export interface FoundQuery {
  readonly text: string;
  readonly context: QueryContext;
  /** What it belongs to, for people: `alert HighLatency`, `panel "P99"`. */
  readonly owner: string;
  /** Whether Grafana replaces variables in it. */
  readonly variables: boolean;
  /** Where a part of it stands, by the offsets of its characters. */
  readonly place: (start: number, end: number) => Place;
}
