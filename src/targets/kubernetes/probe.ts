import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../errors.js';
import type { Resource } from '../../types.js';
import { scrapeSpec } from './scrape.js';

export type Job = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

interface Static {
  readonly targets: readonly string[];
  readonly labels?: Labels;
}

/** The exporter that a job asks instead of its targets, as `probe()` compiles it; undefined for any other job. */
export function exporterOf({ relabel_configs, params }: Job): string | undefined {
  const steps = (relabel_configs ?? []) as readonly Readonly<Record<string, unknown>>[];
  const exporter = steps.at(-1)?.replacement;
  const expected = [
    { source_labels: ['__address__'], target_label: '__param_target' },
    { source_labels: ['__param_target'], target_label: 'instance' },
    { target_label: '__address__', replacement: exporter },
  ];
  const isProbe = typeof exporter === 'string' && isDeepStrictEqual(steps, expected);
  return isProbe && (params as { module?: unknown } | undefined)?.module !== undefined ? exporter : undefined;
}

/** A Probe has one set of labels: targets of other labels are another Probe of the same job. */
export function probeManifests(
  job: Job,
  exporter: string,
  resource: Resource,
): readonly { readonly name: string; readonly spec: object }[] {
  const { job_name, params, metrics_path, scheme, static_configs, relabel_configs: _, ...rest } = job;
  const { module: modules = [], ...others } = params as Readonly<Record<string, readonly string[]>>;
  const [module, second] = modules;
  if (module === undefined || second !== undefined || Object.keys(others).length > 0) {
    throw new UserError(`the job ${String(job_name)} asks its exporter for more than one module, which no Probe does`, {
      code: 'kubernetes/not-expressible',
      origin: resource.origin,
    });
  }
  const common = {
    jobName: job_name,
    prober: {
      url: exporter,
      path: metrics_path ?? '/probe',
      ...(scheme === undefined ? {} : { scheme: String(scheme).toUpperCase() }),
    },
    module,
    ...withProbeNames(scrapeSpec(rest, { name: String(job_name), manifest: 'Probe', origin: resource.origin })),
  };
  const names = new Set<string>();
  return grouped(static_configs as readonly Static[]).map(({ labels, targets }) => {
    const told = Object.entries(labels).flat().join('-');
    const wanted = [String(job_name), told].filter(Boolean).join('-');
    const name = names.has(wanted) ? `${wanted}-${names.size + 1}` : wanted;
    names.add(name);
    const own = Object.keys(labels).length > 0 ? { labels } : {};
    return { name, spec: { ...common, targets: { staticConfig: { static: targets, ...own } } } };
  });
}

function grouped(configs: readonly Static[]): readonly { readonly labels: Labels; readonly targets: string[] }[] {
  const groups = new Map<string, { readonly labels: Labels; readonly targets: string[] }>();
  for (const { labels = {}, targets } of configs) {
    const sorted = Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const key = JSON.stringify(sorted);
    const group = groups.get(key) ?? { labels: sorted, targets: [] };
    groups.set(key, group);
    group.targets.push(...targets);
  }
  return [...groups.values()];
}

/** What a Probe calls otherwise than a ScrapeConfig. */
function withProbeNames(spec: object): object {
  const { scrapeInterval, ...rest } = spec as { readonly scrapeInterval?: string };
  return { ...(scrapeInterval === undefined ? {} : { interval: scrapeInterval }), ...rest };
}
