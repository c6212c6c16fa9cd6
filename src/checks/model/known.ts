import type { Bounds } from '../../promql/bounds.js';
import { type LabelFlow, onlyLabels } from '../../promql/label-flow.js';

/** A metric that is known to be exposed. */
export interface KnownMetric {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  /** Its unit, in the words of the catalogue. */
  readonly unit?: string;
  /** Its labels, each with its values where they are a closed set. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}

/** What is known beside the files themselves; nothing of it is known of files that others made. */
export interface Known {
  /** By the name of each series. */
  readonly metrics?: ReadonlyMap<string, KnownMetric>;
  /** Seconds between two samples. */
  readonly scrapeInterval?: number;
  readonly evaluationInterval?: number;
  /** Seconds that samples are kept. */
  readonly retention?: number;
  /** The versions of the servers, major.minor; the newest where nobody says. */
  readonly alertmanager?: string;
  readonly prometheus?: string;
  /** The alerts that a test sees fire. */
  readonly tested?: ReadonlySet<string>;
  /** The series that `obsctl status` asks for. */
  readonly asked?: ReadonlySet<string>;
  /** What Prometheus adds to every alert it sends. */
  readonly externalLabels?: Readonly<Record<string, string>>;
}

/** Between which values the series of a metric stay. */
export function boundsOfMetric(name: string, metric: KnownMetric | undefined): Bounds | undefined {
  if (name === 'up' || metric?.unit === 'ratio' || metric?.unit === 'bool') return [0, 1];
  return metric && metric.type !== 'gauge' ? [0, Number.POSITIVE_INFINITY] : undefined;
}

/** Every series of a metric has all of its labels. */
export function ofMetric({ labels }: KnownMetric): LabelFlow {
  return { ...onlyLabels([]), sure: new Map(Object.keys(labels).map((label) => [label, undefined])) };
}

/** Whether one version, major.minor, comes before another. */
export function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
