import type { Path, Subject } from '../../types.js';
import type { KnownMetric } from './known.js';

/** A metric as the catalogue defines it. */
export interface FoundMetric {
  readonly name: string;
  readonly type: KnownMetric['type'];
  readonly help: string;
  readonly unit: string;
  readonly labels: readonly string[];
  /** `counter http_requests_total`. */
  readonly owner: string;
  readonly subject: Subject;
  readonly path: Path;
}

/** A metric in the body of a catalogue. */
export interface CatalogueEntry {
  readonly name: string;
  readonly type: KnownMetric['type'];
  readonly help?: string;
  readonly unit?: string;
  readonly labels?: Readonly<Record<string, unknown>>;
}

export function metricsOf(subject: Subject): readonly FoundMetric[] {
  if (subject.kind !== 'catalogue') return [];
  return (subject.body as readonly CatalogueEntry[]).map(
    ({ name, type, help = '', unit = '', labels = {} }, index) => ({
      ...{ name, type, help, unit, labels: Object.keys(labels) },
      ...{ owner: `${type} ${name}`, subject, path: [index] },
    }),
  );
}

/** The words of a name: `http_requests_total` has three. */
export function wordsOf({ name }: FoundMetric): string[] {
  return name.split('_');
}
