import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serialize } from '../../src/targets/files/serialize.js';
import type { Resource } from '../../src/types.js';
import type { ShownDashboard } from '../dashboards/shown.js';
import { ownEnvironment } from '../helpers/environment.js';
import { alertmanagerFolder, startAlertmanager } from './alertmanager.js';
import { type FakePlatform, fakePlatform } from './fake-platform.js';
import { binary, freePort, type Generation, isThere, type Server, start } from './servers.js';

const { environment, resources } = ownEnvironment('local');
const metrics = environment.definitions.flatMap((one) => (one.kind === 'metric' ? [one] : []));
const records = environment.definitions.flatMap((one) =>
  one.kind === 'rule-group' ? one.rules.filter((rule) => rule.kind === 'record') : [],
);

const panelQueries = resources
  .filter(({ kind }) => kind === 'grafana/dashboard')
  .flatMap(({ body }) => (body as ShownDashboard).panels)
  .flatMap(({ title, targets = [] }) => targets.flatMap(({ expr }) => (expr ? [{ title, expr }] : [])));

/** Parts of queries that a healthy platform which just started has no data for, and why. */
const mayBeEmpty: readonly (readonly [part: string, reason: string])[] = [
  ['offset 1w', 'it did not run a week ago'],
  ['alertmanager_notifications_failed_total', 'no channel has failed'],
  ['alertmanager_notifications_suppressed_total', 'nothing is silenced or inhibited'],
  ['-deriv(node_mountpoint:system_disk_free:bytes', 'no volume is filling up'],
  ['[$__range:1m]', 'no alert has fired for a whole minute'],
];

/** What Grafana makes of a query while everything is selected. */
const filledIn = (expr: string) =>
  expr
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$__range', '5m')
    .replaceAll('$environment', 'local')
    .replaceAll('$currency', 'EUR')
    .replaceAll(/\$[a-z]+/g, '.*');

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

