import type { Json } from '../../json.js';
import { type Answer, type Client, refusal } from '../client.js';
import { objectOf, objectsOf, textOf } from './json.js';

const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** Servers end a page at 2 MiB; legacy storage does not, and a thousand whole dashboards are much to hold. */
const perPage = 200;

/** Grafana sometimes fails to recognise a token under load. */
export const tryAgain = ({ status }: Answer): boolean => status === 401;

/**
 * All objects of a collection, page after page; each goes to `take` and is forgotten. A page may come back smaller than
 * it was asked for, and a token may expire: then the list begins anew. The next page is on its way while one is taken.
 */
export async function eachObject(
  { client, url }: { readonly client: Client; readonly url: string },
  path: string,
  options: {
    readonly metadataOnly?: boolean;
    readonly take: (object: Json) => void;
    /** Asked after each page. */
    readonly isEnough?: () => boolean;
  },
): Promise<void> {
  const headers = options.metadataOnly ? { accept: metadataOnly } : {};
  const limit = options.metadataOnly ? 1000 : perPage;
  const pageAt = (token: string) =>
    client.ask(`${path}?limit=${limit}${token ? `&continue=${encodeURIComponent(token)}` : ''}`, { headers, tryAgain });
  let restarts = 0;
  const taken = new Set<string>();
  let coming = pageAt('');
  for (;;) {
    const answer = await coming;
    if (answer.status === 410 && restarts < 3) {
      restarts += 1;
      coming = pageAt('');
      continue;
    }
    if (!answer.ok) throw refusal(url, `the list ${path}`, answer);
    const body = objectOf(answer.json);
    const token = textOf(objectOf(body.metadata).continue);
    if (token !== '') coming = pageAt(token);
    for (const item of objectsOf(body.items)) {
      const name = textOf(objectOf(item.metadata).name);
      if (!taken.has(name)) options.take(item);
      taken.add(name);
    }
    if (token === '') return;
    if (!options.isEnough?.()) continue;
    // whatever becomes of it
    coming.catch(() => undefined);
    return;
  }
}
