import { expect } from 'vitest';
import type { Ask, Told } from './asking.js';
import { emptyV2, type Play, type Stage } from './behaviour-legacy.js';

const place = (version = 'v1beta1') => `/apis/dashboard.grafana.app/${version}/namespaces/default/dashboards`;
const folders = '/apis/folder.grafana.app/v1beta1/namespaces/default/folders';

const object = (name: string, spec: object = { title: 'T' }, metadata: object = {}, version = 'v1beta1') => ({
  apiVersion: `dashboard.grafana.app/${version}`,
  kind: 'Dashboard',
  metadata: { name, ...metadata },
  spec,
});
const folder = (name: string, title: string, metadata: object = {}) => ({
  apiVersion: 'folder.grafana.app/v1beta1',
  kind: 'Folder',
  metadata: { name, ...metadata },
  spec: { title },
});
const managed = (kind: string, id: string) => ({
  annotations: { 'grafana.app/managedBy': kind, 'grafana.app/managerId': id },
});

async function created(ask: Ask, version = 'v1beta1', metadata: object = {}): Promise<Told> {
  const told = await ask('POST', place(version), object('x', { title: 'T' }, metadata, version));
  expect(told.status).toBe(201);
  return told;
}

/** What stands there now, told again in the row's words: its uid and message are examples. */
async function changeOfManager({ ask }: Stage, from: [string, string], to: [string, string]): Promise<Told> {
  await created(ask, 'v1beta1', managed(...from));
  return ask('PUT', `${place()}/x`, object('x', { title: 'T' }, managed(...to)));
}

