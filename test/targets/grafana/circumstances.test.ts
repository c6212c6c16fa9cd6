import { afterEach, describe, expect, it } from 'vitest';
import { bearerToken } from '../../../src/define/http-client.js';
import { secret } from '../../../src/define/secret.js';
import type { GrafanaTarget } from '../../../src/define/targets.js';
import { emptyV2 } from '../../fake-grafana/behaviour-legacy.js';
import { type FakeGrafana, startFakeGrafana } from '../../fake-grafana/server.js';
import { organisation } from '../../fake-grafana/world.js';
import { dashboardFile, folderFile, sourceFile } from './samples.js';
import { fakeServer, namesOf, type Stage, stageOn } from './stage.js';

const open: { readonly fake: FakeGrafana; readonly stage: Stage }[] = [];

async function grafana(
  version: string,
  config: Partial<GrafanaTarget> = {},
  set: (fake: FakeGrafana) => void = () => {},
) {
  const fake = await startFakeGrafana({ version });
  set(fake);
  const stage = stageOn(fakeServer(version, fake.url), { project: 'p', config });
  open.push({ fake, stage });
  return { fake, stage };
}

afterEach(async () => {
  for (const { fake, stage } of open.splice(0)) {
    await stage.target.close?.();
    await fake.stop();
  }
});

const folder = folderFile('f', 'Folder');
const some = (count: number) => Array.from({ length: count }, (_, index) => dashboardFile(`d-${index}`, 'f'));
const writes = (fake: FakeGrafana) => fake.exchanges.filter(({ method }) => method !== 'GET');
const managed = (kind: string, id: string) => ({ 'grafana.app/managedBy': kind, 'grafana.app/managerId': id });

async function madeBy(
  stage: Stage,
  uid: string,
  annotations: object,
  version = 'v1beta1',
  spec: object = { title: 'T' },
) {
  const path = `/apis/dashboard.grafana.app/${version}/namespaces/default/dashboards`;
  const object = {
    apiVersion: `dashboard.grafana.app/${version}`,
    kind: 'Dashboard',
    metadata: { name: uid, annotations },
    spec,
  };
  expect((await stage.ask('POST', path, object)).status).toBe(201);
}

