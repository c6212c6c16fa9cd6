import { expect } from 'vitest';
import { type Ask, asking, type Told } from './asking.js';
import type { Edition } from './edition.js';
import type { FakeGrafana } from './server.js';
import type { Stored } from './world.js';

export interface Stage {
  readonly fake: FakeGrafana;
  readonly ask: Ask;
  readonly edition: Edition;
}

/** Plays a row. What it returns is held against the row; nothing is returned where the play looks for itself. */
export type Play = (stage: Stage) => Promise<Told | undefined>;

const save = (ask: Ask, dashboard: object, more: object = {}) =>
  ask('POST', '/api/dashboards/db', { dashboard, overwrite: false, message: 'm', ...more });
const prod = (more: object = {}) => ({ uid: 'prod', title: 'Prod', ...more });

async function saved(stage: Stage, times = 1): Promise<Stored> {
  for (let version = 0; version < times; version += 1) {
    const told = await save(stage.ask, prod({ version, description: `v${version}` }));
    expect(told.status).toBe(200);
  }
  const stored = stage.fake.org().dashboards.get('prod');
  if (!stored) throw new Error('the dashboard was not stored');
  return stored;
}

/** A dashboard of v2 with nothing on it. */
export const emptyV2 = (title: string): object => ({
  title,
  tags: [],
  links: [],
  annotations: [],
  variables: [],
  cursorSync: 'Off',
  preload: false,
  elements: {},
  layout: { kind: 'GridLayout', spec: { items: [] } },
  timeSettings: {
    from: 'now-6h',
    to: 'now',
    autoRefresh: '',
    autoRefreshIntervals: [],
    hideTimepicker: false,
    fiscalYearStartMonth: 0,
  },
});

const example = (told: Told, values: object): Told => ({ ...told, body: { ...told.body, ...values } });

/** Recorded servers answer otherwise than the table, which was read in their source. */
async function overruled(told: Promise<Told>, status: number, body: object): Promise<undefined> {
  expect(await told).toMatchObject({ status, body });
  return undefined;
}

async function source(ask: Ask, more: object = {}): Promise<Told> {
  return ask('POST', '/api/datasources', { uid: 'prom', name: 'P', type: 'prometheus', access: 'proxy', ...more });
}