export const appPlays: Readonly<Record<string, Play>> = {
  'k8s-not-found': ({ ask }) => ask('GET', `${place()}/x`),
  'k8s-create-exists': async ({ ask }) => {
    await created(ask);
    return ask('POST', place(), object('x'));
  },
  'k8s-put-stale': async ({ ask }) => {
    const { resourceVersion } = (await created(ask)).body.metadata;
    await ask('PUT', `${place()}/x`, object('x', { title: 'U' }, { resourceVersion }));
    return ask('PUT', `${place()}/x`, object('x', { title: 'V' }, { resourceVersion }));
  },
  'k8s-put-no-rv': async ({ ask }) => {
    await created(ask);
    expect((await ask('PUT', `${place()}/x`, object('x', { title: 'U' }))).status).toBe(200);
    expect((await ask('GET', `${place()}/x`)).body.spec.title).toBe('U');
    return undefined;
  },
  'k8s-put-missing': async ({ ask }) => {
    expect((await ask('PUT', `${place()}/x`, object('x'))).status).toBe(201);
    return undefined;
  },
  'k8s-put-equal': async ({ ask, edition }) => {
    const before = (await created(ask, 'v0alpha1')).body.metadata;
    const told = await ask('PUT', `${place('v0alpha1')}/x`, object('x', { title: 'T' }, {}, 'v0alpha1'));
    const after = (await ask('GET', `${place('v0alpha1')}/x`)).body.metadata;
    expect(told.status).toBe(200);
    if (edition.storage === 'sql') {
      // recorded: SQL raises both
      expect(after.resourceVersion).not.toBe(before.resourceVersion);
      return undefined;
    }
    expect(after.resourceVersion).toBe(before.resourceVersion);
    expect(after.generation).toBe(before.generation);
    return undefined;
  },
  'k8s-invalid': async ({ ask }) => {
    const told = await ask('POST', place(), object('x', { title: 7 }));
    expect(told).toMatchObject({ status: 422, body: { reason: 'Invalid', code: 422, details: { name: 'x' } } });
    expect(told.body.details.causes[0]).toMatchObject({ reason: 'FieldValueInvalid', field: 'spec.title' });
    return undefined;
  },
  'k8s-no-folder': ({ ask }) =>
    ask('POST', place(), object('x', { title: 'T' }, { annotations: { 'grafana.app/folder': 'nope' } })),
  'k8s-v1-rewrites-spec': async ({ ask }) => {
    const spec = { title: 'T', schemaVersion: 38, id: 7, uid: 'x', version: 3, style: 'dark' };
    await ask('PUT', `${place()}/x`, object('x', spec));
    const stored = (await ask('GET', `${place()}/x`)).body.spec;
    expect(stored).toMatchObject({ title: 'T', schemaVersion: 42, tags: [], timezone: '', editable: true });
    expect(stored.annotations.list[0].name).toBe('Annotations & Alerts');
    for (const gone of ['id', 'uid', 'version', 'style']) expect(stored).not.toHaveProperty(gone);
    return undefined;
  },
  'k8s-v0-keeps-spec': async ({ ask }) => {
    const kept = { title: 'T', schemaVersion: 38, style: 'dark', panels: [{ id: 1, value: null }] };
    await ask('POST', place('v0alpha1'), object('x', { ...kept, id: 7, uid: 'x', version: 3 }, {}, 'v0alpha1'));
    expect((await ask('GET', `${place('v0alpha1')}/x`)).body.spec).toEqual(kept);
    return undefined;
  },
  'k8s-dryrun-12': async ({ ask }) => {
    await ask('POST', folders, folder('x', 'Before'));
    await ask('PUT', `${folders}/x?dryRun=All`, folder('x', 'After'));
    expect((await ask('GET', `${folders}/x`)).body.spec.title).toBe('After');
    // recorded: only folders; dashboards are left alone
    await created(ask);
    await ask('PUT', `${place()}/x?dryRun=All`, object('x', { title: 'After' }));
    expect((await ask('GET', `${place()}/x`)).body.spec.title).toBe('T');
    return undefined;
  },
  'k8s-dryrun-13': async ({ ask }) => {
    await ask('POST', folders, folder('x', 'Before'));
    await ask('PUT', `${folders}/x?dryRun=All`, folder('x', 'After'));
    expect((await ask('GET', `${folders}/x`)).body.spec.title).toBe('Before');
    expect((await ask('PUT', `${place()}/x?dryRun=All`, object('x', { title: 7 }))).status).toBe(422);
    await ask('POST', `${place()}?dryRun=All`, object('x'));
    expect((await ask('GET', `${place()}/x`)).status).toBe(404);
    return undefined;
  },
  'k8s-annotations-dropped': async ({ ask }) => {
    const more = { ...managed('kubectl', 'a'), labels: { 'obsctl.dev/project': 'p' } };
    // recorded: the answer shows them all the same
    expect((await created(ask, 'v1beta1', more)).body.metadata.annotations).toMatchObject(more.annotations);
    const { annotations, labels } = (await ask('GET', `${place()}/x`)).body.metadata;
    expect(annotations).not.toHaveProperty(['grafana.app/managedBy']);
    expect(labels).not.toHaveProperty(['obsctl.dev/project']);
    return undefined;
  },
  'k8s-manager-kind-change': (stage) => changeOfManager(stage, ['terraform', 'a'], ['kubectl', 'a']),
  'k8s-manager-id-change': (stage) => changeOfManager(stage, ['kubectl', 'a'], ['kubectl', 'b']),
  'k8s-folder-not-empty': async ({ ask }) => {
    await ask('POST', folders, folder('x', 'X'));
    await ask('POST', folders, folder('y', 'Y', { annotations: { 'grafana.app/folder': 'x' } }));
    return ask('DELETE', `${folders}/x`);
  },
  'k8s-delete-ok': async ({ ask }) => {
    const { uid } = (await created(ask)).body.metadata;
    const told = await ask('DELETE', `${place()}/x`);
    expect(told.body.details.uid).toBe(uid);
    return { ...told, body: { ...told.body, details: { ...told.body.details, uid: 'Cc7fA5ff' } } };
  },
  'k8s-list-page': async ({ ask }) => {
    await created(ask);
    await ask('POST', place(), object('y'));
    const told = await ask('GET', `${place()}?limit=1`);
    expect(told).toMatchObject({ status: 200, body: { kind: 'DashboardList' } });
    expect(told.body.items).toHaveLength(1);
    const rest = await ask('GET', `${place()}?limit=1&continue=${encodeURIComponent(told.body.metadata.continue)}`);
    expect(rest.body.items).toHaveLength(1);
    expect(rest.body.items[0].metadata.name).not.toBe(told.body.items[0].metadata.name);
    expect(rest.body.metadata).not.toHaveProperty('continue');
    return undefined;
  },
  'k8s-queue-full': ({ fake, ask }) => {
    const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'TooManyRequests' };
    const text = { ...body, message: 'tenant queue is full, please try again later', code: 429 };
    fake.faults.add({ path: '/apis/', fault: { kind: 'answer', status: 429, body: text } });
    return ask('POST', place(), object('x'));
  },
  'k8s-stored-as-v2': async ({ ask }) => {
    await ask('POST', place('v2beta1'), object('v2dash', emptyV2('V2'), {}, 'v2beta1'));
    return ask('GET', `${place()}/v2dash`);
  },
};
