import type { HttpAccess, TargetConfig } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import type { Environment } from '../../load/project.js';
import { type KnownAlert, knownAlerts } from '../../targets/alertmanager/ask.js';
import type { Client } from '../../targets/client.js';
import { instant, over, type Series } from '../../targets/prometheus/ask.js';
import type { World } from '../../targets/world.js';
import type { ServerStatus } from '../../types/status.js';
import type { Diagnostic } from '../../types.js';
import type { Surroundings } from '../deploy/environment.js';
import { openEach } from '../deploy/open-targets.js';

/** A Prometheus to be asked. */
export interface Asked {
  readonly client: Client;
  readonly url: string;
  readonly instant: (query: string) => Promise<readonly Series[]>;
  readonly over: (query: string, span: Parameters<typeof over>[3]) => Promise<readonly Series[]>;
}

export interface Servers {
  readonly environment: Environment;
  /** Every server that a target names, and whether it answers. */
  readonly all: readonly ServerStatus[];
  /** What was not given to ask some of them. */
  readonly missing: readonly Diagnostic[];
  /** Of several replicas the first that answers. */
  readonly prometheus: Asked | undefined;
  /** What the first Alertmanager that answers knows: any one of several knows every alert. */
  readonly alerts: readonly KnownAlert[] | undefined;
  readonly close: () => Promise<void>;
}

/** Where a server says that it is there; what it says does not matter, as long as it is not that it cannot. */
const health = { grafana: '/api/health', blackbox: '/-/healthy', mimir: '/ready' } as const;

/** Asks every server that the targets of an environment name, all at once. */
export async function openServers(name: string, options: Surroundings): Promise<Servers> {
  options.progress?.('reading definitions');
  const [{ loadProject }, { httpClient }] = await Promise.all([
    import('../../load/project.js'),
    import('../../targets/http.js'),
  ]);
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: [name] });
  const environment = project.environments[0] as Environment;
  const { targets = [], versions } = environment.config;
  const { variables, now } = options;
  const world: World = {
    ...{ project: project.name, environment: name, versions, root: project.root },
    ...{ variables, secretFiles: [], findTool: () => undefined, now },
  };
  const reached = targets.filter((one): one is Reached => 'url' in one);
  if (!reached.some(({ system }) => system === 'prometheus')) throw withoutPrometheus(name);
  const opened = await openEach<Open | Missing | undefined>(
    project,
    { name, targets },
    async (target) => ('url' in target ? { target, client: httpClient(target, world) } : undefined),
    (target, missing, what) => ({ target: target as Reached, missing, what }),
  );
  const open = opened.filter((one) => one !== undefined);
  const close = async () => {
    await Promise.all(open.map((one) => 'client' in one && one.client.close()));
  };
  try {
    options.progress?.(`asking ${open.filter((one) => 'client' in one).length} servers`);
    const asked = await Promise.all(open.map(look));
    const first = asked.find(({ target, status }) => target.system === 'prometheus' && status.ok);
    return {
      environment,
      all: asked.map(({ status }) => status),
      missing: open.flatMap((one) => ('missing' in one ? one.missing.diagnostics : [])),
      prometheus: first?.client && askedOf(first.client, first.target.url),
      alerts: asked.find(({ alerts }) => alerts !== undefined)?.alerts,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Reached = Extract<TargetConfig, HttpAccess>;

interface Open {
  readonly target: Reached;
  readonly client: Client;
}

/** One that cannot be asked, because what it takes to ask it is not given. */
interface Missing {
  readonly target: Reached;
  readonly missing: UserError;
  /** Without the names of the environment and the target. */
  readonly what: string;
}

interface Looked {
  readonly target: Reached;
  readonly client?: Client;
  readonly status: ServerStatus;
  readonly alerts?: readonly KnownAlert[];
}

async function look(one: Open | Missing): Promise<Looked> {
  const { target } = one;
  const { system, url } = target;
  const server = { name: target.name ?? system, system, url: withoutCredentials(url) };
  if ('missing' in one) return { target, status: { ...server, ok: false, detail: detailOf(one) } };
  const { client } = one;
  try {
    const alerts = await answerOf({ target, client });
    return { target, client, status: { ...server, ok: true, detail: 'answers' }, ...(alerts ? { alerts } : {}) };
  } catch (error) {
    return { target, client, status: { ...server, ok: false, detail: (error as Error).message } };
  }
}

function detailOf({ what, missing: { origin } }: Missing): string {
  return origin ? `${what} (${origin.file}:${origin.line}:${origin.column})` : what;
}

async function answerOf({ target: { system, url }, client }: Open): Promise<readonly KnownAlert[] | undefined> {
  if (system === 'alertmanager') return knownAlerts(client, url);
  if (system === 'prometheus') await instant(client, url, 'vector(1)');
  else {
    const { status } = await client.ask(health[system]);
    if (status >= 500) throw new UserError(`${url} answered ${status}`);
  }
  return undefined;
}

function askedOf(client: Client, url: string): Asked {
  return {
    ...{ client, url },
    instant: (query) => instant(client, url, query),
    over: (query, span) => over(client, url, query, span),
  };
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}

function withoutPrometheus(name: string): UserError {
  return new UserError(`the environment ${name} has no Prometheus among its targets`, {
    code: 'config/no-targets',
    help: "targets: [target.prometheus({ folder: '/etc/prometheus', url: … })]",
  });
}
