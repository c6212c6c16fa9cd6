import type { Versions } from '../define/config.js';
import type { Input } from './input.js';

interface Feature {
  readonly product: keyof Versions;
  /** The first version that has it. */
  readonly since: string;
  /** Where this is known from. */
  readonly source: string;
}

/** What a definition can ask for that not every version of a server has. */
export const features = {
  'prometheus/keep-firing-for': { product: 'prometheus', since: '2.42', source: 'Prometheus changelog 2.42.0' },
  'prometheus/scrape-config-files': { product: 'prometheus', since: '2.43', source: 'Prometheus changelog 2.43.0' },
  'prometheus/native-histograms': { product: 'prometheus', since: '2.40', source: 'Prometheus changelog 2.40.0' },
  'prometheus/scrape-classic-histograms': {
    product: 'prometheus',
    since: '2.45',
    source: 'config/config.go of tag v2.45.0',
  },
  'prometheus/always-scrape-classic-histograms': {
    product: 'prometheus',
    since: '3.0',
    source: 'Prometheus changelog 3.0.0, which renames scrape_classic_histograms',
  },
  'prometheus/scrape-native-histograms': {
    product: 'prometheus',
    since: '3.8',
    source: 'config/config.go of tag v3.8.0; before it the feature flag native-histograms',
  },
  'prometheus/expand-external-labels': {
    product: 'prometheus',
    since: '3.0',
    source: 'seen: 2.42 and 2.53 need a flag for it, 3.5 does not; changelog 3.0.0',
  },
  'prometheus/utf8-names': { product: 'prometheus', since: '3.0', source: 'Prometheus changelog 3.0.0' },
  'alertmanager/sns': { product: 'alertmanager', since: '0.23', source: 'config/config.go of tag v0.23.0' },
  'alertmanager/active-times': { product: 'alertmanager', since: '0.24', source: 'config/config.go of tag v0.24.0' },
  'alertmanager/time-intervals': { product: 'alertmanager', since: '0.24', source: 'config/config.go of tag v0.24.0' },
  'alertmanager/interval-location': {
    product: 'alertmanager',
    since: '0.25',
    source: 'timeinterval/timeinterval.go of tag v0.25.0',
  },
  'alertmanager/routing-key-file': {
    product: 'alertmanager',
    since: '0.25',
    source: 'config/notifiers.go of tag v0.25.0',
  },
  'alertmanager/smtp-password-file': {
    product: 'alertmanager',
    since: '0.25',
    source: 'config/config.go of tag v0.25.0',
  },
  'alertmanager/webhook-url-file': {
    product: 'alertmanager',
    since: '0.26',
    source: 'config/notifiers.go of tag v0.26.0',
  },
  'alertmanager/utf8-matchers': { product: 'alertmanager', since: '0.27', source: 'Alertmanager changelog 0.27.0' },
  'alertmanager/teams': { product: 'alertmanager', since: '0.28', source: 'config/notifiers.go of tag v0.28.0' },
  'alertmanager/webhook-timeout': {
    product: 'alertmanager',
    since: '0.28',
    source: 'config/notifiers.go of tag v0.28.0',
  },
  'alertmanager/channel-timeout': {
    product: 'alertmanager',
    since: '0.30',
    source: 'config/notifiers.go of tag v0.30.0',
  },
  'alertmanager/inhibition-name': { product: 'alertmanager', since: '0.30', source: 'config/config.go of tag v0.30.0' },
  'blackbox/expect-bytes': {
    product: 'blackbox',
    since: '0.28',
    source: 'seen: --config.check of 0.26 refuses the field, 0.28 takes it',
  },
  'collector/metric-readers': {
    product: 'collector',
    since: '0.111',
    source: 'open-telemetry/opentelemetry-collector#11205, which deprecates metrics.address; 0.123 ignores it',
  },
} as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof features;

const productNames: Record<keyof Versions, string> = {
  grafana: 'Grafana',
  prometheus: 'Prometheus',
  alertmanager: 'Alertmanager',
  blackbox: 'blackbox exporter',
  collector: 'OpenTelemetry Collector',
};

export function supports(versions: Versions, name: FeatureName): boolean {
  const { product, since } = features[name];
  return compareVersions(versions[product], since) >= 0;
}

/**
 * Whether the environment's server has the feature; where not, reports what needs it, and the version that would do.
 * @param what the thing that needs it, as the subject of a sentence: `keep_firing_for of HighCpuUsage`
 */
export function mustSupport(input: Input, name: FeatureName, what: string, thing: object): boolean {
  const { product, since } = features[name];
  return mustBeNewer(input, product, since, what, thing);
}

/** The same for what is in no list above: the first version that has it is stated. */
export function mustBeNewer(
  input: Input,
  product: keyof Versions,
  since: string,
  what: string,
  thing: object,
  code = 'version/unsupported',
): boolean {
  const stated = input.config.versions[product];
  if (compareVersions(stated, since) >= 0) return true;
  input.report({
    code,
    severity: 'error',
    message: `${what} needs ${productNames[product]} ${since}, and the environment ${input.environment} has ${stated}`,
    help: `raise versions.${product} of ${input.environment} once the server is newer, or do without it there`,
    origin: input.originOf(thing),
  });
  return false;
}

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
