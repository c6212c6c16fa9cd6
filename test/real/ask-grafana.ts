import { isAvailable } from './servers.js';

/** A Grafana 12 to try it on, with a user who may write: `http://admin:admin@localhost:3000`. */
const address = process.env.OBSCTL_GRAFANA_URL;

export const grafanaIsThere = isAvailable(
  'grafana',
  address !== undefined,
  'set OBSCTL_GRAFANA_URL to one that may be written to',
);

export type Json = Readonly<Record<string, unknown>>;

export async function ask(
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly body: Json }> {
  const url = new URL(path, address);
  const credentials = Buffer.from(`${url.username}:${url.password}`).toString('base64');
  url.username = '';
  url.password = '';
  const response = await fetch(url, {
    method,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(20_000),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Json };
}
