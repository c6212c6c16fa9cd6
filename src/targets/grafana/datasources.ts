import { isObject, type Json } from '../../json.js';
import type { Marked } from '../../types/deploy.js';
import type { Live, Wanted, Write } from '../../types/target.js';
import { type Answer, refusal } from '../client.js';
import type { World } from '../world.js';
import { tryAgain } from './app-list.js';
import { answerOf } from './dashboards-sql.js';
import { objectOf, objectsOf, textOf, without } from './json.js';
import { hasLanded } from './landed.js';
import { appliedOf, note, type Owner } from './marks.js';
import { mask, otherValue, unknownValue } from './resources.js';
import { changedSecrets, fingerprint, secretsOf } from './secrets.js';
import type { Server } from './server.js';
import type { Store } from './store.js';

const kind = 'grafana/datasource';
const serverOwn = ['id', 'orgId', 'typeLogoUrl', 'typeName', 'version', 'readOnly', 'accessControl', 'apiVersion'];

/** Stands for the checksum of a source whose secrets had other values. */
const otherSecret = 'with another secret';

/** Data sources, through `/api` in every version. Our mark stands in `jsonData`, which every plugin passes over. */
export function datasources(server: Server, owner: Owner, world: World): Store {
  const { client, url } = server;
  const holder = `${owner.project}/${owner.environment}`;
  const seen = new Map<string, { readonly mark: Json; readonly isDefault: boolean }>();
  const secretsNoted = (id: string): Json => objectOf(seen.get(id)?.mark.secrets);
  /** The server makes its first data source the default, whoever asked for that; only what we asked for is ours. */
  const isTheirDefault = (id: string): boolean => {
    const { isDefault = false, mark = {} } = seen.get(id) ?? {};
    return isDefault && mark.isDefault !== true;
  };

  const readOne = async (id: string): Promise<Live | undefined> => {
    const answer = await client.ask(`/api/datasources/uid/${id}`, { tryAgain });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw refusal(url, `the data source ${id}`, answer);
    const source = objectOf(answer.json);
    const version = Number(source.version);
    const { obsctl, ...jsonData } = objectOf(source.jsonData);
    seen.set(id, { mark: objectOf(obsctl), isDefault: source.isDefault === true });
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

  const markOf = (noted: unknown): Marked => {
    const by = isObject(noted) ? textOf(noted.owner) : '';
    if (by === holder) return { mark: 'ours' };
    return by ? { mark: 'other', owner: `obsctl, ${by}`, marks: noted } : { mark: 'unmarked' };
  };

  const read = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const answer = await client.ask('/api/datasources', { tryAgain });
    if (!answer.ok) throw refusal(url, 'the list of data sources', answer);
    const byId = new Map(wanted.map((one) => [one.id, one]));
    const ours = objectsOf(answer.json).filter(
      ({ uid, jsonData }) => byId.has(textOf(uid)) || markOf(objectOf(jsonData).obsctl).mark === 'ours',
    );
    const found = await Promise.all(
      ours.map(async ({ uid }) => {
        const resource = byId.get(textOf(uid));
        return withSecretsSeen(withDefaultSeen(await readOne(textOf(uid)), resource), resource);
      }),
    );
    return found.filter((one) => one !== undefined);
  };

  const withDefaultSeen = (live: Live | undefined, resource: Wanted | undefined): Live | undefined => {
    if (!live || objectOf(resource?.body).isDefault === true || !isTheirDefault(live.id)) return live;
    return { ...live, body: { ...objectOf(live.body), isDefault: false } };
  };

  /** No secret comes back: what is known of it is what our mark keeps, and whether somebody saved it after us. */
  const withSecretsSeen = async (live: Live | undefined, resource: Wanted | undefined): Promise<Live | undefined> => {
    const { secureJsonData, ...body } = objectOf(live?.body);
    if (!live?.applied || !resource || secureJsonData === undefined) return live;
    const { applied } = live;
    const changed = applied.touched ? [] : await changedSecrets(objectOf(resource.body), secretsNoted(live.id), world);
    if (changed.length === 0 && !applied.touched) return live;
    const shown = Object.keys(objectOf(secureJsonData)).map((name) => {
      if (applied.touched) return [name, unknownValue];
      return [name, changed.includes(name) ? otherValue : mask];
    });
    return {
      ...live,
      body: { ...body, secureJsonData: Object.fromEntries(shown) },
      applied: { ...applied, ...(changed.length > 0 ? { sum: otherSecret } : {}) },
    };
  };

  const put = async (write: Write): Promise<Answer> => {
    const resource = write.resource as Wanted;
    const { id, body } = resource;
    const version = write.live ? Number(write.live.version) : 0;
    const source = objectOf(body);
    const secrets = { ...secretsGone(write), ...secretsOf(source, world) };
    const isDefault = source.isDefault === true;
    const ours = async () => ({
      ...{ owner: holder, ...note(resource, version + 1) },
      ...(isDefault ? { isDefault } : {}),
      ...(await notesOf(resource, secrets)),
    });
    const mark = resource.givenBack ? resource.givenBack.marks : await ours();
    const sent = {
      ...without(source, 'secureJsonData'),
      ...(Object.keys(secrets).length > 0 ? { secureJsonData: secrets } : {}),
      uid: id,
      isDefault: isDefault || isTheirDefault(id),
      jsonData: { ...objectOf(source.jsonData), ...(mark === undefined ? {} : { obsctl: mark }) },
      ...(write.live ? { version } : {}),
    };
    const once = { body: sent, repeatable: false, tries: 1 };
    if (!write.live) return client.ask('/api/datasources', { method: 'POST', ...once });
    const stale = await staleness(write.live);
    if (stale) return stale;
    return client.ask(`/api/datasources/uid/${id}`, { method: 'PUT', ...once });
  };

  /** Those that are not sent stay as they are on the server, and so does what the mark keeps of them. */
  const notesOf = async ({ id, body }: Wanted, secrets: Readonly<Record<string, string>>) => {
    const names = Object.keys(objectOf(objectOf(body).secureJsonData));
    if (names.length === 0) return {};
    const kept = await Promise.all(
      names.map(async (name) => {
        const value = secrets[name];
        return [name, value === undefined ? secretsNoted(id)[name] : await fingerprint(value)] as const;
      }),
    );
    return { secrets: Object.fromEntries(kept.filter(([, one]) => one !== undefined)) };
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

  /** What is not sent stays; what is sent empty goes. */
  const secretsGone = ({ live, resource }: Write): Readonly<Record<string, string>> => {
    const wanted = objectOf(objectOf(resource?.body).secureJsonData);
    const there = Object.keys(objectOf(objectOf(live?.body).secureJsonData));
    return Object.fromEntries(there.filter((name) => !(name in wanted)).map((name) => [name, '']));
  };

  return { read, readOne, put, remove, isDone: hasLanded };
}
