import type { Json } from '../../json.js';
import type { Live, Wanted, Write } from '../../types/target.js';
import { type Answer, refusal } from '../client.js';
import { eachObject, tryAgain } from './app-list.js';
import { generationAfter, withTrueGeneration } from './generation.js';
import { objectOf, textOf } from './json.js';
import { hasLanded } from './landed.js';
import { markOfObject, marksFor, type Owner } from './marks.js';
import { type Apis, foldersPath, type Server } from './server.js';
import type { Store } from './store.js';

const kind = 'grafana/folder';

/** Folders in unified storage, which keeps our marks and refuses to delete what is not empty. */
export function unifiedFolders(server: Server & { readonly apis: Apis }, owner: Owner): Store {
  const { client, url, apis, namespace } = server;
  const path = foldersPath(apis, namespace);
  const seen = new Map<string, Json>();

  const liveOf = ({ metadata: given, spec }: Json): Live => {
    const metadata = objectOf(given);
    const id = textOf(metadata.name);
    seen.set(id, metadata);
    const parent = textOf(objectOf(metadata.annotations)['grafana.app/folder']);
    const body = { title: objectOf(spec).title, ...(parent ? { parentUid: parent } : {}) };
    const version = textOf(metadata.resourceVersion);
    return { kind, id, path: `${url}/dashboards/f/${id}`, body, version, ...markOfObject(metadata, owner) };
  };

  const read = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const ids = new Set(wanted.map(({ id }) => id));
    const found: Live[] = [];
    const take = (object: Json) => {
      const live = liveOf(object);
      if (ids.has(live.id) || live.mark === 'ours') found.push(live);
    };
    await eachObject(server, path, { take });
    return found;
  };

  const readOne = async (id: string): Promise<Live | undefined> => {
    const answer = await client.ask(`${path}/${id}`, { tryAgain });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw refusal(url, `the folder ${id}`, answer);
    return liveOf(objectOf(answer.json));
  };

  const put = async (write: Write): Promise<Answer> => {
    const generation = generationAfter(write, seen.get(write.change.id));
    const answer = await send(write, { generation, ...(write.live ? { resourceVersion: write.live.version } : {}) });
    if (write.resource?.givenBack) return answer;
    return withTrueGeneration(write, answer, generation, (now) => send(write, now));
  };

  const send = (
    write: Write,
    { generation, resourceVersion }: { readonly generation: number; readonly resourceVersion?: string },
  ): Promise<Answer> => {
    const resource = write.resource as Wanted;
    const { title, parentUid } = objectOf(resource.body);
    const metadata = write.live ? seen.get(resource.id) : undefined;
    const { labels, annotations } = marksFor(owner, resource, { metadata, generation });
    const object = {
      apiVersion: `folder.grafana.app/${apis.folders}`,
      kind: 'Folder',
      metadata: {
        name: resource.id,
        labels,
        annotations: { ...annotations, ...(parentUid ? { 'grafana.app/folder': parentUid } : {}) },
        ...(resourceVersion ? { resourceVersion } : {}),
      },
      spec: { title },
    };
    const method = write.live ? 'PUT' : 'POST';
    const place = write.live ? `${path}/${resource.id}` : path;
    return client.ask(place, { method, body: object, repeatable: false, tries: 1 });
  };

  const remove = ({ id, version }: Live): Promise<Answer> => {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { resourceVersion: version } };
    return client.ask(`${path}/${id}`, { method: 'DELETE', body, repeatable: false, tries: 1 });
  };

  return { read, readOne, put, remove, isDone: hasLanded };
}
