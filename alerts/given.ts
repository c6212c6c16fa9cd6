import { env } from '../platform/env.js';
import type { allServices } from '../platform/labels.js';

/** What tests have in common: the labels that scraping sets. */
export const cluster = { environment: env.name, cluster: 'eu-1' } as const;

/** An instance of a service of the platform, as scraping labels it. */
export function app<S extends (typeof allServices)[number]>(service: S, instance = 'a:9464', node = 'n1') {
  return { ...cluster, service, tier: 'app', node, job: service as string, instance } as const;
}

/** The same of a service, without what tells its instances apart. */
export function ofService<S extends (typeof allServices)[number]>(service: S) {
  return { ...cluster, service } as const;
}

/** Of a test that goes on for hours: promtool writes all annotations at each evaluation. */
export const everyMinute = { every: '1m' } as const;

export const api = app('backend-api');
export const otherApi = app('backend-api', 'b:9464', 'n2');
export const stream = app('stream-server');
export const otherStream = app('stream-server', 'b:9464', 'n2');

/** Why some changes of a rule change nothing. */
export const noneIsNegative = 'a sum is above 0 exactly where the largest of its terms is, as none is below 0';
export const zeroOfTotal =
  '0 times the total and 0 by it: they differ where the total is 0, and there `/ (total > 0)` leaves nothing of either';
