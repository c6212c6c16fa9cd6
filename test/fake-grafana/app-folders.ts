import { type Answer, appConflict, appDeleted, appMissing, failure, type Json, type Named, ok } from './answer.js';
import { foreignAnnotations, foreignLabels, metadata, rehearsed } from './app-object.js';
import { type Asked, found, may, objectOf, type Route, textOf } from './asked.js';
import { namespaceOf } from './discovery.js';
import { createFolder, deleteFolder, updateFolder } from './folder-store.js';
import { ancestors } from './folders.js';
import { pageOf } from './pages.js';
import type { Stored } from './world.js';

const base = '/apis/folder.grafana.app/:version/namespaces/:namespace/folders';

export const appFolderRoutes: readonly Route[] = [
  ['GET', base, inNamespace(list)],
  ['POST', base, inNamespace(create)],
  ['GET', `${base}/:name`, inNamespace((asked, folder) => (folder ? ok(shown(asked, folder)) : missing(asked)))],
  ['PUT', `${base}/:name`, inNamespace(put)],
  ['DELETE', `${base}/:name`, inNamespace(remove)],
  ['GET', `${base}/:name/parents`, inNamespace(parents)],
  ['GET', `${base}/:name/counts`, inNamespace(counts)],
];

const named = (name: string): Named => ({ name, group: 'folder.grafana.app', kind: 'folders' });
const isUnified = (asked: Asked) => asked.world.edition.storage === 'unified';
/** SQL takes a rehearsal for the performance. */
const isRehearsal = (asked: Asked) => isUnified(asked) && asked.query.get('dryRun') === 'All';

function missing(asked: Asked): Answer {
  return isUnified(asked) ? appMissing(named(found(asked, 2))) : failure(404, 'folder not found');
}

function inNamespace(handle: (asked: Asked, folder: Stored | undefined) => Answer): Route[2] {
  return (asked) => {
    const { world, org, account } = asked;
    if (!world.edition.folderVersions.includes(found(asked, 0))) return { status: 404, body: '404 page not found' };
    if (found(asked, 1) !== namespaceOf(world, org.id)) return failure(500, 'namespace mismatch');
    if (asked.method !== 'GET' && !may(account, 'Editor')) return failure(403);
    return handle(asked, org.folders.get(found(asked, 2)));
  };
}

function shown(asked: Asked, folder: Stored): Json {
  const about = metadata(asked.world, asked.org, folder);
  const annotations = objectOf(about.annotations);
  const owner = { 'grafana.app/createdBy': 'user:1', 'grafana.app/updatedBy': 'user:1' };
  const sql = { ...annotations, ...owner, 'grafana.app/updatedTimestamp': folder.updated };
  return {
    kind: 'Folder',
    apiVersion: `folder.grafana.app/${found(asked, 0)}`,
    metadata: isUnified(asked) ? about : { ...about, annotations: sql },
    spec: isUnified(asked) ? folder.spec : { ...folder.spec, description: '' },
  };
}

function list(asked: Asked): Answer {
  const all = [...asked.org.folders.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return pageOf(asked, all, {
    kind: 'FolderList',
    apiVersion: `folder.grafana.app/${found(asked, 0)}`,
    shown: (folder) => shown(asked, folder),
  });
}

function readBody(asked: Asked, body: Json) {
  const about = objectOf(body.metadata);
  const annotations = objectOf(about.annotations);
  return {
    about,
    parent: textOf(annotations['grafana.app/folder']),
    title: textOf(objectOf(body.spec).title),
    annotations: isUnified(asked) ? foreignAnnotations(annotations) : {},
    labels: isUnified(asked) ? foreignLabels(objectOf(about.labels)) : {},
  };
}

function create(asked: Asked): Answer {
  const { about, parent, title, annotations, labels } = readBody(asked, objectOf(asked.body));
  const name = textOf(about.name);
  if (!title) return failure(400, 'folder title cannot be empty', { reason: 'BadRequest' });
  if (asked.org.folders.has(name)) return failure(412, 'the folder has been changed by someone else');
  if (parent && !asked.org.folders.has(parent)) return appMissing(named(parent));
  return createNamed(asked, { name, title, parent, annotations, labels });
}

function createNamed(asked: Asked, given: Parameters<typeof createFolder>[1]): Answer {
  if (isRehearsal(asked)) {
    const about = rehearsed(asked.world, asked.org, objectOf(objectOf(asked.body).metadata), undefined);
    return ok({ ...objectOf(asked.body), metadata: about }, 201);
  }
  return ok(shown(asked, createFolder(asked, given)), 201);
}

function put(asked: Asked, folder: Stored | undefined): Answer {
  const { about, parent, title, annotations, labels } = readBody(asked, objectOf(asked.body));
  const name = found(asked, 2);
  if (!folder)
    return isUnified(asked) ? createNamed(asked, { name, title, parent, annotations, labels }) : missing(asked);
  if (about.resourceVersion && about.resourceVersion !== folder.resourceVersion) return appConflict(named(name));
  if (isRehearsal(asked)) {
    const { metadata: sent, ...rest } = objectOf(asked.body);
    return ok({ ...rest, metadata: rehearsed(asked.world, asked.org, objectOf(sent), folder) });
  }
  updateFolder(asked, folder, { title, parent, annotations, labels });
  return ok(shown(asked, folder));
}

function remove(asked: Asked, folder: Stored | undefined): Answer {
  if (!folder) return missing(asked);
  const { org } = asked;
  const name = folder.name;
  const inside = [...org.folders.values(), ...org.dashboards.values()].some((one) => one.folder === name);
  if (inside && isUnified(asked)) {
    const text = 'Folder cannot be deleted: folder is not empty';
    return failure(400, text, { reason: 'BadRequest', details: { uid: 'folder.not-empty' } });
  }
  if (!isRehearsal(asked)) deleteFolder(org, name);
  return isUnified(asked) ? appDeleted(named(name), folder.uuid) : ok(shown(asked, folder));
}

function parents(asked: Asked, folder: Stored | undefined): Answer {
  if (!folder) return missing(asked);
  const items = [...ancestors(asked.org, folder), folder].map(({ name, spec, folder: parent }) => ({
    name,
    title: spec.title,
    ...(parent ? { parent } : {}),
  }));
  return ok({ kind: 'FolderInfoList', apiVersion: `folder.grafana.app/${found(asked, 0)}`, metadata: {}, items });
}

function counts(asked: Asked): Answer {
  const name = found(asked, 2);
  const count = (all: Iterable<Stored>) => [...all].filter((one) => one.folder === name).length;
  const dashboards = count(asked.org.dashboards.values());
  const folders = count(asked.org.folders.values());
  const unified = isUnified(asked);
  const groups = [
    { group: 'dashboard.grafana.app', resource: 'dashboards', count: dashboards },
    { group: 'folder.grafana.app', resource: 'folders', count: folders },
  ];
  const sql = ['alertrules', 'dashboards', 'folders', 'library_elements'].map((resource) => {
    const own = { dashboards, folders }[resource] ?? 0;
    return { group: 'sql-fallback', resource, count: unified ? 0 : own };
  });
  const apiVersion = `folder.grafana.app/${found(asked, 0)}`;
  return ok({ kind: 'DescendantCounts', apiVersion, counts: unified ? [...groups, ...sql] : sql });
}
