import { remember } from './origin.js';
import type { ProbeModule } from './probe.js';
import type { Duration } from './vector.js';

/** What Prometheus scrapes: `host:port`, or for a probe whatever the prober understands, and its labels. */
export interface Target {
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ScrapeOptions {
  readonly targets: readonly Target[];
  /** Default: the server's. */
  readonly interval?: Duration;
  readonly timeout?: Duration;
  /** Default: /metrics. */
  readonly path?: string;
  readonly scheme?: 'http' | 'https';
  /** A target that exposes more series than this is not stored at all. */
  readonly sampleLimit?: number;
  readonly labelLimit?: number;
}

export interface ScrapeJob extends ScrapeOptions {
  readonly kind: 'scrape-job';
  readonly name: string;
  /** Set where the targets are probed through an exporter instead of scraped themselves. */
  readonly probe?: { readonly module: ProbeModule; readonly exporter: string };
}

/** Targets that expose metrics themselves. The name becomes the label `job`. */
export function scrapeJob(name: string, options: ScrapeOptions): ScrapeJob {
  return remember({ kind: 'scrape-job', name, ...options });
}

export interface ProbeOptions {
  readonly module: ProbeModule;
  /** Where the blackbox exporter listens. */
  readonly exporter: string;
  readonly targets: readonly Target[];
  readonly interval: Duration;
  /** At least half a second more than the module's: the exporter gives up that much earlier. */
  readonly timeout: Duration;
}

/** Targets that are asked from outside whether they answer, by way of the blackbox exporter. */
export function probe(name: string, options: ProbeOptions): ScrapeJob {
  const { module, exporter, ...rest } = options;
  return remember({ kind: 'scrape-job', name, path: '/probe', probe: { module, exporter }, ...rest });
}
