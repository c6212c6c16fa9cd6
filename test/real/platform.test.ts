import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownEnvironment } from '../helpers/environment.js';
import { fakePlatform } from './fake-platform.js';
import { type OwnServers, startOwnServers } from './own-servers.js';
import { isExpectedToBeEmpty, panelQueries } from './panel-queries.js';
import { type Generation, isThere, type Server } from './servers.js';

const { environment, resources } = ownEnvironment('local');
const metrics = environment.definitions.flatMap((one) => (one.kind === 'metric' ? [one] : []));
const rules = environment.definitions.flatMap((one) => (one.kind === 'rule-group' ? one.rules : []));

/** What selects the series of one recording rule. Rules may share a name and differ in the labels they add. */
const records = rules.flatMap((rule) => {
  if (rule.kind !== 'record') return [];
  const matchers = Object.entries(rule.labels).map(([label, value]) => `${label}="${value}"`);
  return [matchers.length > 0 ? `${rule.name}{${matchers.join(',')}}` : rule.name];
});

/** Job, service, tier and node of what is scraped; a probe shows what it asks instead of whom. */
const targets = [
  'alertmanager monitoring monitoring localhost',
  'backend-api backend-api app localhost',
  'backend-api backend-api app second',
  'blackbox monitoring monitoring localhost',
  'chat-server chat-server app localhost',
  'chat-server chat-server app second',
  'grafana monitoring monitoring localhost',
  'node node node localhost',
  'node node node second',
  'otel-collector monitoring monitoring localhost',
  'otel-collector monitoring monitoring localhost',
  'postgres-exporter postgresql data localhost',
  'probe-grpc grpc-backend probe localhost, critical=true, localhost:50051',
  'probe-http backend-api probe localhost, critical=false, http://localhost:8081/ready',
  'probe-http chat-server probe localhost, critical=false, http://localhost:8082/ready',
  'probe-http platform probe localhost, critical=true, http://localhost:8080/',
  'probe-http stream-server probe localhost, critical=false, http://localhost:8080/ready',
  'probe-postgres postgresql probe localhost, critical=true, localhost:5432',
  'probe-redis redis probe localhost, critical=true, localhost:6379',
  'prometheus monitoring monitoring localhost',
  'redis-exporter redis data localhost',
  'stream-server stream-server app localhost',
  'stream-server stream-server app second',
];

const queries = panelQueries(resources, '1m');

type Labels = Readonly<Record<string, string>>;

interface RuleState {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly alerts?: readonly { readonly state: string; readonly labels: Labels }[];
}

/** The oldest, which is what the environment states, and the newest. */
const generations: readonly Generation[] = ['bookworm', 'forky'];

