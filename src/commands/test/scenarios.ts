import type { Library } from '../../gotemplate/render.js';
import type { Environment } from '../../load/project.js';
import type { Travelled } from '../../testing/coverage.js';
import type { ScenarioContext } from '../../testing/scenario/run.js';
import type { Resource } from '../../types.js';
import { alertmanagerOf, templatesOf } from '../alertmanager-of.js';

/** What scenarios need of an environment's Alertmanager; undefined where it has none that would start. */
export function scenarioContext(
  environment: Environment,
  resources: readonly Resource[],
  now: Date,
  { travelled, visit }: { readonly travelled?: Travelled[] | undefined; readonly visit?: Library['visit'] } = {},
): ScenarioContext | undefined {
  const alertmanager = alertmanagerOf(resources, environment);
  if (!alertmanager) return undefined;
  const templates = templatesOf(resources, environment, now, visit);
  return { ...alertmanager, ...templates, externalUrl: 'http://alertmanager', now, travelled };
}
