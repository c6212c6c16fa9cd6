import { UserError } from '../errors.js';
import { durationSeconds } from '../promql/duration.js';
import { mustBeAddress } from './http-client.js';
import { mustFit, type OptionsOf } from './options.js';
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
  /** How long samples are kept. */
  readonly retention: Duration;
  /** Where people reach the server: links in alerts lead there. */
  readonly externalUrl: string;
  /** Labels that every target has to have, because rules and dashboards select by them. */
  readonly targetLabels?: readonly string[];
}

/** The Prometheus server itself; rule groups and scrape jobs come from their own definitions. */
export interface PrometheusServer extends PrometheusOptions {
  readonly kind: 'prometheus';
  readonly name: string;
}

const serverOptions: OptionsOf<PrometheusOptions> = {
  scrapeInterval: 'duration',
  scrapeTimeout: 'duration',
  evaluationInterval: 'duration',
  externalLabels: 'any',
  dropFromAlerts: 'list',
  alertmanagers: { of: { scheme: { oneOf: { http: true, https: true } }, addresses: 'list' } },
  maxExemplars: 'number',
  retention: 'duration',
  externalUrl: 'text',
  targetLabels: 'list?',
};

/**
 * The Prometheus server of an environment: becomes `prometheus.yml`, which lists the rule groups and scrape jobs of the
 * definitions, and its flags. An environment has one at most.
 */
export function prometheusServer(name: string, options: PrometheusOptions): PrometheusServer {
  mustFit(`the Prometheus server ${name}`, options, serverOptions);
  for (const address of options.alertmanagers.addresses) mustBeAddress(address, 'an Alertmanager');
  if (durationSeconds(options.scrapeTimeout) > durationSeconds(options.scrapeInterval)) {
    throw new UserError(`the scrape timeout of ${options.scrapeTimeout} is longer than the interval`, {
      code: 'prometheus/timeouts',
      help: 'a scrape has to end before the next begins',
    });
  }
  const unknown = options.dropFromAlerts.find((label) => !(label in options.externalLabels));
  if (unknown) {
    throw new UserError(`dropFromAlerts names ${unknown}, which is no external label`, {
      code: 'prometheus/drop-from-alerts',
      help: 'alerts carry external labels only; check the spelling',
    });
  }
  return remember({ kind: 'prometheus', name, ...options });
}
