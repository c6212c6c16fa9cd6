import type { TargetConfig } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import type { Environment } from '../../load/project.js';
import type { Client } from '../../targets/client.js';
import { instant, over, type Series } from '../../targets/prometheus/ask.js';
import type { World } from '../../targets/world.js';
import type { Surroundings } from '../deploy/environment.js';

/** A Prometheus to be asked. */
export interface Asked {
  readonly client: Client;
  readonly url: string;
  readonly instant: (query: string) => Promise<readonly Series[]>;
  readonly over: (query: string, span: Parameters<typeof over>[3]) => Promise<readonly Series[]>;
}

export interface Servers {
  readonly environment: Environment;
  /** Of several replicas the first that answers. */
  readonly prometheus: Asked;
  /** The Prometheus servers beside the one that is asked. */
  readonly replicas: readonly { readonly client: Client; readonly url: string }[];
  readonly alertmanagers: readonly { readonly client: Client; readonly url: string }[];
  readonly close: () => Promise<void>;
}

/** The servers that the targets of an environment name. */
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
  const open = (system: TargetConfig['system']) =>
    targets.flatMap((one) =>
      one.system === system && 'url' in one ? [{ client: httpClient(one, world), url: one.url }] : [],
    );
  const [all, alertmanagers] = [open('prometheus'), open('alertmanager')];
  const close = async () => {
    await Promise.all([...all, ...alertmanagers].map(({ client }) => client.close()));
  };
  try {
    options.progress?.('asking Prometheus');
    const first = await firstThatAnswers(name, all);
    const { client, url } = first;
    const prometheus: Asked = {
      ...{ client, url },
      instant: (query) => instant(client, url, query),
      over: (query, span) => over(client, url, query, span),
    };
    const replicas = all.filter((one) => one.url !== url);
    return { environment, prometheus, replicas, alertmanagers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function firstThatAnswers<T extends { readonly client: Client; readonly url: string }>(
  name: string,
  all: readonly T[],
): Promise<T> {
  let failure: unknown;
  for (const one of all) {
    try {
      await instant(one.client, one.url, 'vector(1)');
      return one;
    } catch (error) {
      failure = error;
    }
  }
  if (failure) throw failure;
  throw new UserError(`the environment ${name} has no Prometheus among its targets`, {
    code: 'config/no-targets',
    help: "targets: [target.prometheus({ folder: '/etc/prometheus', url: … })]",
  });
}
