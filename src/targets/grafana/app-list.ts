import { type Answer, type Client, refusal } from '../client.js';
import { type Json, objectOf, objectsOf, textOf } from './json.js';

const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** Grafana sometimes fails to recognise a token under load. */
export const tryAgain = ({ status }: Answer): boolean => status === 401;

/**
 * All objects of a collection, page after page; each goes to `take` and is forgotten. A page may come back smaller than
 * it was asked for, and a token may expire: then the list begins anew.
 */
export async function eachObject(
  { client, url }: { readonly client: Client; readonly url: string },
  path: string,
  options: { readonly metadataOnly?: boolean; readonly take: (object: Json) => void },
): Promise<void> {
  const limit = options.metadataOnly ? 1000 : 100;
  const headers = options.metadataOnly ? { accept: metadataOnly } : {};
  let token = '';
  let restarts = 0;
  const taken = new Set<string>();
  for (;;) {
    const page = `${path}?limit=${limit}${token ? `&continue=${encodeURIComponent(token)}` : ''}`;
    const answer = await client.ask(page, { headers, tryAgain });
    if (answer.status === 410 && restarts < 3) {
      restarts += 1;
      token = '';
      continue;
    }
    if (!answer.ok) throw refusal(url, `the list ${path}`, answer);
    const body = objectOf(answer.json);
    for (const item of objectsOf(body.items)) {
      const name = textOf(objectOf(item.metadata).name);
      if (!taken.has(name)) options.take(item);
      taken.add(name);
    }
    token = textOf(objectOf(body.metadata).continue);
    if (token === '') return;
  }
}
