import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownEnvironment } from '../helpers/environment.js';
import { ask, grafanaIsThere as available, type Json } from './ask-grafana.js';
import { rewritten } from './rewritten.js';

const folder = 'obsctl-test';

const dashboards = available
  ? ownEnvironment('prod')
      .resources.filter((resource) => resource.kind === 'grafana/dashboard')
      .map((resource) => JSON.parse(JSON.stringify(resource.body)) as Json & { readonly uid: string })
  : [];

describe.runIf(available)('the five dashboards in a real Grafana', () => {
  beforeAll(async () => {
    const { status } = await ask('POST', '/api/folders', { uid: folder, title: 'obsctl test' });
    expect(status).toBe(200);
  });

  afterAll(async () => {
    await ask('DELETE', `/api/folders/${folder}`);
  });

  it.each(dashboards.map((one) => [one.uid, one] as const))(
    '%s is saved through the legacy API and reads back as it is',
    async (uid, dashboard) => {
      const saved = await ask('POST', '/api/dashboards/db', { dashboard, folderUid: folder, overwrite: true });
      expect(saved).toMatchObject({ status: 200, body: { status: 'success', uid } });
      const { body } = await ask('GET', `/api/dashboards/uid/${uid}`);
      const { id: _id, version: _version, ...read } = body.dashboard as Json;
      expect(read).toEqual(dashboard);
      await ask('DELETE', `/api/dashboards/uid/${uid}`);
    },
  );

  it.each(dashboards.map((one) => [one.uid, one] as const))(
    '%s is saved through /apis and reads back but for what the server adds',
    async (uid, dashboard) => {
      const path = '/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards';
      const { uid: _uid, ...spec } = dashboard;
      const metadata = { name: uid, annotations: { 'grafana.app/folder': folder } };
      const sent = { apiVersion: 'dashboard.grafana.app/v1beta1', kind: 'Dashboard', metadata, spec };
      const created = await ask('POST', `${path}?fieldValidation=Strict`, sent);
      expect(created.status, JSON.stringify(created.body)).toBe(201);
      const { body } = await ask('GET', `${path}/${uid}`);
      expect(body.spec).toEqual(rewritten(spec));
      expect(body.status ?? {}).not.toMatchObject({ conversion: { failed: true } });
      await ask('DELETE', `${path}/${uid}`);
    },
  );
});
