import { type Everything, everything } from '../checks/model/everything.js';
import type { Environment } from '../load/project.js';
import type { Resource, Subject } from '../types.js';
import { knownOf } from './known-platform.js';

/** All rules of an environment, and what is known of the series they read. */
export function rulesOf(environment: Environment, resources: readonly Resource[]): Everything {
  const rules = resources.filter(({ kind }) => kind === 'prometheus/rules');
  return everything(
    rules.map(({ body, origin }): Subject => ({ kind: 'rules', body, own: true, place: () => origin })),
    knownOf(environment),
  );
}

/** The labels that Prometheus adds to its alerts; those of the single server are taken off again. */
export function sentLabels({ definitions }: Environment): Readonly<Record<string, string>> {
  const server = definitions.find((one) => one.kind === 'prometheus');
  const kept = Object.entries(server?.externalLabels ?? {}).filter(([name]) => !server?.dropFromAlerts.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(/\$\{(\w+)\}/g, `${name}-1`)]));
}
