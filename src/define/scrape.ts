import { UserError } from '../errors.js';
import { type Auth, mustBeAddress, type Tls, tlsOptions } from './http-client.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeName } from './parts.js';
import type { ProbeModule } from './probe.js';
import { refuseTokens } from './secret.js';
import type { Duration } from './vector.js';

/** What Prometheus scrapes: `host:port`, or for a probe whatever the prober understands, and its labels. */
export interface Target {
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One step of relabelling, in the words of Prometheus. */
export interface Relabel {
  /** Default: replace. */
  readonly action?: 'replace' | 'keep' | 'drop' | 'labeldrop' | 'labelkeep' | 'labelmap' | 'lowercase' | 'uppercase';
  readonly source?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target?: string;
  readonly replacement?: string;
}

export interface ScrapeOptions {
  readonly targets: readonly Target[];
  /** Default: the server's. */
  readonly interval?: Duration;
  readonly timeout?: Duration;
  /** Default: /metrics. */
  readonly path?: string;
  readonly scheme?: 'http' | 'https';
  readonly tls?: Tls;
  readonly auth?: Auth;
  /** A target that exposes more series than this is not stored at all. */
  readonly sampleLimit?: number;
  /** A target with a series of more labels than this is not stored at all. */
  readonly labelLimit?: number;
  /** Applied to each series before it is stored. */
  readonly metricRelabel?: readonly Relabel[];
}

export interface ScrapeJob extends ScrapeOptions {
  readonly kind: 'scrape-job';
  readonly name: string;
  /** Set where the targets are probed through an exporter instead of scraped themselves. */
  readonly probe?: { readonly module: ProbeModule; readonly exporter: string };
}

const targets = { each: { address: 'text', labels: 'any' } } as const satisfies { each: OptionsOf<Target> };

const actions = {
  replace: true,
  keep: true,
  drop: true,
  labeldrop: true,
  labelkeep: true,
  labelmap: true,
  lowercase: true,
  uppercase: true,
} as const;
const relabel: OptionsOf<Relabel> = {
  action: { oneOf: actions, optional: true },
  source: 'list?',
  separator: 'text?',
  regex: 'text?',
  target: 'text?',
  replacement: 'text?',
};

const scrapeOptions: OptionsOf<ScrapeOptions> = {
  targets,
  interval: 'duration?',
  timeout: 'duration?',
  path: 'text?',
  scheme: { oneOf: { http: true, https: true }, optional: true },
  tls: { of: tlsOptions, optional: true },
  auth: 'any?',
  sampleLimit: 'number?',
  labelLimit: 'number?',
  metricRelabel: { each: relabel, optional: true },
};

/** Targets that expose metrics themselves. The name becomes the label `job`. */
export function scrapeJob(name: string, options: ScrapeOptions): ScrapeJob {
  mustBeName(name, 'a scrape job');
  mustFit(`the scrape job ${name}`, options, scrapeOptions);
  mustHaveTargets(name, options.targets);
  for (const { address } of options.targets) mustBeAddress(address, `a target of ${name}`);
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

const probeOptions: OptionsOf<ProbeOptions> = {
  module: 'any',
  exporter: 'text',
  targets,
  interval: 'duration',
  timeout: 'duration',
};

/** Targets that are asked from outside whether they answer, by way of the blackbox exporter. */
export function probe(name: string, options: ProbeOptions): ScrapeJob {
  mustBeName(name, 'a probe');
  mustFit(`the probe ${name}`, options, probeOptions);
  const { module, exporter, ...rest } = options;
  mustHaveTargets(name, options.targets);
  mustBeAddress(exporter, `the exporter of ${name}`);
  for (const target of options.targets) checkProbed(name, target, module);
  return remember({ kind: 'scrape-job', name, path: '/probe', probe: { module, exporter }, ...rest });
}

/** A job without targets looks healthy, because nothing of it is down. */
function mustHaveTargets(name: string, targets: readonly Target[]): void {
  if (targets.length > 0) return;
  throw new UserError(`${name} has no targets`, {
    code: 'scrape/no-targets',
    help: 'name at least one, or leave the job out where there is nothing to watch',
  });
}

function checkProbed(name: string, { address, labels }: Target, module: ProbeModule): void {
  const what = `a target of ${name}`;
  refuseTokens(address, what);
  if (module.prober !== 'http') mustBeAddress(address, what);
  else if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw new UserError(`${what} is ${address}, which is no URL`, {
      code: 'target/address',
      help: 'a probe over HTTP needs the whole URL, with http:// or https://',
    });
  }
  if (Object.keys(labels).length > 0) return;
  throw new UserError(`the target ${address} of ${name} has no labels`, {
    code: 'probe/no-labels',
    help: 'name at least the service, or nobody can tell whose failure it is',
  });
}
