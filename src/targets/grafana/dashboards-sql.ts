import type { Json } from '../../json.js';
import type { Marked } from '../../types/deploy.js';
import type { Live, Wanted, Write } from '../../types/target.js';
import { type Answer, refusal } from '../client.js';
import { createPace, each } from '../pace.js';
import { eachObject, tryAgain } from './app-list.js';
import { objectOf, objectsOf, textOf, textsOf, without } from './json.js';
import { hasLanded } from './landed.js';
import { appliedOf, isCopy, isProven, markOfTags, note, type Owner, tagOf, unmarked } from './marks.js';
import { inFolder, isV2 } from './resources.js';
import { dashboardsPath, type Server } from './server.js';
import type { Store } from './store.js';

const kind = 'grafana/dashboard';

interface About {
  readonly version: number;
  readonly folder: string;
  readonly provisioned?: boolean;
}

/** What a list of all dashboards says without their content. */
export interface Hit {
  readonly id: string;
  readonly folder: string;
  readonly isOurs: boolean;
}

export interface SqlDashboards extends Store {
  /** All dashboards of the last `read`: whose they are, and where they lie. */
  readonly hits: () => readonly Hit[];
}

/**
 * Dashboards in SQL: 10, 11 and what 12 calls legacy storage. They are written through `/api`, which names a version
 * and refuses a stale one; our marks are a tag and a note in the body. `overwrite` is never sent: before 11.2 it
 * replaces whatever other dashboard has the same title.
 */