/** Ours, but for addresses and the pace. Services and hosts get a second instance on another node. */
async function pointed(body: unknown, { prometheus, alertmanager, platform }: Addresses): Promise<PrometheusConfig> {
  const config = structuredClone(body) as PrometheusConfig;
  Object.assign(config.global, { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' });
  for (const one of config.alerting.alertmanagers) one.static_configs = [{ targets: [alertmanager] }];
  const own: Readonly<Record<string, string>> = { prometheus, alertmanager };
  const blackbox = await platform.address('blackbox');
  for (const job of config.scrape_configs) {
    if (job.scrape_interval) Object.assign(job, { scrape_interval: '1s', scrape_timeout: '1s' });
    const isProbe = job.relabel_configs?.find((relabel) => relabel.target_label === '__address__');
    if (isProbe) {
      isProbe.replacement = blackbox;
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

/** The files of the environment in a folder, changed for the test. */
function written(change: (resource: Resource) => unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-platform-'));
  for (const resource of resources.filter(({ kind }) => kind.startsWith('prometheus/'))) {
    const file = join(folder, resource.path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, serialize({ ...resource, body: change(resource) }));
  }
  return folder;
}

interface RuleGroupState {
  readonly name: string;
  readonly rules: readonly {
    readonly name: string;
    readonly type: 'recording' | 'alerting';
    readonly health: string;
    readonly lastError?: string;
    readonly alerts?: readonly { readonly state: string; readonly labels: Readonly<Record<string, string>> }[];
  }[];
}

const generations: readonly Generation[] = ['bookworm', 'forky'];

describe.each(generations.map((one) => [one, isThere(one)] as const))('build/local on %s', (generation, there) => {
  if (!there) return;
  let folder: string;
  let alertmanagerFiles: string;
  let alertmanager: Server;
  let prometheus: Server;
  const platform = fakePlatform(metrics);

  const get = async <T>(server: Server, path: string): Promise<T> => {
    const response = await fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(10_000) });
    return (await response.json()) as T;
  };
  const query = async (expr: string) => {
    const { data } = await get<{ data: { result: { metric: Record<string, string>; value: [number, string] }[] } }>(
      prometheus,
      `/api/v1/query?query=${encodeURIComponent(expr)}`,
    );
    return data.result;
  };
  const groups = async () =>
    (await get<{ data: { groups: RuleGroupState[] } }>(prometheus, '/api/v1/rules')).data.groups;

  beforeAll(async () => {
    alertmanagerFiles = alertmanagerFolder('local');
    alertmanager = await startAlertmanager(generation, alertmanagerFiles);
    const port = await freePort();
    const addresses = {
      prometheus: `127.0.0.1:${port}`,
      alertmanager: alertmanager.url.replace('http://', ''),
      platform,
    };
    const config = await pointed(resources.find(({ kind }) => kind === 'prometheus/config')?.body, addresses);
    folder = written((resource) => {
      if (resource.kind === 'prometheus/config') return config;
      if (resource.kind === 'prometheus/rules') return hurried(resource.body);
      return resource.body;
    });
    prometheus = await start(
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
    await settled();
  });

  afterAll(async () => {
    await prometheus?.stop();
    await alertmanager?.stop();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Until every recording rule has a value, but no longer than half a minute: the tests say which has none. */
  async function settled(): Promise<void> {
    for (let second = 0; second < 30; second++) {
      const found = await Promise.all(records.map(async ({ name }) => (await query(name)).length > 0));
      if (found.every(Boolean)) return;
      await new Promise((done) => setTimeout(done, 1_000));
    }
  }

  it('scrapes every target, with the labels that rules and dashboards select by', async () => {
    const up = await query('up');
    const silent = up.filter(({ value }) => value[1] !== '1').map(({ metric }) => `${metric.job} ${metric.instance}`);
    expect(silent).toEqual([]);
    expect(up).toHaveLength(new Set(up.map(({ metric }) => JSON.stringify(metric))).size);
    for (const { metric } of up) {
      expect(Object.keys(metric)).toEqual(
        expect.arrayContaining(['environment', 'cluster', 'service', 'tier', 'node', 'job', 'instance']),
      );
    }
    const apps = up
      .filter(({ metric }) => metric.tier === 'app')
      .map(({ metric }) => `${metric.service} ${metric.node}`);
    expect(apps.sort()).toEqual(
      ['backend-api', 'chat-server', 'stream-server'].flatMap((one) => [`${one} localhost`, `${one} second`]),
    );
  });

  it('evaluates every rule without an error', async () => {
    const rules = (await groups()).flatMap((group) => group.rules);
    expect(rules.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual(
      [],
    );
    expect(rules.filter(({ type }) => type === 'recording')).toHaveLength(records.length);
  });

  it.each([...new Set(records.map(({ name }) => name))])('%s has a value', async (name) => {
    const result = await query(name);
    expect(result.length).toBeGreaterThan(0);
    for (const { value } of result) expect(Number.isFinite(Number(value[1]))).toBe(true);
  });

  it('finds nothing wrong with a healthy platform', async () => {
    const alerts = (await groups()).flatMap((group) => group.rules.flatMap((rule) => rule.alerts ?? []));
    const firing = alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
    expect(firing).toEqual(['Watchdog']);
  });

  it('fills every panel, but for those that show what went wrong or what was a week ago', async () => {
    const unexplained: string[] = [];
    for (const { title, expr } of panelQueries) {
      const isEmpty = (await query(filledIn(expr))).length === 0;
      if (isEmpty && !mayBeEmpty.some(([part]) => expr.includes(part))) unexplained.push(`${title}: ${expr}`);
    }
    expect(unexplained).toEqual([]);
    expect(panelQueries.length).toBeGreaterThan(120);
  });

  it('hands its alerts to an Alertmanager that runs our file', async () => {
    const file = readFileSync(join(alertmanagerFiles, 'alertmanager.yml'));
    const text = await (await fetch(`${alertmanager.url}/metrics`)).text();
    const [, hash] = /^alertmanager_config_hash (\S+)$/m.exec(text) ?? [];
    expect(Number(hash)).toBe(hashAsMetric(file));
    await expect
      .poll(() => get<{ labels: Record<string, string> }[]>(alertmanager, '/api/v2/alerts'), { timeout: 15_000 })
      .toMatchObject([{ labels: { alertname: 'Watchdog', severity: 'info' } }]);
  });
});

/** The first six bytes of the MD5 sum as a little-endian number: what Alertmanager exposes. */
function hashAsMetric(content: Buffer): number {
  return createHash('md5').update(content).digest().readUIntLE(0, 6);
}

function hurried(body: unknown): unknown {
  const { groups } = body as { groups: object[] };
  return { groups: groups.map((group) => ({ ...group, interval: '1s' })) };
}
