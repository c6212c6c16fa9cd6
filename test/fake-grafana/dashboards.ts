import { type Answer, denied, type Json, ok, refuse } from './answer.js';
import { type Asked, found, isObject, may, objectOf, type Route, textOf, trace } from './asked.js';
import { classicOf } from './convert.js';
import {
  complaint,
  createDashboard,
  difference,
  refreshesTooOften,
  updateDashboard,
  type Written,
} from './dashboard-store.js';
import { slug } from './slug.js';
import type { Stored, World } from './world.js';

export const dashboardRoutes: readonly Route[] = [
  ['POST', '/api/dashboards/db', save],
  ['GET', '/api/dashboards/uid/:uid', get],
  ['GET', '/api/dashboards/uid/:uid/versions', versions],
  ['GET', '/api/dashboards/uid/:uid/permissions', permissions],
  ['DELETE', '/api/dashboards/uid/:uid', remove],
];

const missing = (world: World) => refuse(404, 'Dashboard not found', trace(world));

function save(asked: Asked): Answer {
  const { world, account, body, text } = asked;
  if (!may(account, 'Editor')) return denied('any of dashboards:create, dashboards:write');
  if (world.edition.major >= 12 && text.length > 16 * 1024 * 1024) {
    return refuse(413, 'Dashboard is too large, max is 16 MB');
  }
  if (!isObject(body) || !isObject(body.dashboard)) return refuse(400, 'bad request data', trace(world));
  const sent = unwrapped(world, body.dashboard);
  const message = textOf(body.message);
  const wrong = complaint(asked, { uid: sent.uid, spec: sent.spec, message });
  if (wrong) return refuse(400, wrong.text, wrong.status ? { status: wrong.status } : {});
  if (world.settings.quotaReached) return refuse(403, 'Quota reached');
  return saveValid(asked, sent, { folder: textOf(body.folderUid), message, overwrite: body.overwrite === true });
}

interface Sent {
  readonly uid: string;
  readonly id: unknown;
  readonly version: number;
  readonly spec: Json;
  readonly storedAs: string;
}

