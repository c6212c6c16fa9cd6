import type { GrafanaTarget } from '../../define/targets.js';
import { isUserError } from '../../errors.js';
import type { Proof, Reading, Target } from '../../types/target.js';
import type { Diagnostic, Ref } from '../../types.js';
import type { Client } from '../client.js';
import { createPace, each } from '../pace.js';
import type { World } from '../world.js';
import { annotate } from './annotation.js';
import { applyWrites, type Stores } from './apply.js';
import { sqlDashboards } from './dashboards-sql.js';
import { unifiedDashboards } from './dashboards-unified.js';
import { datasources } from './datasources.js';
import { sqlFolders } from './folders-sql.js';
import { unifiedFolders } from './folders-unified.js';
import { objectOf } from './json.js';
import type { Owner } from './marks.js';
import { askQueries } from './queries.js';
import { normalizeResource, selectResources } from './resources.js';
import { secretsOf } from './secrets.js';
import { discover, type Server } from './server.js';
import { readBack } from './verify.js';

/** A Grafana from 10 to 13 as a target: its folders, data sources and dashboards. Asks nothing before it is read. */
export function grafanaTarget(config: GrafanaTarget, client: Client, world: World): Target {
  const name = config.name ?? 'grafana';
  const { project, environment } = world;
  const owner: Owner = { project, environment, uiEdits: config.uiEdits ?? false };
  let opened: Promise<{ server: Server; stores: Stores }> | undefined;
  let marked: Proof | undefined;

  const open = () => {
    opened ??= discover(config, client).then((server) => ({ server, stores: storesOf(server, owner, world) }));
    return opened;
  };

  return {
    name,
    wave: config.wave ?? 1,
    select: selectResources,
    normalize: normalizeResource,
    async read(wanted): Promise<Reading> {
      const { server, stores } = await open();
      const of = (kind: keyof Stores) => stores[kind].read(wanted.filter((one) => one.kind === kind));
      const [dashboards, sources, asideOthers] = await Promise.all([
        of('grafana/dashboard'),
        of('grafana/datasource'),
        server.storage === 'unified' ? of('grafana/folder') : undefined,
      ]);
      // folders of SQL are judged by the dashboards in them
      const folders = asideOthers ?? (await of('grafana/folder'));
      return { live: [...folders, ...sources, ...dashboards], diagnostics: notesOn(server) };
    },
    async find(refs) {
      const { stores } = await open();
      const refused: Ref[] = [];
      const found = await each(createPace(), refs, async (ref) => {
        try {
          return await stores[ref.kind as keyof Stores]?.readOne(ref.id);
        } catch (error) {
          // whoever took our mark off may have taken our permission, too
          if (!isUserError(error) || error.code !== 'target/refused') throw error;
          refused.push(ref);
          return undefined;
        }
      });
      return { live: found.filter((live) => live !== undefined), refused };
    },
    async apply(writes, run) {
      const { server, stores } = await open();
      // what is missing is missed before the first write
      for (const { resource } of writes) if (resource) secretsOf(objectOf(resource.body), world);
      const outcomes = await applyWrites({ target: name, url: config.url, stores, writes, run });
      marked = await annotate(name, server, { owner, run, outcomes, now: world.now() });
      return outcomes;
    },
    async verify(writes) {
      const { server, stores } = await open();
      const proofs = [
        await proved(name, 'read back', () => readBack(name, stores, writes)),
        await proved(name, 'queries answered', () => askQueries(name, server, writes)),
        marked,
      ];
      return proofs.filter((proof) => proof !== undefined);
    },
    close: () => client.close(),
  };
}

/** What cannot be looked at is not proved. */
async function proved(target: string, what: string, look: () => Promise<Proof | undefined>) {
  try {
    return await look();
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { target, what, ok: false, detail: `not looked at: ${error.message}` };
  }
}

/** A token belongs to one organisation; a user is asked which. */
export function withOrganisation(config: GrafanaTarget): GrafanaTarget {
  const { organisation, headers } = config;
  if (organisation === undefined) return config;
  return { ...config, headers: { ...headers, 'X-Grafana-Org-Id': String(organisation) } };
}

function storesOf(server: Server, owner: Owner, world: World): Stores {
  const sources = datasources(server, owner, world);
  const { apis } = server;
  if (apis && server.storage === 'unified') {
    const unified = { ...server, apis };
    return {
      'grafana/folder': unifiedFolders(unified, owner),
      'grafana/datasource': sources,
      'grafana/dashboard': unifiedDashboards(unified, owner),
    };
  }
  const dashboards = sqlDashboards(server, owner);
  return {
    'grafana/folder': sqlFolders(server, dashboards.hits),
    'grafana/datasource': sources,
    'grafana/dashboard': dashboards,
  };
}

function notesOn({ url, storage, version }: Server): readonly Diagnostic[] {
  if (storage === 'unified') return [];
  const message = `${url} is Grafana ${version ?? 'of a version it does not tell'} and keeps no marks on folders: which of them are ours is told by the dashboards in them`;
  return [{ code: 'grafana/no-marks', severity: 'info', message }];
}