describe('a Grafana', () => {
  it('is asked in the organisation that was named', async () => {
    const set = (fake: FakeGrafana) => fake.world.orgs.set(2, organisation(2));
    const { fake, stage } = await grafana('12.4.0', { organisation: 2 }, set);
    await stage.apply([folder, ...some(1)]);
    expect([...fake.org(2).dashboards.keys()]).toEqual(['d-0']);
    expect(fake.org(1).dashboards.size).toBe(0);
    expect(writes(fake)[0]?.url).toContain('/namespaces/org-2/');
  });

  it('is a stack of Grafana Cloud where it says so, or the target does', async () => {
    const stack = (fake: FakeGrafana) => {
      fake.world.settings.namespace = 'stacks-123';
    };
    const { fake, stage } = await grafana('13.0.0', {}, stack);
    await stage.apply([folder, ...some(1)]);
    expect(writes(fake)[0]?.url).toContain('/namespaces/stacks-123/');
    const other = await grafana('13.0.0', { namespace: 'stacks-123' }, stack);
    await other.stage.apply([folder]);
    expect(other.fake.org().folders.size).toBe(1);
  });

  it('need not tell its version', async () => {
    const { stage } = await grafana('12.4.0', {}, (fake) => {
      fake.world.settings.hideVersion = true;
    });
    await stage.apply([folder, ...some(2)]);
    expect(await stage.differences([folder, ...some(2)])).toEqual([]);
  });

  it('takes a token, and is a refusal where that may not write', async () => {
    const auth = bearerToken(secret.env('GRAFANA_PASSWORD'));
    const { fake } = await grafana('12.4.0');
    const viewer = { ...fakeServer('12.4.0', fake.url), password: fake.token('Viewer') };
    const stage = stageOn(viewer, { project: 'p', config: { auth } });
    const { outcomes } = await stage.apply([folder]);
    expect(outcomes).toMatchObject([{ status: 'failed', diagnostic: { code: 'target/refused' } }]);
    const editor = { ...viewer, password: fake.token('Editor') };
    const allowed = stageOn(editor, { project: 'p', config: { auth } });
    expect((await allowed.apply([folder, ...some(1)])).outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
    await Promise.all([stage.target.close?.(), allowed.target.close?.()]);
  });

  it('that is not there, or knows us not, ends with exit code 3', async () => {
    const { fake } = await grafana('12.4.0');
    const wrong = stageOn({ ...fakeServer('x', fake.url), password: 'canary-wrong' }, { project: 'p' });
    await expect(wrong.plan([folder])).rejects.toMatchObject({ name: 'UserError', exitCode: 3 });
    await expect(wrong.plan([folder])).rejects.not.toThrow('canary-wrong');
    await wrong.target.close?.();
    const nobody = stageOn(fakeServer('x', 'http://127.0.0.1:9'), { project: 'p' });
    await expect(nobody.plan([folder])).rejects.toMatchObject({ exitCode: 3, code: 'target/unreachable' });
    await nobody.target.close?.();
  });

  it('that has too much to do is given less, and all of it in the end', async () => {
    const { fake, stage } = await grafana('12.4.0-legacy-storage');
    const locked = { kind: 'answer', status: 500, body: { message: 'database is locked' } } as const;
    fake.faults.add({ method: 'POST', path: '/api/dashboards/db', fault: locked, times: 25 });
    fake.faults.add({
      method: 'POST',
      path: '/api/dashboards/db',
      fault: { kind: 'answer', status: 429 },
      times: 15,
      after: 10,
    });
    const { outcomes } = await stage.apply([folder, ...some(40)]);
    expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    expect(fake.faults.met()).toBe(40);
    expect(await stage.differences([folder, ...some(40)])).toEqual([]);
  });

  it('is left in order where somebody interrupts', async () => {
    const { fake, stage } = await grafana('12.4.0');
    const { outcomes } = await stage.apply([folder, ...some(3)], { signal: AbortSignal.abort() });
    expect(outcomes.map(({ status }) => status)).toEqual(['not tried', 'not tried', 'not tried', 'not tried']);
    expect(writes(fake)).toEqual([]);
  });
});

describe('what others hold', () => {
  it('is adopted from another manager in two writes, because 13 exchanges none', async () => {
    const { fake, stage } = await grafana('13.0.0');
    await stage.apply([folder]);
    await madeBy(stage, 'd-0', managed('terraform', 'theirs'));
    const steps = await stage.plan([folder, ...some(1)]);
    expect(steps.at(-1)?.change).toMatchObject({ op: 'adopt', owner: 'terraform theirs' });
    const { outcomes, proofs } = await stage.apply([folder, ...some(1)], { adopt: true });
    expect(outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done']);
    expect(proofs.find(({ what }) => what === 'read back')?.ok).toBe(true);
    expect(fake.org().dashboards.get('d-0')?.annotations).toMatchObject(managed('kubectl', 'obsctl/p'));
  });

  it('keeps labels and annotations of others', async () => {
    const { fake, stage } = await grafana('12.4.0');
    await stage.apply([folder]);
    await madeBy(stage, 'd-0', { 'example.com/team': 'audio' });
    await stage.apply([folder, ...some(1)], { adopt: true });
    expect(fake.org().dashboards.get('d-0')?.annotations).toMatchObject({ 'example.com/team': 'audio' });
  });

  it('of another environment of the same project is not ours to remove', async () => {
    for (const version of ['11.0.0', '12.4.0']) {
      const { fake, stage } = await grafana(version);
      const staging = stageOn(fakeServer(version, fake.url), { project: 'p', environment: 'staging' });
      await staging.apply([folder, sourceFile('s'), ...some(1)]);
      expect(await stage.differences([])).toEqual([]);
      expect(await staging.differences([folder, sourceFile('s'), ...some(1)])).toEqual([]);
      await staging.target.close?.();
    }
  });

  it('is a folder without marks that others use by now: not ours to delete without a decision', async () => {
    const { fake, stage } = await grafana('12.4.0-legacy-storage');
    await stage.apply([folder]);
    // another process, with the same state
    const next = stageOn(fakeServer('next', fake.url), { project: 'p' });
    for (const [key, base] of stage.bases) next.bases.set(key, base);
    await stage.ask('POST', '/api/folders', { uid: 'inner', title: 'Theirs', parentUid: 'f' });
    expect(await next.differences([])).toEqual(['conflict grafana/folder f']);
    await stage.ask('DELETE', '/api/folders/inner');
    expect(await next.differences([])).toEqual(['delete grafana/folder f']);
    await next.apply([]);
    expect(fake.org().folders.size).toBe(0);
    await next.target.close?.();
  });

  it('was provisioned by a file of the server', async () => {
    const { fake, stage } = await grafana('11.0.0');
    await stage.ask('POST', '/api/folders', { uid: 'f', title: 'Folder' });
    await stage.ask('POST', '/api/dashboards/db', { dashboard: { uid: 'd-0', title: 'Theirs' }, folderUid: 'f' });
    const stored = fake.org().dashboards.get('d-0');
    if (stored) stored.heldBy = 'file';
    const [, step] = await stage.plan([folder, ...some(1)]);
    expect(step?.change).toMatchObject({ op: 'adopt', owner: 'a provisioning file of the server' });
    const { outcomes } = await stage.apply([folder, ...some(1)], { adopt: true });
    expect(outcomes).toMatchObject([{ status: 'failed' }]);
    expect(stored?.spec.title).toBe('Theirs');
  });
});

describe('a second plan', () => {
  it.each(['11.0.0', '12.4.0', '12.4.0-legacy-storage'])(
    'on %s looks at no dashboard that has its bytes',
    async (version) => {
      const { stage } = await grafana(version);
      await stage.apply([folder, ...some(3)]);
      const unread = (steps: Awaited<ReturnType<Stage['plan']>>) =>
        steps.filter(({ live, change }) => change.kind === 'grafana/dashboard' && live?.body === undefined).length;
      const same = await stage.plan([folder, ...some(3)]);
      expect([namesOf(same), unread(same)]).toEqual([[], 3]);
      // other bytes that mean the same are no change either
      const sameMeaning = some(3).map((one) => ({ ...one, body: { description: '', ...(one.body as object) } }));
      expect(await stage.differences([folder, ...sameMeaning])).toEqual([]);
      const moved = some(3).map((one) => ({ ...one, body: { ...(one.body as object), title: `New ${one.id}` } }));
      expect(await stage.differences([folder, ...moved])).toEqual(
        moved.map(({ id }) => `update grafana/dashboard ${id}`),
      );
    },
  );

  it.each(['12.4.0', '13.0.0'])('on %s knows ours again after a save that wiped our marks', async (version) => {
    const { fake, stage } = await grafana(version);
    const all = [folder, ...some(2)];
    await stage.apply(all);
    const save = async (uid: string, title: string) => {
      const { dashboard, meta } = (await stage.ask('GET', `/api/dashboards/uid/${uid}`)).body;
      const sent = { dashboard: { ...dashboard, title }, folderUid: meta.folderUid, overwrite: true };
      expect((await stage.ask('POST', '/api/dashboards/db', sent)).status).toBe(200);
      expect(fake.org().dashboards.get(uid)?.labels).toEqual({});
    };
    await save('d-0', 'Theirs');
    const steps = await stage.plan(all);
    expect(namesOf(steps)).toEqual(['drifted grafana/dashboard d-0']);
    expect(steps[1]?.change).toMatchObject({ before: { title: 'Theirs' } });
    // nobody but the state knows
    const forgetful = stageOn(stage.server, { project: 'p', remembers: false });
    expect(await forgetful.differences(all)).toEqual(['adopt grafana/dashboard d-0']);
    await stage.apply(all, { disputed: 'ours' });
    expect(await forgetful.differences(all)).toEqual([]);
    await save('d-1', 'Theirs');
    await save('d-1', 'Dashboard d-1');
    expect(await stage.differences(all)).toEqual(['update grafana/dashboard d-1']);
    await stage.apply(all);
    expect(await forgetful.differences(all)).toEqual([]);
    await forgetful.target.close?.();
  });

  it('reads pages of whole dashboards where the marks of many are gone', async () => {
    const { fake, stage } = await grafana('12.4.0');
    await stage.apply([folder, ...some(20)]);
    for (const one of [...fake.org().dashboards.values()].slice(0, 12)) one.labels = {};
    const before = fake.exchanges.length;
    expect(await stage.differences([folder, ...some(20)])).toHaveLength(12);
    const asked = fake.exchanges.slice(before).filter(({ url }) => url.includes('/dashboards'));
    expect(asked.map(({ url }) => url.replace(/^.*\/dashboards/, ''))).toEqual(['?limit=1000', '?limit=200']);
  });

  it.each(['11.0.0', '12.4.0-legacy-storage'])('on %s does not take a copy of ours for ours', async (version) => {
    const { stage } = await grafana(version);
    await stage.apply([folder, ...some(1)]);
    const { dashboard } = (await stage.ask('GET', '/api/dashboards/uid/d-0')).body;
    const copy = { ...dashboard, id: null, uid: 'copy', title: 'Copy' };
    expect((await stage.ask('POST', '/api/dashboards/db', { dashboard: copy, folderUid: 'f' })).status).toBe(200);
    expect(await stage.differences([folder, ...some(1)])).toEqual([]);
  });
});

describe('a dashboard of schema v2', () => {
  const { uid: _uid, ...rest } = { uid: 'v2', ...emptyV2('New') };
  const ours = { ...dashboardFile('v2', 'f'), body: rest };

  it('is written as such where that is served', async () => {
    const { fake, stage } = await grafana('13.0.0');
    const { outcomes } = await stage.apply([folder, ours]);
    expect(outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done', 'done']);
    expect(fake.org().dashboards.get('v2')?.storedAs).toBe('v2');
    expect(await stage.differences([folder, ours])).toEqual([]);
  });

  it('is refused with a reason where it is not', async () => {
    const { stage } = await grafana('11.0.0');
    const { outcomes } = await stage.apply([folder, ours]);
    expect(outcomes[1]?.diagnostic?.message).toContain('schema v2');
  });

  it('is what a classic one may have become in the browser of 13: drift, shown whole', async () => {
    const { stage } = await grafana('13.0.0');
    await stage.apply([folder, ...some(1)]);
    const path = '/apis/dashboard.grafana.app/v2/namespaces/default/dashboards/d-0';
    const { body } = await stage.ask('GET', path);
    await stage.ask('PUT', path, { ...body, spec: emptyV2('Saved in the browser') });
    const steps = await stage.plan([folder, ...some(1)]);
    expect(namesOf(steps)).toEqual(['drifted grafana/dashboard d-0']);
    expect(steps.at(-1)?.change.before).toMatchObject({ elements: {}, title: 'Saved in the browser' });
  });
});

describe('a secret of a data source', () => {
  const source = sourceFile('s', {
    basicAuth: true,
    basicAuthUser: 'u',
    secureJsonData: { basicAuthPassword: '$DATASOURCE_PASSWORD' },
  });

  it('is sent, and stands nowhere else', async () => {
    const { fake, stage } = await grafana('12.4.0');
    const applied = await stage.apply([source]);
    expect(await stage.differences([source])).toEqual([]);
    const canary = 'canary-of-the-data-source';
    expect(
      writes(fake)
        .filter(({ text }) => text.includes(canary))
        .map(({ url }) => url),
    ).toEqual(['/api/datasources']);
    expect(JSON.stringify(applied)).not.toContain(canary);
    expect(JSON.stringify([...stage.bases])).not.toContain(canary);
    expect(JSON.stringify(await stage.plan([sourceFile('s')]))).not.toContain(canary);
  });
});

describe('queries after an apply', () => {
  const source = sourceFile('prom');

  it('are asked, and prove what is answered', async () => {
    const { stage } = await grafana('12.4.0');
    const { proofs } = await stage.apply([folder, source, ...some(20)]);
    expect(proofs.find(({ what }) => what === 'queries answered')).toMatchObject({
      ok: true,
      detail: '20 queries of 10 dashboards',
    });
  });

  it('that nobody answers are said', async () => {
    const { stage } = await grafana('12.4.0', {}, (fake) => {
      fake.world.settings.answersQuery = (expr) => !expr.includes('n="1"');
    });
    const { proofs } = await stage.apply([folder, source, ...some(2)]);
    const proof = proofs.find(({ what }) => what === 'queries answered');
    expect(proof?.ok).toBe(false);
    expect(proof?.detail).toMatch(/^2 of 4 are not: prom: bad_data.*n="1".*of d-0 and 1 more\)$/);
  });
});