/** From 12.4 on an object of `/apis` may be sent as well. */
function unwrapped(world: World, dashboard: Json): Sent {
  const takesObjects = world.edition.major > 12 || world.edition.version === '12.4.0';
  const metadata = objectOf(dashboard.metadata);
  const inner = takesObjects && isObject(dashboard.spec) ? dashboard.spec : undefined;
  const { id, uid, version, ...spec } = inner ?? dashboard;
  const storedAs = inner ? textOf(dashboard.apiVersion).replace(/.*\//, '') : 'v0alpha1';
  const refresh = refreshesTooOften(spec.refresh) ? { refresh: '5s' } : {};
  const title = { title: textOf(spec.title).trim() };
  return {
    uid: inner ? textOf(metadata.name) : textOf(uid),
    id,
    version: typeof version === 'number' ? version : 0,
    spec: { ...spec, ...title, ...refresh },
    storedAs,
  };
}

function saveValid(
  asked: Asked,
  sent: Sent,
  { folder, message, overwrite }: { folder: string; message: string; overwrite: boolean },
): Answer {
  const { world, org } = asked;
  if (folder && !org.folders.has(folder)) return refuse(400, 'folder not found');
  const byId = [...org.dashboards.values()].find(({ id }) => id === sent.id);
  if (sent.id && !byId) return refuse(404, 'Dashboard not found', { status: 'not-found' });
  const stored = org.dashboards.get(sent.uid);
  const written: Written = { spec: sent.spec, storedAs: sent.storedAs, folder, message };
  const twin = titleTwin(asked, sent, folder);
  if (twin && !overwrite) {
    const text = 'A dashboard with the same name in the folder already exists';
    return refuse(412, text, { status: 'name-exists' });
  }
  if (twin) return saved(asked, twin, written);
  if (!stored) {
    const uid = sent.uid || `d${world.nextId().toString(36)}abcdefghij12`;
    return said(createDashboard(asked, uid, written));
  }
  if (stored.heldBy === 'file') return refuse(400, 'Cannot save provisioned dashboard');
  if (stored.heldBy && !overwrite) {
    const text = `The dashboard belongs to plugin ${stored.heldBy.plugin}.`;
    return refuse(412, text, { status: 'plugin-dashboard' });
  }
  if (!overwrite && sent.version !== stored.version) {
    const text = 'The dashboard has been changed by someone else';
    return refuse(412, text, { status: 'version-mismatch' });
  }
  return saved(asked, stored, written);
}

/** Before 11.2 a title stands once in a folder, and `overwrite` means the dashboard that has it. */
function titleTwin({ world, org }: Asked, { uid, spec }: Sent, folder: string): Stored | undefined {
  if (world.edition.major >= 12) return undefined;
  return [...org.dashboards.values()].find(
    (one) => one.name !== uid && one.folder === folder && one.spec.title === spec.title,
  );
}

function saved(asked: Asked, stored: Stored, written: Written): Answer {
  const { any, content } = difference(stored, written);
  const { major, storage } = asked.world.edition;
  const before = said(stored, written.folder);
  if (storage === 'unified' && !any) return before;
  updateDashboard(asked, stored, written, content);
  // 12 on SQL raises the version of equal bytes, and says that it did not
  return major === 12 && storage === 'sql' && !content ? before : said(stored);
}

function said({ name, id, spec, version, folder }: Stored, into = folder): Answer {
  const inUrl = slug(textOf(spec.title));
  const url = `/d/${name}/${inUrl}`;
  return ok({ folderUid: into, id, slug: inUrl, status: 'success', uid: name, url, version });
}

function get(asked: Asked): Answer {
  const { world, org } = asked;
  const stored = org.dashboards.get(found(asked));
  if (!stored) return missing(world);
  const { version: release, major } = world.edition;
  if (stored.storedAs.startsWith('v2') && major === 12 && release !== '12.4.0') {
    const place = `/apis/dashboard.grafana.app/${stored.storedAs}/namespaces/default/dashboards/${stored.name}`;
    return refuse(406, `dashboard api version not supported, use ${place} instead`);
  }
  const folder = org.folders.get(stored.folder);
  const folderTitle = textOf(folder?.spec.title);
  const allowed = { canAdd: true, canEdit: true, canDelete: true };
  const meta = {
    type: 'db',
    canSave: true,
    canEdit: true,
    canAdmin: true,
    canStar: true,
    canDelete: true,
    slug: slug(textOf(stored.spec.title)),
    url: `/d/${stored.name}/${slug(textOf(stored.spec.title))}`,
    expires: '0001-01-01T00:00:00Z',
    created: stored.created,
    updated: stored.updated,
    updatedBy: 'admin',
    createdBy: 'admin',
    version: stored.version,
    hasAcl: false,
    isFolder: false,
    ...(major < 12 ? {} : { apiVersion: major === 12 ? 'v0alpha1' : stored.storedAs }),
    folderId: folder?.id ?? 0,
    folderUid: stored.folder,
    folderTitle: folder ? folderTitle : 'General',
    folderUrl: folder ? `/dashboards/f/${folder.name}/${slug(folderTitle)}` : '',
    provisioned: stored.heldBy === 'file',
    provisionedExternalId: '',
    annotationsPermissions: { dashboard: allowed, organization: allowed },
  };
  const { id, name: uid, version } = stored;
  return ok({ meta, dashboard: { ...classicOf(stored), id, uid, version } });
}

function versions(asked: Asked): Answer {
  const { world, org } = asked;
  const stored = org.dashboards.get(found(asked));
  if (!stored) return missing(world);
  const all = stored.history.map(({ version, message, spec }) => ({
    id: version,
    dashboardId: stored.id,
    uid: stored.name,
    parentVersion: version - 1,
    restoredFrom: 0,
    version,
    created: stored.updated,
    message,
    data: { ...spec, uid: stored.name, version },
    createdBy: 'admin',
  }));
  return ok(world.edition.major < 12 ? all : { continueToken: '', versions: all });
}

function permissions(asked: Asked): Answer {
  const stored = asked.org.dashboards.get(found(asked));
  if (!stored) return missing(asked.world);
  const own = { permissionName: 'Admin', permission: 4, userLogin: 'admin' };
  const granted = [
    own,
    { role: 'Editor', permissionName: 'Edit', permission: 2 },
    { role: 'Viewer', permissionName: 'View', permission: 1 },
  ];
  return ok(stored.permissions === 'default' ? granted : []);
}

function remove(asked: Asked): Answer {
  const { world, org, account } = asked;
  if (!may(account, 'Editor')) return denied('dashboards:delete');
  const stored = org.dashboards.get(found(asked));
  if (!stored) return missing(world);
  if (stored.heldBy === 'file') return refuse(400, 'provisioned dashboard cannot be deleted');
  org.dashboards.delete(stored.name);
  const title = textOf(stored.spec.title);
  const message = `Dashboard ${title} deleted`;
  return ok(world.edition.major < 12 ? { id: stored.id, message, title } : { message, title, uid: stored.name });
}
