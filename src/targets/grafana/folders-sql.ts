import type { Live, Wanted, Write } from '../../types/target.js';
import { type Answer, refusal } from '../client.js';
import { tryAgain } from './app-list.js';
import { answerOf, type Hit } from './dashboards-sql.js';
import { objectOf, objectsOf, textOf } from './json.js';
import type { Server } from './server.js';
import type { Store } from './store.js';

const kind = 'grafana/folder';

/**
 * Folders in SQL have no place for a mark. One is ours where all dashboards in it are, and a wanted one that is as it
 * should be is nobody's to argue about. Deleting a folder deletes what is in it, so that is looked at first.
 */
export function sqlFolders(server: Server, hits: () => readonly Hit[]): Store {
  const { client, url } = server;
  const written = new Map<string, Wanted>();

  const inside = (id: string) => hits().filter(({ folder }) => folder === id);
  const isOurs = (id: string): boolean => inside(id).length > 0 && inside(id).every((hit) => hit.isOurs);

  /** Whoever asks for one by its name knows it for ours: what is to be seen is whether others use it by now. */
  const isLeft = async (id: string): Promise<boolean> => isOurs(id) || (await contentOf(server, id)) === '';

  const fetchOne = async (id: string): Promise<Omit<Live, 'mark'> | undefined> => {
    const answer = await client.ask(`/api/folders/${id}`, { tryAgain });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw refusal(url, `the folder ${id}`, answer);
    const { title, parentUid, version } = objectOf(answer.json);
    const body = { title, ...(parentUid ? { parentUid } : {}) };
    return { kind, id, path: `${url}/dashboards/f/${id}`, body, version: String(version) };
  };

  const read = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const byId = new Map(wanted.map((one) => [one.id, one]));
    const holding = new Set(hits().flatMap(({ folder }) => (folder && isOurs(folder) ? [folder] : [])));
    const found = await Promise.all([...new Set([...byId.keys(), ...holding])].map(fetchOne));
    return found.flatMap((live): Live[] => {
      if (!live) return [];
      const { body, givenBack } = byId.get(live.id) ?? {};
      const asWanted = sameFolder(live.body, body);
      const isMarked = asWanted ? !givenBack : isOurs(live.id);
      return [{ ...live, mark: isMarked ? 'ours' : 'unmarked' }];
    });
  };

  const readOne = async (id: string): Promise<Live | undefined> => {
    const live = await fetchOne(id);
    const { body, givenBack } = written.get(id) ?? {};
    const isMarked = !givenBack && (sameFolder(live?.body, body) || (await isLeft(id)));
    return live && { ...live, mark: isMarked ? 'ours' : 'unmarked' };
  };

  const put = async (write: Write): Promise<Answer> => {
    const resource = write.resource as Wanted;
    const { id } = resource;
    const { title, parentUid } = objectOf(resource.body);
    const once = { repeatable: false, tries: 1 };
    written.set(id, resource);
    if (!write.live) {
      return client.ask('/api/folders', { method: 'POST', body: { uid: id, title, parentUid }, ...once });
    }
    const now = await fetchOne(id);
    if (now?.version !== write.live.version) return answerOf(412, 'the folder has been changed by someone else');
    let version = now.version;
    if (textOf(objectOf(now.body).parentUid) !== textOf(parentUid)) {
      const moved = { parentUid: textOf(parentUid) };
      const answer = await client.ask(`/api/folders/${id}/move`, { method: 'POST', body: moved, ...once });
      if (!answer.ok || objectOf(now.body).title === title) return answer;
      version = (await fetchOne(id))?.version ?? version;
    }
    const renamed = { title, version: Number(version), overwrite: false };
    return client.ask(`/api/folders/${id}`, { method: 'PUT', body: renamed, ...once });
  };

  const remove = async ({ id }: Live): Promise<Answer> => {
    const content = await contentOf(server, id);
    if (content) return answerOf(400, `the folder is not empty: ${content}`);
    return client.ask(`/api/folders/${id}`, { method: 'DELETE', repeatable: false, tries: 1 });
  };

  const isDone = ({ op, resource }: Write, now: Live | undefined): boolean =>
    op === 'delete' ? now === undefined : sameFolder(now?.body, resource?.body);

  return { read, readOne, put, remove, isDone };
}

function sameFolder(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [objectOf(one), objectOf(other)];
  return a.title === b.title && textOf(a.parentUid) === textOf(b.parentUid);
}

/** What lies in a folder, in words; nothing where it is empty. */
async function contentOf({ client, url }: Server, id: string): Promise<string> {
  const [counts, found] = await Promise.all([
    client.ask(`/api/folders/${id}/counts`, { tryAgain }),
    client.ask(`/api/search?folderUIDs=${id}&limit=10`, { tryAgain }),
  ]);
  if (!found.ok) throw refusal(url, `the content of the folder ${id}`, found);
  const parts = Object.entries(objectOf(counts.json)).filter(([, count]) => Number(count) > 0);
  const titles = objectsOf(found.json).map(({ title }) => textOf(title));
  return [...parts.map(([what, count]) => `${count} ${what}`), ...titles].join(', ');
}
