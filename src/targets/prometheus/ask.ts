import type { Client } from '../client.js';
import { refusal } from '../client.js';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Pairs of seconds since 1970 and value; one for an instant query. */
  readonly samples: readonly (readonly [number, number])[];
}

/** The value of a query now. */
export async function instant(client: Client, url: string, query: string): Promise<readonly Series[]> {
  return ask(client, url, `/api/v1/query?${new URLSearchParams({ query })}`);
}

/** Its values from `start` to `end`, in seconds since 1970, every `step` seconds. */
export async function over(
  client: Client,
  url: string,
  query: string,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): Promise<readonly Series[]> {
  const span = { start: String(start), end: String(end), step: String(step) };
  return ask(client, url, `/api/v1/query_range?${new URLSearchParams({ query, ...span })}`);
}

async function ask(client: Client, url: string, path: string): Promise<readonly Series[]> {
  const answer = await client.ask(path);
  if (!answer.ok) throw refusal(url, 'to a query', answer);
  const { data } = answer.json as { data: { result: readonly Result[] } };
  return data.result.map(({ metric, value, values }) => ({
    labels: metric,
    samples: (values ?? (value ? [value] : [])).map(([time, text]) => [time, Number(text)] as const),
  }));
}

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** How many loaded rules fail, and when the first group was last evaluated. */
export async function ruleFailures(client: Client, url: string): Promise<readonly string[]> {
  const answer = await client.ask('/api/v1/rules');
  if (!answer.ok) throw refusal(url, 'for its rules', answer);
  const { data } = answer.json as {
    data: { groups: readonly { rules: readonly { name: string; health: string }[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules.flatMap(({ name, health }) => (health === 'err' ? [name] : [])));
}

export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
  readonly activeAt: string;
}

export async function alertsOf(client: Client, url: string): Promise<readonly PrometheusAlert[]> {
  const answer = await client.ask('/api/v1/alerts');
  if (!answer.ok) throw refusal(url, 'for its alerts', answer);
  return (answer.json as { data: { alerts: readonly PrometheusAlert[] } }).data.alerts;
}
