/** Prometheus with the platform's own files: addresses and the pace differ, nothing else. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serialize } from '../../src/targets/files/serialize.js';
import type { Resource } from '../../src/types.js';
import type { FakePlatform } from './fake-platform.js';
import { binary, freePort, type Generation, type Server, start } from './servers.js';

interface StaticConfig {
  targets: string[];
  labels: Record<string, string>;
}

interface ScrapeConfig {
  job_name: string;
  scrape_interval?: string;
  scrape_timeout?: string;
  static_configs: StaticConfig[];
  relabel_configs?: { target_label?: string; replacement?: string }[];
}

interface PrometheusConfig {
  global: Record<string, string>;
  alerting: { alertmanagers: { static_configs: { targets: string[] }[] }[] };
  scrape_configs: ScrapeConfig[];
}

interface Addresses {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly platform: FakePlatform;
}

/** Services and hosts get a second instance on another node. */
async function pointed(body: unknown, { prometheus, alertmanager, platform }: Addresses): Promise<PrometheusConfig> {
  const config = structuredClone(body) as PrometheusConfig;
  Object.assign(config.global, { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' });
  for (const one of config.alerting.alertmanagers) one.static_configs = [{ targets: [alertmanager] }];
  const own: Readonly<Record<string, string>> = { prometheus, alertmanager };
  const blackbox = await platform.address('blackbox');
  for (const job of config.scrape_configs) {
    if (job.scrape_interval) Object.assign(job, { scrape_interval: '1s', scrape_timeout: '1s' });
    const throughExporter = job.relabel_configs?.find((relabel) => relabel.target_label === '__address__');
    if (throughExporter) {
      throughExporter.replacement = blackbox;
      continue;
    }
    const second = job.static_configs
      .filter(({ labels }) => labels.tier === 'app' || labels.tier === 'node')
      .map(({ targets, labels }) => ({ targets, labels: { ...labels, node: 'second' } }));
    job.static_configs.push(...second);
    for (const one of job.static_configs) one.targets = [own[job.job_name] ?? (await platform.address(job.job_name))];
  }
  return config;
}

function hurried(body: unknown): unknown {
  const { groups } = body as { groups: object[] };
  return { groups: groups.map((group) => ({ ...group, interval: '1s' })) };
}

function bodyOf({ kind, body }: Resource, config: PrometheusConfig): unknown {
  if (kind === 'prometheus/config') return config;
  return kind === 'prometheus/rules' ? hurried(body) : body;
}

/** The Prometheus files among the resources in a new folder, changed for the test. */
function written(resources: readonly Resource[], config: PrometheusConfig): string {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-platform-'));
  for (const resource of resources.filter(({ kind }) => kind.startsWith('prometheus/'))) {
    const file = join(folder, resource.path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, serialize({ ...resource, body: bodyOf(resource, config) }));
  }
  return folder;
}

/** Starts it with our flags on loopback; `stop` ends it and removes its folder. Only for jobs in prometheus.yml. */
export async function startPrometheus(
  generation: Generation,
  resources: readonly Resource[],
  { platform, alertmanager }: { readonly platform: FakePlatform; readonly alertmanager: Server },
): Promise<Server> {
  const port = await freePort();
  const config = await pointed(resources.find(({ kind }) => kind === 'prometheus/config')?.body, {
    prometheus: `127.0.0.1:${port}`,
    alertmanager: new URL(alertmanager.url).host,
    platform,
  });
  const folder = written(resources, config);
  const server = await start(
    binary(generation, 'prometheus'),
    () => [
      ...readFileSync(join(folder, 'prometheus/flags'), 'utf8').trim().split('\n'),
      `--config.file=${folder}/prometheus/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      // an alert that fired before the Alertmanager was found would be sent again only after a minute
      '--rules.alert.resend-delay=1s',
    ],
    { ready: '/-/ready', port },
  );
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { ...server, stop };
}
