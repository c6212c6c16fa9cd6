import { type Answer, ok, refuse } from './answer.js';
import type { Asked, Route } from './asked.js';
import { textOf } from './asked.js';
import { slug } from './slug.js';
import type { Stored } from './world.js';

export const searchRoutes: readonly Route[] = [['GET', '/api/search', search]];

function search(asked: Asked): Answer {
  const { world, org, query } = asked;
  if (org.id !== 1 && !world.orgs.has(org.id)) {
    return world.edition.storage === 'unified' ? refuse(500, 'Search failed') : ok([]);
  }
  const limit = Number(query.get('limit') ?? 1000);
  const page = Number(query.get('page') ?? 1);
  if (limit > 5000) {
    return refuse(422, 'Limit is above maximum allowed (5000), use page parameter to access hits beyond limit');
  }
  const type = query.get('type');
  const tags = query.getAll('tag');
  const uids = query.getAll('dashboardUIDs').flatMap((list) => list.split(','));
  const inside = query.getAll('folderUIDs').flatMap((list) => list.split(','));
  const isInside = ({ folder }: Stored) => inside.length === 0 || inside.includes(folder || 'general');
  const folders = type === 'dash-db' || tags.length > 0 ? [] : [...org.folders.values()].filter(isInside);
  const dashboards = type === 'dash-folder' ? [] : [...org.dashboards.values()].filter(isInside);
  const hits = dashboards
    .filter(({ spec }) => tags.every((tag) => Array.isArray(spec.tags) && spec.tags.includes(tag)))
    .filter(({ name }) => uids.length === 0 || uids.includes(name))
    .map((one) => hit(asked, one, 'dash-db'));
  const all = [...folders.map((one) => hit(asked, one, 'dash-folder')), ...hits];
  return ok(all.slice((page - 1) * limit, page * limit));
}

function hit({ world, org }: Asked, one: Stored, type: string): object {
  const { edition } = world;
  const folder = org.folders.get(one.folder);
  const title = textOf(one.spec.title);
  return {
    id: one.id,
    ...(edition.major < 12 ? {} : { orgId: org.id, isDeleted: false }),
    uid: one.name,
    title,
    uri: `db/${slug(title)}`,
    url: `/${type === 'dash-db' ? 'd' : 'dashboards/f'}/${one.name}/${slug(title)}`,
    slug: '',
    type,
    tags: one.spec.tags ?? [],
    isStarred: false,
    sortMeta: 0,
    ...(edition.storage === 'unified' && one.spec.description ? { description: one.spec.description } : {}),
    ...(folder
      ? {
          folderId: folder.id,
          folderUid: folder.name,
          folderTitle: folder.spec.title,
          folderUrl: `/dashboards/f/${folder.name}/${slug(textOf(folder.spec.title))}`,
        }
      : {}),
  };
}
