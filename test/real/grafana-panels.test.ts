import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownEnvironment } from '../helpers/environment.js';
import { ask, grafanaIsThere, type Json } from './ask-grafana.js';
import { fakePlatform } from './fake-platform.js';
import { type OwnServers, startOwnServers } from './own-servers.js';
import {
  type AskedQuery,
  annotationQueries,
  isExpectedToBeEmpty,
  panelQueries,
  variableQueries,
} from './panel-queries.js';
import { isThere } from './servers.js';

const available = grafanaIsThere && isThere('bookworm');
const { environment, resources } = ownEnvironment('local');
const metrics = environment.definitions.flatMap((one) => (one.kind === 'metric' ? [one] : []));

/** Our data source as provisioning would set it up, with an id of its own and the address of the test's server. */
function datasource(url: string): Json {
  const found = resources.find(({ kind, id }) => kind === 'grafana/datasources' && id === 'prom-local');
  const body = found?.body as { readonly datasources: readonly Json[] } | undefined;
  return { ...body?.datasources[0], uid: 'obsctl-test', name: 'obsctl test', isDefault: false, url };
}

describe.runIf(available)('the panels, as Grafana asks for them', () => {
  const platform = fakePlatform(metrics);
  let own: OwnServers;

  beforeAll(async () => {
    own = await startOwnServers('bookworm', resources, platform);
    const { status, body } = await ask('POST', '/api/datasources', datasource(own.prometheus.url));
    expect(status, JSON.stringify(body)).toBe(200);
  }, 60_000);

  afterAll(async () => {
    await ask('DELETE', '/api/datasources/uid/obsctl-test');
    await own?.stop();
    await platform.stop();
  });

  /** How many values Grafana shows, or its complaint. */
  async function shown({ target, expr }: Pick<AskedQuery, 'target' | 'expr'>): Promise<number | string> {
    const now = Date.now();
    const query = { ...target, expr, datasource: { type: 'prometheus', uid: 'obsctl-test' }, intervalMs: 5_000 };
    const asked = { from: String(now - 60_000), to: String(now), queries: [{ ...query, maxDataPoints: 100 }] };
    const { status, body } = await ask('POST', '/api/ds/query', asked);
    const { results = {} } = body as {
      results?: Record<string, { error?: string; frames?: { data: { values: unknown[][] } }[] }>;
    };
    const { error, frames = [] } = results[target.refId] ?? {};
    if (status !== 200 || error) return error ?? JSON.stringify(body);
    return frames.reduce((sum, { data }) => sum + (data.values[0]?.length ?? 0), 0);
  }

  it('show values, but for those of what went wrong or was a week ago', { timeout: 120_000 }, async () => {
    const queries = panelQueries(resources, '5s').filter(({ expr }) => !isExpectedToBeEmpty(expr));
    const empty = async () => {
      const answers = await Promise.all(queries.map(async (query) => [query, await shown(query)] as const));
      return answers.flatMap(([{ title, expr }, answer]) =>
        answer === 0 || typeof answer === 'string' ? [`${title}: ${answer} for ${expr}`] : [],
      );
    };
    await expect.poll(empty, { timeout: 60_000, interval: 2_000 }).toEqual([]);
    expect(queries.length).toBeGreaterThan(115);
  });

  it('fill every variable with values', { timeout: 120_000 }, async () => {
    const queries = variableQueries(resources);
    const empty = async () => {
      const answers = await Promise.all(
        queries.map(async ({ name, series, label }) => {
          const path = `/api/datasources/uid/obsctl-test/resources/api/v1/label/${label}/values`;
          const { status, body } = await ask('GET', `${path}?match[]=${encodeURIComponent(series)}`);
          const values = body.data as readonly string[] | undefined;
          return status === 200 && values?.length ? [] : [`${name}: ${status} ${JSON.stringify(body)} for ${series}`];
        }),
      );
      return answers.flat();
    };
    await expect.poll(empty, { timeout: 60_000, interval: 2_000 }).toEqual([]);
    expect(queries.length).toBeGreaterThan(20);
  });

  it('are answered for annotations, and those of deployments mark the start', { timeout: 120_000 }, async () => {
    const queries = annotationQueries(resources);
    const answers = async () => Promise.all(queries.map(async (query) => [query.title, await shown(query)] as const));
    const complaints = (await answers()).filter(([, answer]) => typeof answer === 'string');
    expect(complaints).toEqual([]);
    expect(new Set(queries.map(({ title }) => title))).toEqual(new Set(['Deployments', 'Alerts', 'Restarts']));
    const marked = async () =>
      new Set((await answers()).flatMap(([title, count]) => (Number(count) > 0 ? [title] : [])));
    await expect.poll(marked, { timeout: 60_000, interval: 2_000 }).toContain('Deployments');
  });
});
