import type { Proof, Write } from '../../types/target.js';
import { createPace, each } from '../pace.js';
import { tryAgain } from './app-list.js';
import { objectOf, objectsOf, textOf } from './json.js';
import type { Server } from './server.js';
import { type Sample, sampleOf } from './verify.js';

/** How many dashboards are looked at, three queries of each. */
const sampled = 10;

/** Whether the data source answers what the dashboards ask: a sample of those that were written. */
export async function askQueries(target: string, server: Server, writes: readonly Write[]): Promise<Proof | undefined> {
  const samples = sampleOf(writes, sampled);
  if (samples.length === 0) return undefined;
  const fallback = samples.some(({ datasource }) => datasource === '') ? await defaultSource(server) : '';
  const asked = await each(createPace(4), samples, (sample) => ask(server, sample, fallback));
  const faults = asked.filter((one) => one !== undefined);
  const what = 'queries answered';
  if (faults.length > 0) return { target, what, ok: false, detail: inWords(faults, samples.length) };
  const dashboards = new Set(samples.map(({ dashboard }) => dashboard)).size;
  return { target, what, ok: true, detail: `${samples.length} queries of ${dashboards} dashboards` };
}

async function ask({ client }: Server, { dashboard, expr, datasource }: Sample, fallback: string) {
  const uid = datasource || fallback;
  const query = { refId: 'A', expr, instant: true, range: false, intervalMs: 15_000, maxDataPoints: 100 };
  const body = { queries: [{ ...query, datasource: { type: 'prometheus', uid } }], from: 'now-5m', to: 'now' };
  const answer = await client.ask('/api/ds/query', { method: 'POST', body, repeatable: true, tries: 2, tryAgain });
  const result = objectOf(objectOf(objectOf(answer.json).results).A);
  const error = textOf(result.error) || (answer.ok ? '' : textOf(objectOf(answer.json).message) || `${answer.status}`);
  return error ? { dashboard, expr, why: `${uid}: ${error.slice(0, 300)}` } : undefined;
}

interface Unanswered {
  readonly dashboard: string;
  readonly expr: string;
  readonly why: string;
}

/** What one cause has in common is said once. */
function inWords(faults: readonly Unanswered[], of: number): string {
  const causes = [...new Set(faults.map(({ why }) => why))];
  const texts = causes.slice(0, 3).map((cause) => {
    const alike = faults.filter(({ why }) => why === cause);
    const { dashboard, expr } = alike[0] as Unanswered;
    const more = alike.length > 1 ? ` and ${alike.length - 1} more` : '';
    return `${cause} (${expr} of ${dashboard}${more})`;
  });
  return `${faults.length} of ${of} are not: ${texts.join('; ')}`;
}

/** Where a dashboard leaves the choice to the reader: the default, or the first that there is. */
async function defaultSource({ client }: Server): Promise<string> {
  const answer = await client.ask('/api/datasources', { tryAgain });
  const all = objectsOf(answer.json).filter(({ type }) => type === 'prometheus');
  return textOf((all.find(({ isDefault }) => isDefault === true) ?? all[0])?.uid);
}
