import type { Live, Wanted, Write } from '../../types.js';
import { type Answer, refusal } from '../client.js';
import { tryAgain } from './app-list.js';
import { answerOf } from './dashboards-sql.js';
import { isObject, type Json, objectOf, objectsOf, textOf, without } from './json.js';
import { appliedOf, note, type Owner } from './marks.js';
import { mask } from './resources.js';
import type { Server } from './server.js';
import type { Store } from './store.js';

const kind = 'grafana/datasource';
const serverOwn = ['id', 'orgId', 'typeLogoUrl', 'typeName', 'version', 'readOnly', 'accessControl', 'apiVersion'];

/** Data sources, through `/api` in every version. Our mark stands in `jsonData`, which every plugin passes over. */
export function datasources(server: Server, owner: Owner, secrets: (source: Json) => Json): Store {
  const { client, url } = server;
  const holder = `${owner.project}/${owner.environment}`;

  const readOne = async (id: string): Promise<Live | undefined> => {
    const answer = await client.ask(`/api/datasources/uid/${id}`, { tryAgain });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw refusal(url, `the data source ${id}`, answer);
    const source = objectOf(answer.json);
    const version = Number(source.version);
    const { obsctl, ...jsonData } = objectOf(source.jsonData);
    const secure = Object.entries(objectOf(source.secureJsonFields)).filter(([, isSet]) => isSet === true);
    const body = {
      ...without(source, 'secureJsonFields', 'secureJsonData', ...serverOwn),
      jsonData,
      ...(secure.length > 0 ? { secureJsonData: Object.fromEntries(secure.map(([name]) => [name, mask])) } : {}),
    };
    const about = {
      kind,
      id,
      path: `${url}/connections/datasources/edit/${id}`,
      version: String(version),
      body,
    } as const;
    if (source.readOnly === true) return { ...about, mark: 'other', owner: 'a provisioning file of the server' };
    return { ...about, ...markOf(obsctl), ...appliedOf(obsctl, version) };
  };

  const markOf = (noted: unknown): Pick<Live, 'mark' | 'owner'> => {
    const by = isObject(noted) ? textOf(noted.owner) : '';
    if (by === holder) return { mark: 'ours' };
    return by ? { mark: 'other', owner: `obsctl, ${by}` } : { mark: 'unmarked' };
  };

  const read = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const answer = await client.ask('/api/datasources', { tryAgain });
    if (!answer.ok) throw refusal(url, 'the list of data sources', answer);
    const ids = new Set(wanted.map(({ id }) => id));
    const ours = objectsOf(answer.json).filter(
      ({ uid, jsonData }) => ids.has(textOf(uid)) || markOf(objectOf(jsonData).obsctl).mark === 'ours',
    );
    const found = await Promise.all(ours.map(({ uid }) => readOne(textOf(uid))));
    return found.filter((one) => one !== undefined);
  };

  const put = async (write: Write): Promise<Answer> => {
    const resource = write.resource as Wanted;
    const { id, body } = resource;
    const version = write.live ? Number(write.live.version) : 0;
    const source = objectOf(body);
    const sent = {
      ...secrets(source),
      uid: id,
      jsonData: { ...objectOf(source.jsonData), obsctl: { owner: holder, ...note(resource, version + 1) } },
      ...(write.live ? { version } : {}),
    };
    const once = { body: sent, repeatable: false, tries: 1 };
    if (!write.live) return client.ask('/api/datasources', { method: 'POST', ...once });
    const stale = await staleness(write.live);
    if (stale) return stale;
    return client.ask(`/api/datasources/uid/${id}`, { method: 'PUT', ...once });
  };

  const remove = async (live: Live): Promise<Answer> => {
    const stale = await staleness(live);
    return stale ?? client.ask(`/api/datasources/uid/${live.id}`, { method: 'DELETE', repeatable: false, tries: 1 });
  };

  /** The server refuses an older version alone, and one that names none begins at 1 again. */
  const staleness = async ({ id, version }: Live): Promise<Answer | undefined> => {
    const now = await readOne(id);
    return now && now.version !== version ? answerOf(409, 'it has been updated by somebody else') : undefined;
  };

  const isDone = ({ op, resource }: Write, now: Live | undefined): boolean =>
    op === 'delete'
      ? now === undefined
      : now?.mark === 'ours' && now.applied?.sum === resource?.sum && !now.applied?.touched;

  return { read, readOne, put, remove, isDone };
}
