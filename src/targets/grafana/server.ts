import type { GrafanaTarget } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import { type Answer, type Client, refusal } from '../client.js';
import { objectOf, objectsOf, textOf } from './json.js';

/** A Grafana, and what it can do. */
export interface Server {
  readonly url: string;
  readonly client: Client;
  /** Absent where the server hides it. */
  readonly version?: string;
  /** Where objects of our organisation lie under `/apis`. */
  readonly namespace: string;
  /** The API versions to use; absent before Grafana 12. */
  readonly apis?: Apis;
  /**
   * `unified` keeps our labels and annotations. `sql` is what 12 calls legacy storage, and all there is before: it
   * keeps none, takes rehearsals of folders for real, and deletes a folder with all that is in it.
   */
  readonly storage: 'unified' | 'sql';
}

export interface Apis {
  /** For dashboards in the classic model. */
  readonly classic: string;
  /** For dashboards of schema v2, where there is one. */
  readonly v2?: string;
  readonly folders: string;
}

/**
 * Asks a server what it is: by what it serves, not by its version, which it may hide. `v0alpha1` stores a classic
 * dashboard as it is sent; v1 rewrites it, and is used where nothing else is left.
 */
export async function discover(config: GrafanaTarget, client: Client): Promise<Server> {
  const { url } = config;
  const [health, groups, settings] = await Promise.all([
    client.ask('/api/health'),
    client.ask('/apis'),
    client.ask('/api/frontend/settings'),
  ]);
  if (health.status >= 500) throw refusal(url, 'the question for its health', health);
  for (const answer of [groups, settings]) {
    if (answer.status === 401) throw refusal(url, 'any access', answer);
  }
  const version = textOf(objectOf(health.json).version);
  const apis = groups.ok ? apisOf(groups) : undefined;
  const namespace = config.namespace ?? (await namespaceOf(client, settings, url));
  const storage = apis ? await storageOf(client, apis, namespace) : 'sql';
  if (!apis && !isGrafana(health)) throw noGrafana(url);
  return { url, client, namespace, storage, ...(version ? { version } : {}), ...(apis ? { apis } : {}) };
}

const isGrafana = ({ json }: Answer): boolean => objectOf(json).database !== undefined;

function noGrafana(url: string): UserError {
  return new UserError(`${url} does not answer as a Grafana does`, {
    code: 'target/unreachable',
    help: 'the url of the target is that of Grafana itself, with its sub-path where it has one',
    exitCode: 3,
  });
}

function apisOf({ json }: Answer): Apis | undefined {
  const groups = objectsOf(objectOf(json).groups);
  const versionsOf = (name: string) =>
    objectsOf(groups.find((group) => group.name === name)?.versions).map(({ version }) => textOf(version));
  const dashboards = versionsOf('dashboard.grafana.app');
  const folders = first(versionsOf('folder.grafana.app'), ['v1', 'v1beta1']);
  // before 12 the group may be there as an experiment
  if (!first(dashboards, ['v1', 'v1beta1']) || !folders) return undefined;
  const classic = first(dashboards, ['v0alpha1', 'v1', 'v1beta1']);
  const v2 = first(dashboards, ['v2', 'v2beta1']);
  return classic ? { classic, folders, ...(v2 ? { v2 } : {}) } : undefined;
}

const first = (served: readonly string[], wanted: readonly string[]) => wanted.find((one) => served.includes(one));

async function namespaceOf(client: Client, settings: Answer, url: string): Promise<string> {
  const said = textOf(objectOf(settings.json).namespace);
  if (said) return said;
  const organisation = await client.ask('/api/org');
  if (!organisation.ok) throw refusal(url, 'the question for its organisation', organisation);
  const { id } = objectOf(organisation.json);
  return id === 1 ? 'default' : `org-${id}`;
}

/** Unified storage refuses as Kubernetes does, with a reason; SQL does not. Nothing is written to find out. */
async function storageOf(client: Client, apis: Apis, namespace: string): Promise<Server['storage']> {
  const answer = await client.ask(`${foldersPath(apis, namespace)}/obsctl-is-not-there`);
  return objectOf(answer.json).reason === 'NotFound' ? 'unified' : 'sql';
}

export function foldersPath(apis: Apis, namespace: string): string {
  return `/apis/folder.grafana.app/${apis.folders}/namespaces/${namespace}/folders`;
}

export function dashboardsPath(version: string, namespace: string): string {
  return `/apis/dashboard.grafana.app/${version}/namespaces/${namespace}/dashboards`;
}
