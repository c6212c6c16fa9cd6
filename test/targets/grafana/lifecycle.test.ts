import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { told } from '../../../src/plan/three-way/told.js';
import { editionNames } from '../../fake-grafana/edition.js';
import { type FakeGrafana, startFakeGrafana } from '../../fake-grafana/server.js';
import { isAvailable, sharedFolder } from '../../real/servers.js';
import { hiding } from './hiding.js';
import { dashboardFile, folderFile, sourceFile } from './samples.js';
import { fakeServer, namesOf, realServers, type Server, type Stage, stageOn } from './stage.js';

const shared = sharedFolder();
const contracts = shared ? join(shared, 'contracts') : undefined;

interface Place {
  readonly name: string;
  readonly edition?: string;
  readonly real?: Server;
  /** API versions of dashboards that it does not serve. */
  readonly hidden?: readonly string[];
}

isAvailable('grafana', realServers.length > 0, 'set OBSCTL_TEST_GRAFANA to the URLs of some, with credentials');

const hidden = ['v0alpha1'];
const servers: readonly Place[] = [
  ...editionNames.map((edition) => ({ name: edition, edition })),
  ...['12.4.0', '13.0.0'].map((edition) => ({ name: `${edition} (rewrites)`, edition, hidden })),
  ...realServers.map((real) => ({ name: `${real.name} (real)`, real })),
  ...realServers.map((real) => ({ name: `${real.name} (real, rewrites)`, real, hidden })),
];