describe.each(generations)('build/local on %s', (generation) => {
  const there = isThere(generation);
  const platform = fakePlatform(metrics);
  let own: OwnServers;

  const get = async <T>(server: Server, path: string): Promise<T> => {
    const response = await fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as T;
  };
  const query = async (expr: string) => {
    const path = `/api/v1/query?query=${encodeURIComponent(expr)}`;
    const answer = await get<{ data: { result: { metric: Labels; value: [number, string] }[] } }>(own.prometheus, path);
    return answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  };
  const ruleStates = async () => {
    const answer = await get<{ data: { groups: { rules: RuleState[] }[] } }>(own.prometheus, '/api/v1/rules');
    return answer.data.groups.flatMap((group) => group.rules);
  };

  beforeAll(async () => {
    if (!there) return;
    own = await startOwnServers(generation, resources, platform);
    await settled();
  });

  afterAll(async () => {
    await own?.stop();
    await platform.stop();
  });

  /** Until every recording rule has a value, but no longer than half a minute: the tests say which has none. */
  async function settled(): Promise<void> {
    for (let second = 0; second < 30; second++) {
      const found = await Promise.all(records.map(async (selector) => (await query(selector)).length > 0));
      if (found.every(Boolean)) return;
      await new Promise((done) => setTimeout(done, 1_000));
    }
  }

  it.skipIf(!there)('scrapes every target, with the labels that rules and dashboards select by', async () => {
    const found = async () => {
      const up = await query('up{environment="local",cluster="eu-1",instance!=""} == 1');
      return up
        .map(({ metric: { job, service, tier, node, critical, instance } }) =>
          [`${job} ${service} ${tier} ${node}`, ...(critical ? [`critical=${critical}`, instance] : [])].join(', '),
        )
        .sort();
    };
    // on a busy machine a scrape may come too late once
    await expect.poll(found, { timeout: 30_000 }).toEqual(targets);
    expect(await query('up')).toHaveLength(targets.length);
  });

  it.skipIf(!there)('evaluates every rule without an error', async () => {
    const states = await ruleStates();
    const failing = states.filter(({ health, lastError }) => health !== 'ok' || lastError);
    expect(failing.map(({ name, health, lastError }) => `${name}: ${health} ${lastError}`)).toEqual([]);
    expect(states.map(({ name }) => name).sort()).toEqual(rules.map(({ name }) => name).sort());
  });

  it.skipIf(!there).each(records)('%s has a value', async (selector) => {
    const result = await query(selector);
    expect(result.length).toBeGreaterThan(0);
    expect(result.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
  });

  it
    .skipIf(!there)
    .each([
      'service:http_requests:rate5m',
      'service:grpc_requests:rate5m',
      'service:stream_messages:rate5m',
      'service_cache:cache_requests:rate5m',
      'service:http_request_duration_seconds:p99_rate5m',
      'cluster_currency:business_revenue:increase1h',
    ])('%s follows the counters', async (name) => {
    const values = (await query(name)).map(({ value }) => value);
    expect(Math.min(...values)).toBeGreaterThan(0);
  });

  it.skipIf(!there)(
    'finds nothing wrong with a healthy platform: no alert is pending, and only the watchdog fires',
    async () => {
      const active = async () =>
        (await ruleStates())
          .flatMap(({ alerts = [] }) => alerts)
          .map(({ state, labels }) => `${labels.alertname} of ${labels.service} is ${state}`);
      await expect.poll(active, { timeout: 10_000 }).toEqual(['Watchdog of monitoring is firing']);
    },
  );

  it.skipIf(!there)('fills every panel, but for those that show what went wrong or was a week ago', async () => {
    const unexplained: string[] = [];
    for (const { title, expr } of queries) {
      const isEmpty = (await query(expr)).length === 0;
      if (isEmpty && !isExpectedToBeEmpty(expr)) unexplained.push(`${title}: ${expr}`);
    }
    expect(unexplained).toEqual([]);
    expect(queries.length).toBeGreaterThan(120);
  });

  it.skipIf(!there)('hands its alerts to an Alertmanager that runs our file, and that one to the sink', async () => {
    const file = readFileSync(join(own.configured, 'alertmanager.yml'));
    const exposed = await get<string>(own.alertmanager, '/metrics');
    const [, hash] = /^alertmanager_config_hash (\S+)$/m.exec(exposed) ?? [];
    expect(Number(hash)).toBe(hashAsMetric(file));
    const known = () => get<{ labels: Labels }[]>(own.alertmanager, '/api/v2/alerts');
    const watchdog = { labels: { alertname: 'Watchdog', environment: 'local', severity: 'info' } };
    await expect.poll(known, { timeout: 15_000 }).toMatchObject([watchdog]);
    const told = () => own.sink.requests.slice(0, 1).map(({ body }) => JSON.parse(body));
    const message = { receiver: 'info-digest', status: 'firing', alerts: [watchdog] };
    await expect.poll(told, { timeout: 15_000 }).toMatchObject([message]);
  });
});

/** The first six bytes of the MD5 sum as a little-endian number: what Alertmanager exposes. */
function hashAsMetric(content: Buffer): number {
  return createHash('md5').update(content).digest().readUIntLE(0, 6);
}
