import { ok, page } from './answer.js';
import type { Route } from './asked.js';
import type { World } from './world.js';

export function health(world: World) {
  const { version } = world.edition;
  const { hideVersion, databaseDown } = world.settings;
  const body = { database: databaseDown ? 'failing' : 'ok', ...(hideVersion ? {} : { version, commit: '0f5d3ca1e2' }) };
  return page(body, databaseDown ? 503 : 200);
}

/** The namespace of an organisation in paths of `/apis`. */
export function namespaceOf(world: World, org: number): string {
  return org === 1 ? world.settings.namespace : `org-${org}`;
}

export const discoveryRoutes: readonly Route[] = [
  [
    'GET',
    '/api/frontend/settings',
    ({ world, org }) =>
      page({
        buildInfo: {
          version: world.settings.hideVersion ? '' : world.edition.version,
          edition: 'Open Source',
          hideVersion: world.settings.hideVersion,
        },
        namespace: namespaceOf(world, org.id),
      }),
  ],
  [
    'GET',
    '/api/org',
    ({ org }) => {
      const address = { address1: '', address2: '', city: '', zipCode: '', state: '', country: '' };
      return ok({ id: org.id, name: org.id === 1 ? 'Main Org.' : `Organisation ${org.id}`, address });
    },
  ],
  [
    'GET',
    '/apis',
    ({ world: { edition } }) => {
      const group = (name: string, versions: readonly string[]) => {
        const named = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
        return { name, versions: named, preferredVersion: named[0] };
      };
      const groups = edition.dashboardVersions.length
        ? [
            group('dashboard.grafana.app', edition.dashboardVersions),
            group('folder.grafana.app', edition.folderVersions),
            group('notifications.alerting.grafana.app', ['v0alpha1']),
          ]
        : [];
      return ok({ kind: 'APIGroupList', apiVersion: 'v1', groups });
    },
  ],
];
