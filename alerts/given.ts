import { env } from '../platform/env.js';
import type { allServices } from '../platform/labels.js';

/** What tests have in common: the labels that scraping sets. */
export const cluster = { environment: env.name, cluster: 'eu-1' } as const;

/** An instance of a service of the platform, as scraping labels it. */
export function app<S extends (typeof allServices)[number]>(service: S, instance = 'a:9464', node = 'n1') {
  return { ...cluster, service, tier: 'app', node, job: service as string, instance } as const;
}
