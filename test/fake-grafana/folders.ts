import { type Answer, denied, ok, refuse } from './answer.js';
import { type Asked, found, may, objectOf, type Route, textOf, trace } from './asked.js';
import { createFolder, deleteFolder, updateFolder } from './folder-store.js';
import { slug } from './slug.js';
import type { Organisation, Stored, World } from './world.js';

const missing = refuse(404, 'folder not found', { status: 'not-found' });

/** 10.4 knows no nested folders unless a toggle is set. */
const nested = (world: World) => world.edition.major > 10;

export const folderRoutes: readonly Route[] = [
  ['POST', '/api/folders', create],
  ['GET', '/api/folders', list],
  ['GET', '/api/folders/:uid', (asked) => withFolder(asked, (folder) => ok(shown(asked, folder)))],
  ['GET', '/api/folders/:uid/counts', counts],
  ['PUT', '/api/folders/:uid', update],
  ['POST', '/api/folders/:uid/move', move],
  ['DELETE', '/api/folders/:uid', remove],
];

function withFolder(asked: Asked, then: (folder: Stored) => Answer): Answer {
  const folder = asked.org.folders.get(found(asked));
  return folder ? then(folder) : missing;
}

function create(asked: Asked): Answer {
  const { world, org, account } = asked;
  if (!may(account, 'Editor')) return denied('folders:create');
  const sent = objectOf(asked.body);
  const title = textOf(sent.title).trim();
  const uid = textOf(sent.uid) || `f${world.nextId().toString(36)}abcdefgh12`;
  const parent = nested(world) ? textOf(sent.parentUid) : '';
  if (!/^[\w-]*$/.test(uid)) return refuse(400, 'uid contains illegal characters', trace(world));
  if (!title) return refuse(400, 'folder title cannot be empty');
  if (parent && !org.folders.has(parent)) return missing;
  if (org.folders.has(uid)) return changed(world, 'the folder has been changed by someone else');
  const sameTitle = [...org.folders.values()].some((one) => one.folder === parent && one.spec.title === title);
  if (world.edition.major < 12 && sameTitle) {
    return refuse(409, 'a folder with the same name already exists in the current location');
  }
  const folder = createFolder(asked, { name: uid, title, parent });
  return ok({ ...shown(asked, folder), ...(sent.parentUid ? { parentUid: sent.parentUid } : {}) });
}

function changed(world: World, message: string): Answer {
  return refuse(412, message, world.edition.major < 12 ? { status: 'version-mismatch' } : {});
}

function list({ world, org, query }: Asked): Answer {
  const parent = query.get('parentUid') ?? '';
  const limit = Number(query.get('limit') ?? 1000);
  const page = Number(query.get('page') ?? 1);
  const children = [...org.folders.values()].filter((one) => !nested(world) || one.folder === parent);
  const shownOnes = children.slice((page - 1) * limit, page * limit);
  return ok(
    shownOnes.map(({ id, name, spec, folder }) => ({
      id,
      uid: name,
      title: spec.title,
      ...(folder ? { parentUid: folder } : {}),
    })),
  );
}

/** Of what lies in it; of a folder that is not there, nothing does. */
function counts({ org, found: [uid] }: Asked): Answer {
  const inside = (all: Iterable<Stored>) => [...all].filter(({ folder }) => folder === uid).length;
  const [dashboard, folder] = [inside(org.dashboards.values()), inside(org.folders.values())];
  return ok({ alertrule: 0, dashboard, folder, librarypanel: 0 });
}

function update(asked: Asked): Answer {
  const { world, account, body } = asked;
  if (!may(account, 'Editor')) return denied('folders:write');
  return withFolder(asked, (folder) => {
    const { title, version, overwrite } = objectOf(body);
    if (overwrite !== true && version !== folder.version) {
      const who = world.edition.major < 12 ? 'the folder' : 'The dashboard';
      return changed(world, `${who} has been changed by someone else`);
    }
    updateFolder(asked, folder, { title: textOf(title) || textOf(folder.spec.title) });
    return ok(shown(asked, folder));
  });
}

function move(asked: Asked): Answer {
  if (!may(asked.account, 'Editor')) return denied('folders:write');
  return withFolder(asked, (folder) => {
    const parent = textOf(objectOf(asked.body).parentUid);
    if (parent && !asked.org.folders.has(parent)) return missing;
    updateFolder(asked, folder, { parent });
    return ok(shown(asked, folder));
  });
}

function remove(asked: Asked): Answer {
  const { world, org, account } = asked;
  if (!may(account, 'Editor')) return denied('folders:delete');
  const uid = found(asked);
  if (!org.folders.has(uid)) {
    if (world.edition.major < 12) return missing;
    const unified = world.edition.storage === 'unified';
    return refuse(404, unified ? `folders.folder.grafana.app "${uid}" not found` : 'folder not found');
  }
  deleteFolder(org, uid);
  return ok({ message: 'Folder deleted' });
}

function shown({ world, org }: Asked, folder: Stored): object {
  const { major } = world.edition;
  const summary = (one: Stored) => ({
    id: one.id,
    uid: one.name,
    orgId: major < 12 ? 0 : org.id,
    title: one.spec.title,
    url: `/dashboards/f/${one.name}/${slug(textOf(one.spec.title))}`,
    hasAcl: false,
    canSave: true,
    canEdit: true,
    canAdmin: true,
    canDelete: true,
    createdBy: 'admin',
    created: one.created,
    updatedBy: 'admin',
    updated: one.updated,
    version: one.version,
  });
  const parents = ancestors(org, folder).map((one) => {
    const { version, ...rest } = summary(one);
    return major < 12 ? rest : { ...rest, version };
  });
  const above = parents.length > 0 ? { parentUid: folder.folder, parents } : {};
  return { ...summary(folder), ...above };
}

/** The folders it lies in, the outermost first. */
export function ancestors(org: Organisation, folder: Stored): Stored[] {
  const parent = org.folders.get(folder.folder);
  return parent ? [...ancestors(org, parent), parent] : [];
}
