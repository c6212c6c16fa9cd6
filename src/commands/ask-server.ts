import type { Everything } from '../checks/model/everything.js';
import type { HttpAccess } from '../define/targets.js';
import { UserError } from '../errors.js';
import type { Project } from '../load/project.js';
import { httpClient } from '../targets/http.js';
import type { Diagnostic } from '../types.js';
import { liveFindings } from './live.js';
import { deadRunbooks } from './live-links.js';

/** What the Prometheus of an environment says of the project's queries, and whether the runbooks answer. */
export async function askServer(options: {
  readonly project: Project;
  readonly checked: readonly Everything[];
  readonly prometheusUrl?: string | undefined;
  readonly variables?: Readonly<Record<string, string | undefined>> | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}): Promise<Diagnostic[]> {
  const { project, checked, prometheusUrl, variables = {}, progress } = options;
  const [environment, another] = project.environments;
  const [all] = checked;
  if (!environment || !all || another) {
    throw new UserError('--live asks the server of one environment', { help: 'name it: --env prod' });
  }
  const target = environment.config.targets?.find(({ system }) => system === 'prometheus');
  const access = prometheusUrl === undefined ? (target as HttpAccess | undefined) : { url: prometheusUrl };
  if (!access) {
    throw new UserError(`nobody says where the Prometheus of ${environment.name} answers`, {
      help: 'give it a target in the configuration, or say --prometheus-url',
    });
  }
  const url = access.url.replace(/\/+$/, '');
  const client = httpClient(
    { ...access, url },
    {
      project: project.name,
      environment: environment.name,
      versions: environment.config.versions,
      root: project.root,
      variables,
      secretFiles: [],
      findTool: () => undefined,
      now: () => 0,
    },
  );
  try {
    const found = await liveFindings({ all, client, url, budget: project.live, progress });
    return [...found, ...(await deadRunbooks({ all, world: { variables }, progress }))];
  } finally {
    await client.close();
  }
}
