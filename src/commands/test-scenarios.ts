import { readConfig } from '../alertmanager/config/read.js';
import { matcherMode } from '../checks/model/alertmanager.js';
import { loadTemplates } from '../gotemplate/library.js';
import type { Library } from '../gotemplate/render.js';
import { parseTime, zeroTime } from '../gotemplate/time.js';
import type { Environment } from '../load/project.js';
import type { Travelled } from '../testing/coverage.js';
import type { ChannelConfig } from '../testing/messages/compose.js';
import type { ScenarioContext } from '../testing/scenario/run.js';
import type { Resource } from '../types.js';

/** What scenarios need of an environment's Alertmanager; undefined where it has none that would start. */
export function scenarioContext(
  { config: { versions } }: Environment,
  resources: readonly Resource[],
  now: Date,
  { travelled, visit }: { readonly travelled?: Travelled[] | undefined; readonly visit?: Library['visit'] } = {},
): ScenarioContext | undefined {
  const body = resources.find(({ kind }) => kind === 'alertmanager/config')?.body;
  const { config, problems } = readConfig(body, matcherMode(versions.alertmanager));
  if (!body || !config || problems.length > 0) return undefined;
  const templates = resources.filter(({ kind }) => kind === 'alertmanager/template').map((one) => String(one.body));
  const { library } = loadTemplates(templates, {
    now: parseTime(now.toISOString()) ?? zeroTime,
    version: versions.alertmanager,
  });
  const { receivers } = body as { readonly receivers: readonly ChannelConfig[] };
  return {
    ...{ config, receivers, version: versions.alertmanager, externalUrl: 'http://alertmanager', now, travelled },
    library: { ...library, ...(visit ? { visit } : {}) },
  };
}