export const legacyPlays: Readonly<Record<string, Play>> = {
  'health-ok': async ({ ask, edition }) => {
    const told = await ask('GET', '/api/health');
    expect(told.body.version).toBe(edition.version);
    return example(told, { version: '12.4.0', commit: 'abc123' });
  },
  'health-hidden-version': async ({ fake, ask }) => {
    fake.world.settings.hideVersion = true;
    const told = await ask('GET', '/api/health');
    expect(Object.keys(told.body)).toEqual(['database']);
    return told;
  },
  'health-db-down': async ({ fake, ask }) => {
    fake.world.settings.databaseDown = true;
    return example(await ask('GET', '/api/health'), { version: '12.4.0', commit: 'abc123' });
  },
  unauthenticated: ({ fake }) => asking(fake.url, '')('GET', '/api/search'),
  'bad-token': ({ fake }) => asking(fake.url, 'Bearer glsa_wrong')('GET', '/api/search'),
  'rbac-denied': ({ fake }) =>
    // recorded: either permission would do
    overruled(save(asking(fake.url, `Bearer ${fake.token('Viewer')}`), prod()), 403, { title: 'Access denied' }),

  'legacy-save-ok': async (stage) => {
    await saved(stage);
    await stage.ask('POST', '/api/folders', { uid: 'team-a', title: 'Team A' });
    return example(await save(stage.ask, prod({ version: 1 }), { folderUid: 'team-a' }), { id: 1 });
  },
  'legacy-save-stale-version': async (stage) => {
    const stored = await saved(stage, 5);
    expect(stored.version).toBe(5);
    return save(stage.ask, prod({ version: 1 }));
  },
  'legacy-save-conflict-409': async ({ fake, ask }) => {
    const body = { message: 'Dashboard already exists. Use overwrite flag to update.' };
    fake.faults.add({ path: '/api/dashboards/db', fault: { kind: 'answer', status: 409, body } });
    return save(ask, prod());
  },
  'legacy-save-name-exists': async (stage) => {
    await saved(stage);
    return save(stage.ask, { uid: 'other', title: 'Prod' });
  },
  'legacy-save-same-title-overwrite': async (stage) => {
    await saved(stage);
    const told = await save(stage.ask, { uid: 'other', title: 'Prod', refresh: '1m' }, { overwrite: true });
    expect(told.body.uid).toBe('prod');
    expect((await stage.ask('GET', '/api/dashboards/uid/prod')).body.dashboard.refresh).toBe('1m');
    expect((await stage.ask('GET', '/api/dashboards/uid/other')).status).toBe(404);
    return undefined;
  },
  'legacy-save-plugin': async (stage) => {
    (await saved(stage)).heldBy = { plugin: 'Example' };
    return save(stage.ask, prod({ version: 1 }));
  },
  'legacy-save-provisioned': async (stage) => {
    (await saved(stage)).heldBy = 'file';
    return save(stage.ask, prod({ version: 1 }));
  },
  'legacy-save-empty-title': ({ ask }) => save(ask, prod({ title: ' ' })),
  'legacy-save-bad-uid': ({ ask }) => save(ask, prod({ uid: 'a b' })),
  'legacy-save-long-uid': ({ ask }) => save(ask, prod({ uid: 'u'.repeat(41) })),
  'legacy-save-no-folder': ({ ask }) => save(ask, prod(), { folderUid: 'nowhere' }),
  'legacy-save-unknown-id': ({ ask }) => save(ask, prod({ id: 987654 })),
  'legacy-save-quota': ({ fake, ask }) => {
    fake.world.settings.quotaReached = true;
    return save(ask, prod());
  },
  'legacy-save-too-large': ({ ask }) => save(ask, prod({ description: 'x'.repeat(17 * 1024 * 1024) })),
  'legacy-get-missing': ({ ask }) => ask('GET', '/api/dashboards/uid/nope'),
  'legacy-get-v2-stored': async ({ ask }) => {
    const place = '/apis/dashboard.grafana.app/v2beta1/namespaces/default/dashboards';
    const object = { apiVersion: 'dashboard.grafana.app/v2beta1', kind: 'Dashboard', metadata: { name: 'v2dash' } };
    await ask('POST', place, { ...object, spec: emptyV2('V2') });
    return ask('GET', '/api/dashboards/uid/v2dash');
  },
  'legacy-delete': async (stage) => {
    await saved(stage);
    return stage.ask('DELETE', '/api/dashboards/uid/prod');
  },
  'legacy-delete-old': async (stage) => {
    const { id } = await saved(stage);
    const told = await stage.ask('DELETE', '/api/dashboards/uid/prod');
    expect(told.body.id).toBe(id);
    return told;
  },

  'folder-create-exists': async ({ ask }) => {
    await ask('POST', '/api/folders', { uid: 'team-a', title: 'A' });
    // recorded: 412, not 409
    return overruled(ask('POST', '/api/folders', { uid: 'team-a', title: 'A' }), 412, { status: 'version-mismatch' });
  },
  'folder-create-exists-unified': async ({ ask }) => {
    await ask('POST', '/api/folders', { uid: 'team-a', title: 'A' });
    const told = ask('POST', '/api/folders', { uid: 'team-a', title: 'A' });
    // recorded: without a status
    return overruled(told, 412, { message: 'the folder has been changed by someone else' });
  },
  'folder-update-stale': async ({ ask }) => {
    await ask('POST', '/api/folders', { uid: 'team-a', title: 'A' });
    await ask('PUT', '/api/folders/team-a', { title: 'A1', version: 1 });
    return ask('PUT', '/api/folders/team-a', { title: 'A2', version: 1 });
  },
  'folder-update-stale-unified': async ({ ask }) => {
    await ask('POST', '/api/folders', { uid: 'team-a', title: 'A' });
    await ask('PUT', '/api/folders/team-a', { title: 'A1', version: 1 });
    return ask('PUT', '/api/folders/team-a', { title: 'A2', version: 1 });
  },
  'folder-missing': ({ ask }) => ask('GET', '/api/folders/nope'),
  'search-limit': ({ ask }) => ask('GET', '/api/search?limit=5001'),

  'ds-update-stale': async ({ ask }) => {
    await source(ask);
    await ask('PUT', '/api/datasources/uid/prom', { name: 'P', type: 'prometheus', version: 1 });
    return ask('PUT', '/api/datasources/uid/prom', { name: 'P', type: 'prometheus', version: 1 });
  },
  'ds-update-readonly': async ({ fake, ask }) => {
    await source(ask);
    const stored = fake.org().sources.get('prom');
    if (stored) stored.readOnly = true;
    return ask('PUT', '/api/datasources/uid/prom', { name: 'P', type: 'prometheus' });
  },
  'ds-missing': ({ ask }) => ask('GET', '/api/datasources/uid/nope'),
  'ds-by-id-disabled': async ({ ask }) => {
    await source(ask);
    expect((await ask('GET', '/api/datasources/1')).status).toBe(404);
    return undefined;
  },
};