export function sqlDashboards(server: Server, owner: Owner): SqlDashboards {
  const { client, url, apis, namespace } = server;
  let hits: Hit[] = [];

  const liveOf = (given: Json, about: About, wanted?: Wanted): Live => {
    const { version, folder } = about;
    const id = textOf(given.uid);
    const marked = markedBy(given, id, about);
    const live = { kind, id, path: `${url}/d/${id}`, version: String(version), ...marked } as const;
    if (wanted && isProven(live, wanted)) return live;
    return { ...live, body: inFolder(unmarked(given, owner), folder) };
  };

  const markedBy = (given: Json, id: string, { version, provisioned }: About): Marked => {
    if (provisioned) return { mark: 'other', owner: 'a provisioning file of the server' };
    const { tags, obsctl } = given;
    const marks = obsctl === undefined ? {} : { marks: { tags, obsctl } };
    if (isCopy(obsctl, id)) return { mark: 'unmarked', ...marks };
    const marked = markOfTags(textsOf(tags), owner);
    return { ...marked, ...appliedOf(obsctl, version), ...(marked.mark === 'ours' ? {} : marks) };
  };

  const readOne = async (id: string, wanted?: Wanted): Promise<Live | undefined> => {
    const answer = await client.ask(`/api/dashboards/uid/${id}`, { tryAgain });
    if (answer.status === 404) return undefined;
    const instead = answer.status === 406 ? await readNew(id) : undefined;
    if (instead) return instead;
    if (!answer.ok) throw refusal(url, `the dashboard ${id}`, answer);
    const { dashboard, meta } = objectOf(answer.json);
    const { folderUid, provisioned } = objectOf(meta);
    const spec = objectOf(dashboard);
    const about = { version: Number(spec.version), folder: textOf(folderUid), provisioned: provisioned === true };
    return liveOf({ ...spec, uid: id }, about, wanted);
  };

  /** 12.0 to 12.3 show a dashboard of the new model through `/apis` alone. */
  const readNew = async (id: string): Promise<Live | undefined> => {
    if (!apis?.v2) return undefined;
    const answer = await client.ask(`${dashboardsPath(apis.v2, namespace)}/${id}`, { tryAgain });
    return answer.ok ? ofObject(objectOf(answer.json)) : undefined;
  };

  const ofObject = ({ metadata, spec }: Json, wanted?: Wanted): Live => {
    const { name, annotations, resourceVersion } = objectOf(metadata);
    const folder = textOf(objectOf(annotations)['grafana.app/folder']);
    const provisioned = textOf(objectOf(annotations)['grafana.app/managedBy']).startsWith('classic-file');
    return liveOf({ ...objectOf(spec), uid: name }, { version: Number(resourceVersion), folder, provisioned }, wanted);
  };

  const isOurs = (tags: unknown) => markOfTags(textsOf(tags), owner).mark === 'ours';

  /** 12 lists whole dashboards; before, a search says which there are, and each is asked for. */
  const read = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const byId = new Map(wanted.map((one) => [one.id, one]));
    hits = [];
    if (apis) {
      const found: (Live | Promise<Live>)[] = [];
      const take = (object: Json) => {
        const { name, annotations } = objectOf(object.metadata);
        const id = textOf(name);
        const ours = isOurs(objectOf(object.spec).tags);
        hits.push({ id, folder: textOf(objectOf(annotations)['grafana.app/folder']), isOurs: ours });
        if (!byId.has(id) && !ours) return;
        found.push(isStoredAsV2(object) ? asStored(object) : ofObject(object, byId.get(id)));
      };
      await eachObject(server, dashboardsPath(apis.classic, namespace), { take });
      return Promise.all(found);
    }
    await search();
    const needed = hits.filter((hit) => hit.isOurs || byId.has(hit.id));
    const found = await each(createPace(), needed, ({ id }) => readOne(id, byId.get(id)));
    return found.filter((one) => one !== undefined);
  };

  const asStored = async (object: Json): Promise<Live> => {
    const id = textOf(objectOf(object.metadata).name);
    return (await readNew(id)) ?? ofObject(object);
  };

  const search = async (): Promise<void> => {
    const limit = 5000;
    for (let page = 1; ; page += 1) {
      const answer = await client.ask(`/api/search?type=dash-db&limit=${limit}&page=${page}`, { tryAgain });
      if (!answer.ok) throw refusal(url, 'the list of dashboards', answer);
      const found = objectsOf(answer.json);
      for (const { uid, folderUid, tags } of found) {
        hits.push({ id: textOf(uid), folder: textOf(folderUid), isOurs: isOurs(tags) });
      }
      if (found.length < limit) return;
    }
  };

  const put = (write: Write, message: string): Promise<Answer> => {
    const resource = write.resource as Wanted;
    const { id, body } = resource;
    const { folderUid, ...spec } = objectOf(body);
    const version = write.live ? Number(write.live.version) : 0;
    const marks = resource.givenBack
      ? objectOf(resource.givenBack.marks)
      : { tags: [...new Set([...textsOf(spec.tags), tagOf(owner)])], obsctl: note(resource, version + 1) };
    const dashboard = { ...without(spec, 'id', 'version'), uid: id, version, ...marks };
    const sent = { dashboard, ...(folderUid ? { folderUid } : {}), message, overwrite: false };
    if (isV2(spec)) return refuseV2(id);
    return client.ask('/api/dashboards/db', { method: 'POST', body: sent, repeatable: false, tries: 1 });
  };

  const remove = async (live: Live): Promise<Answer> => {
    const now = await readOne(live.id);
    // nothing here refuses to delete what has changed meanwhile
    if (now && now.version !== live.version) return answerOf(412, 'the dashboard has been changed by someone else');
    return client.ask(`/api/dashboards/uid/${live.id}`, { method: 'DELETE', repeatable: false, tries: 1 });
  };

  return { read, readOne: (id) => readOne(id), put, remove, isDone: hasLanded, hits: () => hits };
}

function isStoredAsV2({ status }: Json): boolean {
  return textOf(objectOf(objectOf(status).conversion).storedVersion).startsWith('v2');
}

/** An answer that was not worth a request. */
export function answerOf(status: number, message: string): Answer {
  const json = { message };
  return { status, ok: status < 300, headers: {}, text: JSON.stringify(json), json };
}

function refuseV2(id: string): Promise<Answer> {
  const message = `the dashboard ${id} is of schema v2, which this Grafana does not store; 13 does`;
  return Promise.resolve(answerOf(422, message));
}
