import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownEnvironment, repository } from '../helpers/environment.js';
import { obsctl } from '../helpers/project.js';
import { eventually, sendAlerts } from './alertmanager.js';
import { fakePlatform } from './fake-platform.js';
import { type OwnServers, startOwnServers } from './own-servers.js';
import { type Generation, isThere } from './servers.js';

const { environment, resources } = ownEnvironment('local');
const metrics = environment.definitions.flatMap((one) => (one.kind === 'metric' ? [one] : []));

/** The oldest, which is what the environment states, and the newest. */
const generations: readonly Generation[] = ['bookworm', 'forky'];

/** All that our definitions read, exposed to a real server, with a real Alertmanager beside it. */
describe.each(generations)('validate --live on our own definitions and %s', (generation) => {
  const there = isThere(generation);
  const platform = fakePlatform(metrics);
  let own: OwnServers;

  const series = async (query: string) => {
    const answer = await fetch(`${own.prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { data } = (await answer.json()) as { data: { result: unknown[] } };
    return data.result.length;
  };

  beforeAll(async () => {
    if (!there) return;
    own = await startOwnServers(generation, resources, platform);
    await eventually(() => series('job_service:up:count'), 30).catch(() => 0);
  });

  afterAll(async () => {
    await own?.stop();
    await platform.stop();
  });

  const found = async () => {
    const args = ['validate', '--live', '--no-cache', '--env', 'local', '--prometheus-url', own.prometheus.url];
    const { stdout } = await obsctl(repository, [...args, '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; message: string }[] };
    // the runbooks of the platform are on a host that nobody has
    const live = diagnostics.filter(({ code }) => code.startsWith('live/') && code !== 'live/runbook-link');
    return live.map(({ code, message }) => `${code} ${message}`);
  };

  const notSuppressed =
    'live/no-metric panel "Suppressed by reason; active silences": the server has no series alertmanager_notifications_suppressed_total';

  it.skipIf(!there)('misses only what is there once Alertmanager has suppressed something', async () => {
    expect(await found()).toEqual([notSuppressed]);
  });

  it.skipIf(!there)('misses nothing after a silence has acted, where Alertmanager counts that', async () => {
    await silence(own.alertmanager.url, 'Silenced');
    const labels = { alertname: 'Silenced', severity: 'warning' };
    await sendAlerts(own.alertmanager.url, [
      { status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString() },
    ]);
    // 0.25 does not, so that there the panel stays empty
    const counts = generation !== 'bookworm';
    if (counts) await eventually(() => series('alertmanager_notifications_suppressed_total'), 30);
    expect(await found()).toEqual(counts ? [] : [notSuppressed]);
  });
});

async function silence(url: string, alertname: string): Promise<void> {
  const now = Date.now();
  const body = {
    matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + 3_600_000).toISOString(),
    createdBy: 'test',
    comment: 'test',
  };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v2/silences`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Alertmanager refused a silence: ${answer.status} ${await answer.text()}`);
}
