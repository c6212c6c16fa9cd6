import { readConfig } from '../alertmanager/config/read.js';
import type { AmConfig } from '../alertmanager/model.js';
import { matcherMode } from '../checks/model/alertmanager.js';
import { loadTemplates } from '../gotemplate/library.js';
import type { Library } from '../gotemplate/render.js';
import { parseTime, zeroTime } from '../gotemplate/time.js';
import type { Environment } from '../load/project.js';
import type { ChannelConfig } from '../testing/messages/compose.js';
import type { Resource } from '../types.js';

/** An environment's Alertmanager, and its receivers as they are written; undefined where none would start. */
export function alertmanagerOf(
  resources: readonly Resource[],
  { config: { versions } }: Environment,
): { readonly config: AmConfig; readonly receivers: readonly ChannelConfig[] } | undefined {
  const body = resources.find(({ kind }) => kind === 'alertmanager/config')?.body;
  const { config, problems } = readConfig(body, matcherMode(versions.alertmanager));
  if (!body || !config || problems.length > 0) return undefined;
  const { receivers } = body as { readonly receivers: readonly ChannelConfig[] };
  return { config, receivers };
}

/**
 * The message templates of an environment.
 * @param visit is told which of them run, where somebody wants to know
 */
export function templatesOf(
  resources: readonly Resource[],
  { config: { versions } }: Environment,
  now: Date,
  visit?: Library['visit'],
): { readonly library: Library; readonly version: string } {
  const files = resources.filter(({ kind }) => kind === 'alertmanager/template').map(({ body }) => String(body));
  const version = versions.alertmanager;
  const { library } = loadTemplates(files, { now: parseTime(now.toISOString()) ?? zeroTime, version });
  return { library: { ...library, ...(visit ? { visit } : {}) }, version };
}
