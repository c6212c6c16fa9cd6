import { setImmediate } from 'node:timers/promises';
import type { Json } from '../../json.js';
import type { Live, Wanted, Write } from '../../types/target.js';
import { type Answer, type Ask, refusal } from '../client.js';
import { createPace, each } from '../pace.js';
import { eachObject, tryAgain } from './app-list.js';
import { generationAfter, withTrueGeneration } from './generation.js';
import { objectOf, textOf, without } from './json.js';
import { hasLanded } from './landed.js';
import { isProven, markOfObject, marksFor, type Owner } from './marks.js';
import { inFolder, isV2 } from './resources.js';
import { type Apis, dashboardsPath, type Server } from './server.js';
import type { Store } from './store.js';

const kind = 'grafana/dashboard';
/** From such a share on, pages of whole dashboards are faster than asking for each. */
const manyToRead = 0.3;
const few = 8;

/** Dashboards in unified storage, through `/apis`. Marks are labels and annotations, so metadata tells who was there. */
export function unifiedDashboards(server: Server & { readonly apis: Apis }, owner: Owner): Store {
  const { client, apis, namespace } = server;
  const classic = dashboardsPath(apis.classic, namespace);
  const seen = new Map<string, Json>();
  const at = (version: string) => dashboardsPath(version, namespace);

  const liveOf = async (object: Json): Promise<Live> => {
    const metadata = objectOf(object.metadata);
    const id = textOf(metadata.name);
    seen.set(id, metadata);
    const folder = folderOf(metadata);
    const stored = textOf(objectOf(objectOf(object.status).conversion).storedVersion);
    // what was saved in the new model is lossy in the old one
    const whole = stored.startsWith('v2') ? await client.ask(`${at(stored)}/${id}`, { tryAgain }) : undefined;
    const spec = objectOf(whole?.ok ? objectOf(whole.json).spec : object.spec);
    return { ...aboutOf(metadata), body: inFolder(spec, folder) };
  };

  const aboutOf = (metadata: Json): Omit<Live, 'body'> => {
    const id = textOf(metadata.name);
    const path = `${server.url}/d/${id}`;
    return { kind, id, path, version: textOf(metadata.resourceVersion), ...markOfObject(metadata, owner) };
  };

  const readOne = async (id: string): Promise<Live | undefined> => {
    const answer = await client.ask(`${classic}/${id}`, { tryAgain });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw refusal(server.url, `the dashboard ${id}`, answer);
    return liveOf(objectOf(answer.json));
  };

  /** Metadata first: our marks in it tell what nobody has touched. Where they do not, whole pages are faster. */
  const read = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const byId = new Map(wanted.map((one) => [one.id, one]));
    const proven: Live[] = [];
    const toRead = new Set<string>();
    let all = 0;
    const take = ({ metadata: given }: Json) => {
      all += 1;
      const metadata = objectOf(given);
      const about = aboutOf(metadata);
      const resource = byId.get(about.id);
      if (!resource && about.mark !== 'ours') return;
      seen.set(about.id, metadata);
      if (resource && isProven(about, resource)) proven.push(about);
      else toRead.add(about.id);
    };
    const isMuch = () => toRead.size > few && toRead.size >= all * manyToRead;
    const listing = eachObject(server, classic, { metadataOnly: true, take, isEnough: isMuch });
    await Promise.all([listing, writtenOut(wanted)]);
    if (isMuch()) return readAll(byId);
    const found = await each(createPace(), [...toRead], readOne);
    return [...proven, ...found.filter((one) => one !== undefined)];
  };

  const readAll = async (wanted: ReadonlyMap<string, Wanted>): Promise<readonly Live[]> => {
    const found: (Live | Promise<Live>)[] = [];
    const take = (object: Json) => {
      const metadata = objectOf(object.metadata);
      const about = aboutOf(metadata);
      const resource = wanted.get(about.id);
      if (!resource && about.mark !== 'ours') return;
      if (!resource || !isProven(about, resource)) {
        found.push(liveOf(object));
        return;
      }
      seen.set(about.id, metadata);
      found.push(about);
    };
    await eachObject(server, classic, { take });
    return Promise.all(found);
  };

  const send = (write: Write, message: string, how: How): Promise<Answer> => {
    const resource = write.resource as Wanted;
    const body = objectOf(resource.body);
    const version = isV2(body) ? (apis.v2 ?? 'v2') : apis.classic;
    const metadata = write.live ? seen.get(resource.id) : undefined;
    const folder = textOf(body.folderUid);
    const marks = marksFor(owner, resource, { metadata, ...how });
    const annotations = {
      ...marks.annotations,
      'grafana.app/message': message,
      ...(folder ? { 'grafana.app/folder': folder } : {}),
      // without it nobody but administrators sees what lies in the root
      ...(folder || write.live ? {} : { 'grafana.app/grant-permissions': 'default' }),
    };
    const object = {
      apiVersion: `dashboard.grafana.app/${version}`,
      kind: 'Dashboard',
      metadata: {
        name: resource.id,
        labels: marks.labels,
        annotations,
        ...(how.resourceVersion ? { resourceVersion: how.resourceVersion } : {}),
      },
      spec: without(body, 'folderUid', 'uid', 'id', 'version'),
    };
    // the browser does not ask for more either; what the source says was checked before
    const validation = isV2(body) ? 'Strict' : 'Ignore';
    const ask: Ask = { body: object, repeatable: false, tries: 1, method: write.live ? 'PUT' : 'POST' };
    const place = write.live ? `${at(version)}/${resource.id}` : at(version);
    return client.ask(`${place}?fieldValidation=${validation}`, ask);
  };

  const put = async (write: Write, message: string): Promise<Answer> => {
    const generation = generationAfter(write, seen.get(write.change.id));
    const resourceVersion = write.live?.version;
    const how = { managed: true, generation, ...(resourceVersion ? { resourceVersion } : {}) };
    const answer = await send(write, message, how);
    if (isAboutManager(answer) && isExchange(write)) return exchanged(write, message, how);
    if (write.resource?.givenBack) return answer;
    return withTrueGeneration(write, answer, generation, (now) => send(write, message, { ...how, ...now }));
  };

  /** A manager can be dropped and set, never exchanged. */
  const exchanged = async (write: Write, message: string, how: How): Promise<Answer> => {
    const dropped = await send(write, message, { ...how, managed: false });
    if (!dropped.ok) return dropped;
    const { resourceVersion, generation } = objectOf(objectOf(dropped.json).metadata);
    return send(write, message, {
      ...{ managed: true, resourceVersion: textOf(resourceVersion) },
      generation: typeof generation === 'number' ? generation : how.generation,
    });
  };

  const remove = ({ id, version }: Live): Promise<Answer> => {
    const preconditions = { resourceVersion: version };
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions };
    return client.ask(`${classic}/${id}`, { method: 'DELETE', body, repeatable: false, tries: 1 });
  };

  return { read, readOne, put, remove, isDone: hasLanded };
}

/** What is compared with the marks takes a while to make: it is made while the server makes its list. */
async function writtenOut(wanted: readonly Wanted[]): Promise<void> {
  for (const [index, resource] of wanted.entries()) {
    // an answer that has come is not kept waiting
    if (index % 10 === 0) await setImmediate();
    void resource.bytes;
  }
}

const folderOf = (metadata: Json): string => textOf(objectOf(metadata.annotations)['grafana.app/folder']);

interface How {
  readonly managed: boolean;
  readonly resourceVersion?: string;
  /** The one that the mark names. */
  readonly generation: number;
}

function isExchange({ op, resource }: Write): boolean {
  return op === 'adopt' || resource?.givenBack !== undefined;
}

function isAboutManager({ status, text }: Answer): boolean {
  return status === 403 && /resource manager/i.test(text);
}
