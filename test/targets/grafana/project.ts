/** A project with dashboards, applied by the command itself to a Grafana. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startFakeGrafana } from '../../fake-grafana/server.js';
import { obsctl, type Run, small, type Tree, temporaryProject, write } from '../../helpers/project.js';
import { temporaryFolder } from '../stage.js';
import { fakeServer, realServers, type Server, stageOn } from './stage.js';

interface Place {
  readonly name: string;
  readonly edition?: string;
  readonly real?: Server;
}

/** Where the command is tried. */
export const places: readonly Place[] = [
  ...['11.0.0', '12.4.0', '12.4.0-legacy-storage', '13.0.0'].map((edition) => ({ name: edition, edition })),
  ...realServers.map((real) => ({ name: `${real.name} (real)`, real })),
];

/** A server for one test, and a prefix for what the test makes there, which is gone when the test is over. */
export async function placed({ edition = '', real }: Place) {
  const fake = real ? undefined : await startFakeGrafana({ version: edition });
  const server = real ?? fakeServer(edition, fake?.url ?? '');
  const p = `c${randomBytes(3).toString('hex')}`;
  const { ask, target } = stageOn(server, { project: p });
  onTestFinished(async () => {
    for (const one of [0, 1, 2]) await ask('DELETE', `/api/dashboards/uid/${p}-${one}`);
    await ask('DELETE', `/api/folders/${p}-f`);
    await ask('DELETE', `/api/datasources/uid/${p}-s`);
    await target.close?.();
    await fake?.stop();
  });
  return { p, server, fake, ask };
}

export interface GrafanaProject {
  readonly root: string;
  readonly state: string;
  readonly write: (tree: Tree) => void;
  readonly run: (variables: NodeJS.ProcessEnv, ...args: string[]) => Promise<Run>;
}

/** @param prefix of everything in it, so that projects on one server do not meet */
export function grafanaProject(server: Server, prefix: string, definitions: Tree): GrafanaProject {
  const state = temporaryFolder();
  const auth = `basicAuth('${server.username}', secret.env('GRAFANA_PASSWORD'))`;
  const root = temporaryProject({
    ...small,
    ...definitions,
    'obsctl.config.ts': `import { basicAuth, defineConfig, secret, state, target } from 'obsctl';

export default defineConfig({
  project: '${prefix}',
  definitions: ['monitoring'],
  environments: {
    test: {
      versions: { grafana: '12.4', prometheus: '3.5', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' },
      targets: [target.grafana({ url: '${server.url}', auth: ${auth} })],
      state: state.folder('${state}'),
    },
  },
});
`,
  });
  return {
    ...{ root, state },
    write: (tree) => write(root, tree),
    run: (variables, ...args) => obsctl(root, args, { GRAFANA_PASSWORD: server.password, ...variables }),
  };
}

/** A data source, a folder and dashboards in it. */
export function dashboards(
  prefix: string,
  about: { readonly url: string; readonly titles: readonly string[]; readonly tag?: string; readonly source?: string },
): Tree {
  const { url, titles, tag = 'sample', source = '' } = about;
  const one = (title: string, index: number) => `
export const d${index} = dashboard({
  uid: '${prefix}-${index}',
  title: '${title}',
  description: 'Is it warm enough?',
  folder: place,
  tags: ['${index === titles.length - 1 ? tag : 'sample'}'],
  from: '1h',
  refresh: '1m',
  variables: [variable.datasource('datasource', { type: 'prometheus', label: 'Data source', current: '${prefix}-s' })],
  rows: [
    row('Rooms', [
      panel.timeseries('Rooms', { description: 'Each room.', queries: [query(max(temperature).by('room'), { legend: '{{room}}' })] }),
    ]),
  ],
});
`;
  return {
    'monitoring/dashboards.ts': `import { basicAuth, bearerToken, dashboard, datasource, folder, max, panel, query, row, secret, variable } from 'obsctl';
import { temperature } from './metrics.js';
void [basicAuth, bearerToken, secret];

export const source = datasource.prometheus('${prefix}-s', {
  title: 'Source ${prefix}',
  url: '${url}',
  timeInterval: '15s',
  ${source}
});

const place = folder('${prefix}-f', 'Folder ${prefix}');
${titles.map(one).join('')}`,
  };
}

/** Everything below some folders, as text. */
export function textsBelow(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
}
