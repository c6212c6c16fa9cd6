import { remember } from './origin.js';
import type { Duration } from './vector.js';

export interface PrometheusOptions {
  readonly scrapeInterval: Duration;
  readonly scrapeTimeout: Duration;
  readonly evaluationInterval: Duration;
  /** Labels that only other systems see; `${NAME}` is expanded by the server from its environment. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /** External labels that Alertmanager must not see, or replicas of one server would notify twice. */
  readonly dropFromAlerts: readonly string[];
  readonly alertmanagers: { readonly scheme: 'http' | 'https'; readonly addresses: readonly string[] };
  /** How many exemplars are kept in memory. */
  readonly maxExemplars: number;
}

/** The Prometheus server itself; rule groups and scrape jobs come from their own definitions. */
export interface PrometheusServer extends PrometheusOptions {
  readonly kind: 'prometheus';
  readonly name: string;
}

export function prometheusServer(name: string, options: PrometheusOptions): PrometheusServer {
  return remember({ kind: 'prometheus', name, ...options });
}