describe.each(servers)('a project on Grafana $name', ({ edition = '', real, hidden }) => {
  const p = `t${randomBytes(3).toString('hex')}`;
  let fake: FakeGrafana | undefined;
  let proxy: Awaited<ReturnType<typeof hiding>> | undefined;
  let server: Server;
  let stage: Stage;
  let isOld = false;

  const folder = folderFile(`${p}-f`, `Folder ${p}`);
  const source = sourceFile(`${p}-s`);
  const one = dashboardFile(`${p}-1`, `${p}-f`);
  const two = dashboardFile(`${p}-2`, `${p}-f`);
  const all = [folder, source, one, two];

  beforeAll(async () => {
    fake = real ? undefined : await startFakeGrafana({ version: edition, contracts });
    server = real ?? fakeServer(edition, fake?.url ?? '');
    proxy = hidden && (await hiding(server.url, hidden));
    if (proxy) server = { ...server, url: proxy.url };
    stage = stageOn(server, { project: p });
    isOld = !(await stage.ask('GET', '/apis')).body.groups?.some(
      (group: { name: string }) => group.name === 'dashboard.grafana.app',
    );
  });

  afterAll(async () => {
    if (real) {
      await stage.ask('DELETE', `/api/folders/${p}-f`);
      await stage.ask('DELETE', `/api/datasources/uid/${p}-s`);
    }
    await stage.target.close?.();
    await proxy?.stop();
    await fake?.stop();
  });

  const titleOf = async (uid: string) => (await stage.ask('GET', `/api/dashboards/uid/${uid}`)).body.dashboard?.title;

  /** Somebody saves it in a browser: 12 and later through /apis with what is there, before through /api. */
  const editedByThem = async (uid: string, title: string) => {
    if (isOld) {
      const { dashboard, meta } = (await stage.ask('GET', `/api/dashboards/uid/${uid}`)).body;
      const body = { dashboard: { ...dashboard, title }, folderUid: meta.folderUid, overwrite: false };
      return stage.ask('POST', '/api/dashboards/db', body);
    }
    const path = `/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/${uid}`;
    const { body } = await stage.ask('GET', path);
    return stage.ask('PUT', `${path}?fieldValidation=Ignore`, { ...body, spec: { ...body.spec, title } });
  };

  it('creates what is not there, and proves it', async () => {
    expect(await stage.differences(all)).toEqual([
      `create grafana/folder ${p}-f`,
      `create grafana/datasource ${p}-s`,
      `create grafana/dashboard ${p}-1`,
      `create grafana/dashboard ${p}-2`,
    ]);
    const { outcomes, proofs } = await stage.apply(all);
    expect(outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done', 'done', 'done', 'done']);
    expect(proofs.find(({ what }) => what === 'read back')).toEqual({
      target: 'grafana',
      what: 'read back',
      ok: true,
      detail: `${outcomes.length} of ${outcomes.length} as they were sent`,
    });
    expect(proofs.find(({ what }) => what === 'annotation')?.detail).toMatch(/marked by annotation \d+/);
    const { body } = await stage.ask('GET', `/api/dashboards/uid/${p}-1`);
    expect(body).toMatchObject({ meta: { folderUid: `${p}-f` }, dashboard: { title: `Dashboard ${p}-1` } });
    expect(await stage.differences(all)).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const { writes } = await stage.apply(all);
    expect(writes).toEqual([]);
    // not even where nothing but the marks on the server is known
    expect(await stageOn(server, { project: p, remembers: false }).differences(all)).toEqual([]);
  });

  const changed = { ...one, body: { ...(one.body as object), title: `Changed ${p}` } };

  it('changes what the source changes, in place and in its folder', async () => {
    const next = [
      folderFile(`${p}-f`, `Renamed ${p}`),
      sourceFile(`${p}-s`, { url: 'http://127.0.0.1:10' }),
      changed,
      two,
    ];
    expect(await stage.differences(next)).toEqual([
      `update grafana/folder ${p}-f`,
      `update grafana/datasource ${p}-s`,
      `update grafana/dashboard ${p}-1`,
    ]);
    const { outcomes, proofs } = await stage.apply(next);
    expect(outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done', 'done', 'done']);
    expect(proofs.find(({ what }) => what === 'read back')).toEqual({
      target: 'grafana',
      what: 'read back',
      ok: true,
      detail: `${outcomes.length} of ${outcomes.length} as they were sent`,
    });
    expect(await titleOf(`${p}-1`)).toBe(`Changed ${p}`);
    expect((await stage.ask('GET', `/api/folders/${p}-f`)).body.title).toBe(`Renamed ${p}`);
    expect(await stage.differences(next)).toEqual([]);
    await stage.apply(all, { disputed: 'ours' });
    expect(await stage.differences(all)).toEqual([]);
  });

  it('shows their edit as drift and writes nothing without a decision', async () => {
    expect((await editedByThem(`${p}-1`, 'Theirs')).status).toBeLessThan(300);
    const step = (await stage.plan(all)).find(({ change }) => change.id === `${p}-1`);
    expect(step?.change).toMatchObject({
      op: 'drifted',
      before: { title: 'Theirs' },
      after: { title: `Dashboard ${p}-1` },
    });
    await expect(stage.apply(all)).rejects.toThrow(`undecided: drifted ${p}-1`);
    expect(await titleOf(`${p}-1`)).toBe('Theirs');
    // the marks alone tell as much
    const forgetful = stageOn(server, { project: p, remembers: false });
    const without = (await forgetful.plan(all)).find(({ change }) => change.id === `${p}-1`);
    expect(without?.change.op).toMatch(/^(drifted|conflict)$/);
  });

  it('calls it a conflict where the source has moved as well, and takes ours only when it is told to', async () => {
    const next = [folder, source, changed, two];
    expect(await stage.differences(next)).toEqual([`conflict grafana/dashboard ${p}-1`]);
    const { outcomes } = await stage.apply(next, { disputed: 'ours' });
    expect(outcomes.map(({ status }) => status)).toEqual(['done']);
    expect(await titleOf(`${p}-1`)).toBe(`Changed ${p}`);
    expect(await stage.differences(next)).toEqual([]);
    await stage.apply(all, { disputed: 'ours' });
  });

  it('knows ours for ours where a save through the old API wiped the marks', async () => {
    const { dashboard, meta } = (await stage.ask('GET', `/api/dashboards/uid/${p}-2`)).body;
    const { obsctl: _, ...theirs } = { ...dashboard, title: 'Theirs, by the old API' };
    const sent = { dashboard: theirs, folderUid: meta.folderUid, overwrite: true };
    expect((await stage.ask('POST', '/api/dashboards/db', sent)).status).toBe(200);
    const steps = (await stage.plan(all)).filter(({ change }) => change.id === `${p}-2`);
    expect(namesOf(steps)).toEqual([`drifted grafana/dashboard ${p}-2`]);
    await stage.apply(all, { disputed: 'ours' });
    // the marks are back
    const forgetful = stageOn(server, { project: p, remembers: false });
    const [again] = (await forgetful.plan(all)).filter(({ change }) => change.id === `${p}-2`);
    expect(again?.change.op).toBe('unchanged');
    await forgetful.target.close?.();
  });

  it('leaves theirs where that is the decision, and remembers it', async () => {
    await editedByThem(`${p}-2`, 'Theirs, accepted');
    await stage.apply(all, { disputed: 'theirs' });
    expect(await titleOf(`${p}-2`)).toBe('Theirs, accepted');
    expect(await stage.differences(all)).toEqual([`kept grafana/dashboard ${p}-2`]);
    expect((await stage.apply(all)).writes).toEqual([]);
    const next = [folder, source, one, { ...two, body: { ...(two.body as object), title: `Changed ${p}-2` } }];
    await expect(stage.apply(next)).rejects.toThrow(`undecided: conflict ${p}-2`);
    await stage.apply(next, { disputed: 'theirs' });
    expect(await titleOf(`${p}-2`)).toBe('Theirs, accepted');
    await stage.apply(next, { disputed: 'ours' });
    expect(await titleOf(`${p}-2`)).toBe(`Changed ${p}-2`);
    await stage.apply(all);
    expect(await stage.differences(all)).toEqual([]);
  });

  it('does not overwrite an edit that was made after the plan', async () => {
    const next = [folder, source, changed, two];
    const { target } = stage;
    const read = target.read;
    const late = { ...target, read };
    const steps = await stage.plan(next);
    await editedByThem(`${p}-1`, 'Theirs, late');
    const { writes } = (await import('../../../src/plan/three-way/writes.js')).settle(steps, {
      adopt: false,
      disputed: undefined,
    });
    const run = { id: 't', message: 'm', signal: new AbortController().signal, done: () => {} };
    const [outcome] = await late.apply(writes, run);
    expect(outcome).toMatchObject({ status: 'failed', diagnostic: { code: 'apply/moved' } });
    expect(await titleOf(`${p}-1`)).toBe('Theirs, late');
    await stage.apply(all, { disputed: 'ours' });
  });

  it('adopts what somebody else made only when it is told to', async () => {
    const made = { uid: `${p}-3`, title: 'Made by hand', schemaVersion: 42, panels: [] };
    await stage.ask('POST', '/api/dashboards/db', { dashboard: made, folderUid: `${p}-f`, overwrite: false });
    const next = [...all, dashboardFile(`${p}-3`, `${p}-f`)];
    expect(await stage.differences(next)).toEqual([`adopt grafana/dashboard ${p}-3`]);
    await expect(stage.apply(next)).rejects.toThrow(`undecided: adopt ${p}-3`);
    expect(await titleOf(`${p}-3`)).toBe('Made by hand');
    const { outcomes } = await stage.apply(next, { adopt: true });
    expect(outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done']);
    expect(await stage.differences(next)).toEqual([]);
  });

  /** Everything of obsctl and of managers that the server keeps on a dashboard, wherever it keeps it. */
  const marksOn = async (uid: string) => {
    const { tags, obsctl } = (await stage.ask('GET', `/api/dashboards/uid/${uid}`)).body.dashboard;
    const path = `/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/${uid}`;
    const { labels, annotations } = isOld ? {} : (await stage.ask('GET', path)).body.metadata;
    const kept = Object.entries({ ...labels, ...annotations }).filter(([key]) => /obsctl|manage|source/.test(key));
    return { tags: tags ?? [], obsctl, kept: Object.fromEntries(kept) };
  };

  it('gives back what it has adopted, with the mark of whoever had it', async () => {
    const next = [...all, dashboardFile(`${p}-3`, `${p}-f`)];
    const give = async (uid: string) => {
      const made = { uid, title: 'Made by hand', tags: ['theirs'], schemaVersion: 42, panels: [] };
      await stage.ask('POST', '/api/dashboards/db', { dashboard: made, folderUid: `${p}-f`, overwrite: true });
    };
    await stage.apply(all);
    await give(`${p}-3`);
    const byHand = await marksOn(`${p}-3`);
    expect(byHand).toEqual({ tags: ['theirs'], obsctl: undefined, kept: {} });
    const adopted = await stage.apply(next, { adopt: true });
    expect(await marksOn(`${p}-3`)).not.toEqual(byHand);
    const undone = await stage.undo(adopted);
    expect(undone.outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done']);
    expect(undone.proofs.find(({ what }) => what === 'read back')).toMatchObject({ ok: true });
    expect(await titleOf(`${p}-3`)).toBe('Made by hand');
    expect(await marksOn(`${p}-3`)).toEqual(byHand);
    expect(await stage.differences(all)).toEqual([]);
    expect(await stage.differences(next)).toEqual([`adopt grafana/dashboard ${p}-3`]);

    // of another project, which finds it as it left it
    const other = stageOn(server, { project: `${p}o` });
    await other.apply([dashboardFile(`${p}-3`, `${p}-f`)], { adopt: true });
    const theirs = await marksOn(`${p}-3`);
    const mine = dashboardFile(`${p}-3`, `${p}-f`, { title: 'Mine' });
    const taken = await stage.apply([...all, mine], { adopt: true });
    expect(await titleOf(`${p}-3`)).toBe('Mine');
    expect((await stage.undo(taken)).outcomes.map(({ status }) => status)).toEqual(['done']);
    expect(await marksOn(`${p}-3`)).toEqual(theirs);
    expect(await other.differences([dashboardFile(`${p}-3`, `${p}-f`)])).toEqual([]);
    expect(await stage.differences(all)).toEqual([]);
    await other.target.close?.();
    // where nothing but the mark was new, it goes as well
    await give(`${p}-3`);
    const same = {
      ...dashboardFile(`${p}-3`, `${p}-f`),
      body: (await stage.ask('GET', `/api/dashboards/uid/${p}-3`)).body.dashboard,
    };
    const marked = await stage.apply([...all, same], { adopt: true });
    expect((await stage.undo(marked)).outcomes.map(({ status }) => status)).toEqual(['done']);
    expect(await marksOn(`${p}-3`)).toEqual(byHand);
    // and while it was marked, an edit that leaves the marks alone was seen
    await stage.apply([...all, same], { adopt: true });
    await editedByThem(`${p}-3`, 'Theirs');
    expect(await stage.differences([...all, same])).toEqual([`drifted grafana/dashboard ${p}-3`]);
    await stage.apply(next, { disputed: 'ours' });
  });

  it('opens ours to people in the browser and locks them again, as soon as the configuration says so', async () => {
    const next = [...all, dashboardFile(`${p}-3`, `${p}-f`)];
    const keepsManagers = Object.keys((await marksOn(`${p}-1`)).kept).length > 0;
    const dashboards = [1, 2, 3].map((index) => `update grafana/dashboard ${p}-${index}`);
    const expected = keepsManagers ? [`update grafana/folder ${p}-f`, ...dashboards] : [];
    const open = stageOn(server, { project: p, config: { uiEdits: true } });
    const pass = (from: Stage, to: Stage) => {
      for (const [key, base] of from.bases) to.bases.set(key, base);
    };
    for (const [one, other, words, allows] of [
      [stage, open, 'locked → allowed', 'true'],
      [open, stage, 'allowed → locked', undefined],
    ] as const) {
      pass(one, other);
      const steps = (await other.plan(next)).filter(({ change }) => change.op !== 'unchanged');
      expect([...namesOf(steps)].sort()).toEqual([...expected].sort());
      for (const { change } of steps) {
        expect(told(change)).toEqual([{ side: 'ours', what: 'mark', words: `edits in the browser: ${words}` }]);
      }
      const { outcomes, proofs } = await other.apply(next);
      expect(outcomes.every(({ status }) => status === 'done')).toBe(true);
      expect(proofs.every(({ ok, what }) => ok || what !== 'read back')).toBe(true);
      expect((await marksOn(`${p}-1`)).kept['grafana.app/managerAllowsEdits']).toBe(keepsManagers ? allows : undefined);
      expect(await other.differences(next)).toEqual([]);
    }
    // the marks of a write that changed nothing else are still believed, and an edit after it is still seen
    if (keepsManagers) expect((await stage.plan(next)).every(({ live }) => !live?.applied?.touched)).toBe(true);
    await editedByThem(`${p}-1`, 'Theirs');
    expect(await stage.differences(next)).toEqual([`drifted grafana/dashboard ${p}-1`]);
    await stage.apply(next, { disputed: 'ours' });
    await open.target.close?.();
  });

  it('deletes what lost our mark and is gone from the source only when it is told to', async () => {
    const { dashboard, meta } = (await stage.ask('GET', `/api/dashboards/uid/${p}-3`)).body;
    const { obsctl: _, tags, ...rest } = dashboard;
    const theirs = { ...rest, tags: tags.filter((tag: string) => !tag.startsWith('obsctl:')) };
    await stage.ask('POST', '/api/dashboards/db', { dashboard: theirs, folderUid: meta.folderUid, overwrite: true });
    expect((await marksOn(`${p}-3`)).kept).toEqual({});
    const [step] = (await stage.plan(all)).filter(({ change }) => change.op !== 'unchanged');
    expect(step?.change).toMatchObject({ op: 'conflict', id: `${p}-3`, mark: 'it was taken off' });
    await expect(stage.apply(all)).rejects.toThrow(`undecided: conflict ${p}-3`);
    const forgetful = stageOn(server, { project: p, remembers: false });
    expect(await forgetful.differences(all)).toEqual([]);
    await forgetful.target.close?.();
    expect((await stage.apply(all, { disputed: 'ours' })).outcomes.map(({ op, status }) => [op, status])).toEqual([
      ['delete', 'done'],
    ]);
    await stage.apply([...all, dashboardFile(`${p}-3`, `${p}-f`)]);
  });

  it('removes what is gone from the source, nothing else, and brings it back', async () => {
    const foreign = { uid: `${p}-9`, title: `Foreign ${p}`, schemaVersion: 42, panels: [] };
    await stage.ask('POST', '/api/dashboards/db', { dashboard: foreign, folderUid: `${p}-f`, overwrite: false });
    expect(await stage.differences(all)).toEqual([`delete grafana/dashboard ${p}-3`]);
    const pruned = await stage.apply(all);
    expect(pruned.outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done']);
    expect((await stage.ask('GET', `/api/dashboards/uid/${p}-3`)).status).toBe(404);
    expect(await titleOf(`${p}-9`)).toBe(`Foreign ${p}`);
    const undone = await stage.undo(pruned);
    expect(undone.outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done']);
    expect(await titleOf(`${p}-3`)).toBe(`Dashboard ${p}-3`);
    await stage.apply(all);
    expect(await stage.differences(all)).toEqual([]);
  });

  it('undoes a change exactly', async () => {
    const applied = await stage.apply([folder, source, changed, two]);
    expect(await titleOf(`${p}-1`)).toBe(`Changed ${p}`);
    await stage.undo(applied);
    expect(await titleOf(`${p}-1`)).toBe(`Dashboard ${p}-1`);
    expect(await stage.differences(all)).toEqual([]);
  });

  it('does not touch a folder that holds what is not ours', async () => {
    const last = await stage.apply([source]);
    expect(await titleOf(`${p}-9`)).toBe(`Foreign ${p}`);
    expect((await stage.ask('GET', `/api/folders/${p}-f`)).status).toBe(200);
    const folderWrites = last.outcomes.filter(({ kind }) => kind === 'grafana/folder');
    expect(folderWrites.every(({ status }) => status === 'failed')).toBe(true);
    await stage.ask('DELETE', `/api/dashboards/uid/${p}-9`);
  });

  it('removes everything of ours in the end, dashboards before their folders', async () => {
    await stage.apply(all);
    expect(await stage.differences(all)).toEqual([]);
    const { outcomes } = await stage.apply([]);
    expect(outcomes.map(({ status, diagnostic }) => diagnostic ?? status)).toEqual(['done', 'done', 'done', 'done']);
    expect(outcomes.at(-1)).toMatchObject({ kind: 'grafana/folder', op: 'delete' });
    expect((await stage.ask('GET', `/api/folders/${p}-f`)).status).toBe(404);
    expect(await stage.differences([])).toEqual([]);
    expect(fake?.violations ?? []).toEqual([]);
  });
});
