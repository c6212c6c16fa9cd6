import { type Answer, denied, notFound, ok, refuse } from './answer.js';
import { type Asked, found, may, objectOf, type Route, textOf, trace } from './asked.js';
import type { Organisation, StoredSource, World } from './world.js';

const missing = refuse(404, 'Data source not found');

export const sourceRoutes: readonly Route[] = [
  ['GET', '/api/datasources', list],
  ['POST', '/api/datasources', create],
  ['GET', '/api/datasources/uid/:uid', (asked) => withSource(asked, (source) => ok(shown(asked.world, source)))],
  ['PUT', '/api/datasources/uid/:uid', update],
  ['DELETE', '/api/datasources/uid/:uid', remove],
  ['GET', '/api/datasources/:id', byId],
];

function withSource(asked: Asked, then: (source: StoredSource) => Answer): Answer {
  const source = asked.org.sources.get(found(asked));
  return source ? then(source) : missing;
}

function create(asked: Asked): Answer {
  const { world, org, account } = asked;
  if (!may(account, 'Admin')) return denied('datasources:create');
  const sent = objectOf(asked.body);
  const others = [...org.sources.values()];
  if (others.some(({ body }) => body.name === sent.name)) {
    return refuse(409, 'data source with the same name already exists', trace(world));
  }
  const id = Math.max(0, ...others.map((one) => one.id)) + 1;
  const uid = textOf(sent.uid) || `d${id}abcdefghij12`;
  if (org.sources.has(uid)) return refuse(409, 'data source with the same uid already exists', trace(world));
  const source: StoredSource = { id, uid, body: {}, secure: [], version: 0, readOnly: false };
  org.sources.set(uid, source);
  store(org, source, others.length === 0 ? { ...sent, isDefault: true } : sent, 1);
  return ok({ datasource: shown(world, source), id, message: 'Datasource added', name: sent.name });
}

function store(org: Organisation, source: StoredSource, sent: Readonly<Record<string, unknown>>, version: number) {
  const { secureJsonData, version: _version, uid: _uid, ...body } = sent;
  const sentSecrets = objectOf(secureJsonData);
  const names = new Set([...source.secure, ...Object.keys(sentSecrets)]);
  source.secure = [...names].filter((name) => sentSecrets[name] !== '');
  source.body = body;
  source.version = version;
  if (body.isDefault !== true) return;
  for (const other of org.sources.values()) if (other !== source) other.body = { ...other.body, isDefault: false };
}

function update(asked: Asked): Answer {
  const { world, org, account } = asked;
  if (!may(account, 'Admin')) return denied('datasources:write');
  return withSource(asked, (source) => {
    if (source.readOnly) return refuse(403, 'Cannot update read-only data source', trace(world));
    const sent = objectOf(asked.body);
    const version = typeof sent.version === 'number' ? sent.version : 0;
    if (version !== 0 && version < source.version) {
      const message = 'Datasource has already been updated by someone else. Please reload and try again';
      return refuse(409, message, trace(world));
    }
    // what was sent decides, even where it was nothing
    store(org, source, sent, version + 1);
    const { id } = source;
    return ok({ datasource: shown(world, source), id, message: 'Datasource updated', name: sent.name });
  });
}

function remove(asked: Asked): Answer {
  const { world, org, account } = asked;
  if (!may(account, 'Admin')) return denied('datasources:delete');
  return withSource(asked, (source) => {
    if (source.readOnly) return refuse(403, 'Cannot delete read-only data source', trace(world));
    org.sources.delete(source.uid);
    return ok({ id: source.id, message: 'Data source deleted' });
  });
}

function byId(asked: Asked): Answer {
  if (asked.world.edition.major >= 13) return notFound;
  const source = [...asked.org.sources.values()].find(({ id }) => String(id) === found(asked));
  return source ? ok(shown(asked.world, source)) : missing;
}

const logo = (world: World, type: string) =>
  `public/${world.edition.major < 12 ? 'app/plugins/datasource' : 'plugins'}/${type}/img/${type}_logo.svg`;

function shown(world: World, { id, uid, body, secure, version, readOnly }: StoredSource): object {
  const type = textOf(body.type);
  return {
    id,
    uid,
    orgId: 1,
    name: body.name,
    type,
    typeLogoUrl: logo(world, type),
    access: textOf(body.access),
    url: textOf(body.url),
    user: textOf(body.user),
    database: textOf(body.database),
    basicAuth: body.basicAuth === true,
    basicAuthUser: textOf(body.basicAuthUser),
    withCredentials: body.withCredentials === true,
    isDefault: body.isDefault === true,
    jsonData: objectOf(body.jsonData),
    secureJsonFields: Object.fromEntries(secure.map((name) => [name, true])),
    version,
    readOnly,
    ...(world.edition.major < 12 ? {} : { apiVersion: '' }),
  };
}

function list({ world, org }: Asked): Answer {
  return ok(
    [...org.sources.values()].map(({ id, uid, body, readOnly }) => ({
      id,
      uid,
      orgId: org.id,
      name: body.name,
      type: body.type,
      typeName: textOf(body.type).replace(/^./, (first) => first.toUpperCase()),
      typeLogoUrl: logo(world, textOf(body.type)),
      access: textOf(body.access),
      url: textOf(body.url),
      user: textOf(body.user),
      database: textOf(body.database),
      basicAuth: body.basicAuth === true,
      isDefault: body.isDefault === true,
      jsonData: objectOf(body.jsonData),
      readOnly,
    })),
  );
}
