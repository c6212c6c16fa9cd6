import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportOf, temporaryFolder } from '../stage.js';
import { dashboards, grafanaProject, placed, places, textsBelow } from './project.js';

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

describe.each(places)('the command on Grafana $name', (where) => {
  async function place() {
    const { p, server, fake, ask } = await placed(where);
    if (fake) fake.world.settings.answersQuery = () => false;
    const isThere = async (path: string) => (await ask('GET', path)).status === 200;
    const isOld = !(await ask('GET', '/apis')).body.groups?.some(({ name }: { name: string }) => /^dash/.test(name));
    return { p, server, fake, ask, isThere, isOld };
  }

  it('takes everything back where a proof fails, and only then', { timeout: 120_000 }, async () => {
    const { p, server, fake, ask, isThere } = await place();
    const project = grafanaProject(server, p, dashboards(p, { url: nowhere, titles: ['One', 'Two'] }));
    const apply = (...flags: string[]) =>
      project.run({}, 'apply', '--env', 'test', '--yes', '--format', 'json', ...flags);

    const first = reportOf(await apply('--rollback-on-failure'));
    expect(first.proof.find(({ what }) => what === 'queries answered')).toMatchObject({ ok: false });
    expect(first.applies).toMatchObject([{ outcome: 'rolled back' }]);
    for (const path of [`dashboards/uid/${p}-0`, `dashboards/uid/${p}-1`, `folders/${p}-f`, `datasources/uid/${p}-s`]) {
      expect(await isThere(`/api/${path}`), path).toBe(false);
    }

    // without the flag it stays, and says so
    const kept = await apply();
    expect([kept.code, reportOf(kept).applies]).toMatchObject([4, [{ outcome: 'applied in part' }]]);
    const plan = () => project.run({}, 'plan', '--env', 'test', '--format', 'json');
    expect(reportOf(await plan()).writes).toBe(0);

    // an update is taken back to what was there
    const before = (await ask('GET', `/api/dashboards/uid/${p}-0`)).body.dashboard;
    project.write(dashboards(p, { url: 'http://127.0.0.1:10', titles: ['Uno', 'Two', 'Three'] }));
    const back = reportOf(await apply('--rollback-on-failure'));
    expect(back.changes.filter(({ op }) => op !== 'unchanged').map(({ op, status }) => [op, status])).toEqual([
      ['update', 'restored'],
      ['update', 'restored'],
      ['create', 'restored'],
    ]);
    const {
      version: _,
      obsctl: _note,
      id: _id,
      ...after
    } = (await ask('GET', `/api/dashboards/uid/${p}-0`)).body.dashboard;
    expect({ ...before, ...after }).toEqual(before);
    expect(after.title).toBe('One');
    expect(await isThere(`/api/dashboards/uid/${p}-2`)).toBe(false);
    expect((await ask('GET', `/api/datasources/uid/${p}-s`)).body.url).toBe(nowhere);
    project.write(dashboards(p, { url: nowhere, titles: ['One', 'Two'] }));
    const nothing = reportOf(await plan());
    expect([nothing.writes, nothing.summary]).toMatchObject([0, { drifted: 0, conflict: 0, adopt: 0 }]);
    expect(fake?.violations ?? []).toEqual([]);
  });

  it('takes everything back where one of the writes is refused', { timeout: 120_000 }, async () => {
    const { p, server, ask, isThere, isOld } = await place();
    const fine = dashboards(p, { url: nowhere, titles: ['One'] });
    const project = grafanaProject(server, p, fine);
    const apply = (...flags: string[]) =>
      project.run({}, 'apply', '--env', 'test', '--yes', '--format', 'json', ...flags);
    await apply();
    // 12 and 13 refuse a long tag, 10 and 11 two of one title
    const titles = isOld ? ['Uno', 'Same', 'Same'] : ['Uno', 'Two', 'Three'];
    project.write(dashboards(p, { url: nowhere, titles, tag: 'long-'.repeat(isOld ? 1 : 20) }));
    const run = await apply('--rollback-on-failure');
    const { changes, applies, diagnostics } = reportOf(run);
    expect(run.code).toBe(4);
    expect(changes.filter(({ status }) => status === 'failed')).toHaveLength(1);
    expect(changes.filter(({ status }) => status === 'done')).toEqual([]);
    expect(applies).toMatchObject([{ outcome: 'rolled back' }]);
    expect(diagnostics.find(({ code }) => code === 'target/failed')?.message).toMatch(/tag|same name|name-exists/i);
    expect((await ask('GET', `/api/dashboards/uid/${p}-0`)).body.dashboard.title).toBe('One');
    for (const one of [1, 2]) expect(await isThere(`/api/dashboards/uid/${p}-${one}`)).toBe(false);
    project.write(fine);
    const plan = reportOf(await project.run({}, 'plan', '--env', 'test', '--format', 'json'));
    expect([plan.writes, plan.summary]).toMatchObject([0, { drifted: 0, conflict: 0, adopt: 0, update: 0 }]);
  });

  it('gives back what it adopted, data sources too, when that is undone', { timeout: 120_000 }, async () => {
    const { p, server, fake, ask } = await place();
    if (fake) fake.world.settings.answersQuery = () => true;
    await ask('POST', '/api/folders', { uid: `${p}-f`, title: 'By hand' });
    const dashboard = { uid: `${p}-0`, title: 'By hand', tags: [], schemaVersion: 42, panels: [] };
    await ask('POST', '/api/dashboards/db', { dashboard, folderUid: `${p}-f`, overwrite: false });
    const source = { uid: `${p}-s`, name: `By hand ${p}`, type: 'prometheus', access: 'proxy', url: nowhere };
    await ask('POST', '/api/datasources', { ...source, jsonData: { httpMethod: 'GET' } });
    const project = grafanaProject(server, p, dashboards(p, { url: 'http://127.0.0.1:10', titles: ['One'] }));
    const ops = async () =>
      reportOf(await project.run({}, 'plan', '--env', 'test', '--format', 'json')).changes.map(({ op }) => op);
    const before = await ops();
    expect(before.filter((op) => op === 'adopt')).toHaveLength(3);
    const adopted = reportOf(await project.run({}, 'apply', '--env', 'test', '--yes', '--adopt', '--format', 'json'));
    expect(adopted.changes.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    expect(await ops()).toEqual([]);
    const id = adopted.applies[0]?.id ?? '';
    const undone = await project.run({}, 'undo', id, '--yes');
    expect([undone.code, undone.stderr]).toEqual([0, expect.not.stringContaining('error')]);
    const { jsonData, url } = (await ask('GET', `/api/datasources/uid/${p}-s`)).body;
    expect([jsonData, url]).toEqual([{ httpMethod: 'GET' }, nowhere]);
    const stored = (await ask('GET', `/api/dashboards/uid/${p}-0`)).body.dashboard;
    expect([stored.title, stored.tags ?? [], stored.obsctl]).toEqual(['By hand', [], undefined]);
    expect((await ask('GET', `/api/folders/${p}-f`)).body.title).toBe('By hand');
    expect(await ops()).toEqual(before);
    expect((await project.run({}, 'undo', id, '--yes')).stdout).toContain('nothing to do');
    // taken back at once where the proof fails
    if (fake) fake.world.settings.answersQuery = () => false;
    const failed = await project.run({}, 'apply', '--env', 'test', '--yes', '--adopt', '--rollback-on-failure');
    expect(failed.code).toBe(3);
    expect(await ops()).toEqual(before);
    expect((await ask('GET', `/api/datasources/uid/${p}-s`)).body.jsonData).toEqual({ httpMethod: 'GET' });
  });

  it('says before and after that a secret which nobody can read will not come back', { timeout: 120_000 }, async () => {
    const { p, server, fake, ask } = await place();
    if (fake) fake.world.settings.answersQuery = () => true;
    const source = { uid: `${p}-s`, name: `By hand ${p}`, type: 'prometheus', access: 'proxy', url: nowhere };
    await ask('POST', '/api/datasources', { ...source, secureJsonData: { basicAuthPassword: 'canary-theirs' } });
    const project = grafanaProject(server, p, dashboards(p, { url: nowhere, titles: ['One'] }));
    const adopted = await project.run({}, 'apply', '--env', 'test', '--yes', '--adopt', '--format', 'json');
    expect(reportOf(adopted).diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'apply/not-undoable',
        message: expect.stringContaining('undo will not be able to bring back basicAuthPassword'),
      }),
    );
    const undone = await project.run({}, 'undo', reportOf(adopted).applies[0]?.id ?? '', '--yes');
    expect([undone.code, undone.stderr]).toEqual([4, expect.stringContaining(`${p}-s differs at secureJsonData`)]);
  });

  it('names what lost our mark and is gone from the source, and forgets it or deletes it', {
    timeout: 120_000,
  }, async () => {
    const { p, server, fake, ask, isThere } = await place();
    if (fake) fake.world.settings.answersQuery = () => true;
    const project = grafanaProject(server, p, dashboards(p, { url: nowhere, titles: ['One', 'Two', 'Three'] }));
    const apply = (...flags: string[]) => project.run({}, 'apply', '--env', 'test', '--yes', ...flags);
    await apply();
    for (const index of [1, 2]) {
      const { dashboard, meta } = (await ask('GET', `/api/dashboards/uid/${p}-${index}`)).body;
      const { obsctl: _, ...rest } = { ...dashboard, tags: [] };
      await ask('POST', '/api/dashboards/db', { dashboard: rest, folderUid: meta.folderUid, overwrite: true });
    }
    project.write(dashboards(p, { url: nowhere, titles: ['One', 'Two'] }));
    await apply('--ours', '--max-deletes', '0').then(({ code, stderr }) => {
      expect([code, stderr]).toEqual([1, expect.stringContaining('1 resource would be deleted')]);
    });
    project.write(dashboards(p, { url: nowhere, titles: ['One'] }));
    const plan = await project.run({}, 'plan', '--env', 'test');
    expect(plan.code).toBe(1);
    expect(plan.stdout).toContain('theirs  mark: it was taken off');
    expect(plan.stderr).toContain('is gone from the source, and there it does not carry our mark any more');
    expect(plan.stderr).toContain('--ours deletes it, --theirs leaves it to whoever took the mark off, and forgets it');
    expect((await apply()).code).toBe(1);
    expect((await apply('--theirs')).code).toBe(0);
    expect((await project.run({}, 'plan', '--env', 'test')).stdout).toContain('nothing to do');
    for (const index of [1, 2]) expect(await isThere(`/api/dashboards/uid/${p}-${index}`)).toBe(true);

    // the other way
    project.write(dashboards(p, { url: nowhere, titles: ['One', 'Two'] }));
    await apply('--adopt');
    const { dashboard, meta } = (await ask('GET', `/api/dashboards/uid/${p}-1`)).body;
    const { obsctl: _, ...rest } = { ...dashboard, tags: [] };
    await ask('POST', '/api/dashboards/db', { dashboard: rest, folderUid: meta.folderUid, overwrite: true });
    project.write(dashboards(p, { url: nowhere, titles: ['One'] }));
    const done = reportOf(await apply('--ours', '--format', 'json'));
    expect(done.changes.filter(({ status }) => status === 'done').map(({ id }) => id)).toContain(`${p}-1`);
    expect(await isThere(`/api/dashboards/uid/${p}-1`)).toBe(false);
    const undone = reportOf(await project.run({}, 'undo', done.applies[0]?.id ?? '', '--yes', '--format', 'json'));
    expect(undone.changes.map(({ status }) => status)).toEqual(['done']);
    expect(await isThere(`/api/dashboards/uid/${p}-1`)).toBe(true);
  });

  it.skipIf(where.real)(
    'names what it may not read any more and is gone from the source, and leaves it',
    {
      timeout: 120_000,
    },
    async () => {
      const { p, server, fake, ask, isThere } = await place();
      if (fake) fake.world.settings.answersQuery = () => true;
      const project = grafanaProject(server, p, dashboards(p, { url: nowhere, titles: ['One', 'Two'] }));
      await project.run({}, 'apply', '--env', 'test', '--yes');
      const { dashboard, meta } = (await ask('GET', `/api/dashboards/uid/${p}-1`)).body;
      const { obsctl: _, ...rest } = { ...dashboard, tags: [] };
      await ask('POST', '/api/dashboards/db', { dashboard: rest, folderUid: meta.folderUid, overwrite: true });
      project.write(dashboards(p, { url: nowhere, titles: ['One'] }));
      const denied = { message: 'You will need additional permissions' };
      const path = `/${p}-1`;
      fake?.faults.add({ method: 'GET', path, fault: { kind: 'answer', status: 403, body: denied }, times: 100 });
      const left = `grafana/dashboard ${p}-1 on grafana is gone from the source, was applied there, and we may not read it`;
      const plan = await project.run({}, 'plan', '--env', 'test');
      expect([plan.code, plan.stdout, plan.stderr]).toEqual([
        ...[0, expect.stringContaining('nothing to do'), expect.stringContaining(left)],
      ]);
      // an apply does not forget it
      project.write(dashboards(p, { url: nowhere, titles: ['Uno'] }));
      const applied = await project.run({}, 'apply', '--env', 'test', '--yes');
      expect([applied.code, applied.stderr]).toEqual([0, expect.stringContaining(left)]);
      expect((await project.run({}, 'plan', '--env', 'test')).stderr).toContain(left);
      fake?.faults.clear();
      expect(await isThere(`/api/dashboards/uid/${p}-1`)).toBe(true);
      const seen = await project.run({}, 'plan', '--env', 'test');
      expect([seen.code, seen.stderr]).toEqual([1, expect.stringContaining('does not carry our mark any more')]);
    },
  );

  it('lets nobody see a secret of a data source, and sees when it is another one', { timeout: 120_000 }, async () => {
    const { p, server, fake, ask } = await place();
    if (fake) fake.world.settings.answersQuery = () => true;
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'token'), 'canary-in-a-file');
    const secrets = { DS_PASSWORD: 'canary-password$HOME', DS_KEY: 'canary-key' };
    const source = `auth: basicAuth('reader', secret.env('DS_PASSWORD')),
  headers: { 'X-Team': 'costs $5', 'X-Token': secret.file('${folder}/token') },
  secrets: { tlsClientKey: secret.env('DS_KEY') },`;
    const definitions = (more = source) => dashboards(p, { url: nowhere, titles: ['One'], source: more });
    const project = grafanaProject(server, p, definitions());
    const outputs: string[] = [];
    const run = async (variables: NodeJS.ProcessEnv, ...args: string[]) => {
      const result = await project.run(variables, ...args);
      outputs.push(result.stdout, result.stderr);
      return result;
    };
    const plan = async (variables: NodeJS.ProcessEnv) =>
      reportOf(await run(variables, 'plan', '--env', 'test', '--format', 'json')).changes.flatMap(({ op, id }) =>
        op === 'unchanged' ? [] : [`${op} ${id}`],
      );

    const missing = await run({ DS_KEY: 'canary-key' }, 'apply', '--env', 'test', '--yes');
    expect(missing.stderr).toContain('basicAuthPassword of the data source Source');
    expect(missing.stderr).toContain('DS_PASSWORD, which is not set');
    expect((await ask('GET', `/api/folders/${p}-f`)).status).toBe(404);
    expect((await run({}, 'build')).code).toBe(0);
    await run(secrets, 'apply', '--env', 'test', '--yes', '--format', 'json', '--verbose');
    const stored = (await ask('GET', `/api/datasources/uid/${p}-s`)).body;
    expect(stored).toMatchObject({ basicAuth: true, basicAuthUser: 'reader' });
    expect(stored.jsonData).toMatchObject({ httpHeaderName1: 'X-Team', httpHeaderName2: 'X-Token' });
    const names = ['basicAuthPassword', 'httpHeaderValue1', 'httpHeaderValue2', 'tlsClientKey'];
    expect(Object.keys(stored.secureJsonFields).sort()).toEqual(names);
    // whoever may only look needs no secrets
    expect(await plan({})).toEqual([]);
    expect(await plan(secrets)).toEqual([]);

    const rotated = { ...secrets, DS_PASSWORD: 'canary-next' };
    expect(await plan(rotated)).toEqual([`update ${p}-s`]);
    outputs.push((await run(rotated, 'plan', '--env', 'test', '--out', join(project.root, 'plan.json'))).stdout);
    outputs.push((await run(rotated, 'diff', '--env', 'test')).stdout);
    const applied = reportOf(await run(rotated, 'apply', '--env', 'test', '--yes', '--format', 'json'));
    expect(await plan(rotated)).toEqual([]);
    expect(await plan(secrets)).toEqual([`update ${p}-s`]);
    writeFileSync(join(folder, 'token'), 'canary-in-another-file');
    expect(await plan(rotated)).toEqual([`update ${p}-s`]);
    writeFileSync(join(folder, 'token'), 'canary-in-a-file');

    // somebody saves it, and may have set another password
    const { version: _, ...theirs } = (await ask('GET', `/api/datasources/uid/${p}-s`)).body;
    await ask('PUT', `/api/datasources/uid/${p}-s`, {
      ...theirs,
      secureJsonData: { basicAuthPassword: 'canary-theirs' },
    });
    expect(await plan(rotated)).toEqual([`drifted ${p}-s`]);
    await run(rotated, 'apply', '--env', 'test', '--yes', '--ours');
    expect(await plan(rotated)).toEqual([]);

    // what the source has no more goes from the server
    project.write(definitions("headers: { 'X-Team': 'costs $5' },"));
    await run(rotated, 'apply', '--env', 'test', '--yes');
    const left = (await ask('GET', `/api/datasources/uid/${p}-s`)).body;
    expect(left.secureJsonFields).toEqual({ httpHeaderValue1: true });
    expect(await plan(rotated)).toEqual([]);
    await run(rotated, 'undo', applied.applies[0]?.id ?? '', '--yes', '--ours');

    const sent = (fake?.exchanges ?? []).filter(
      ({ method, url }) => method === 'GET' || !url.includes('/api/datasources'),
    );
    const all = [...outputs, ...textsBelow(project.root, project.state), ...sent.map((one) => JSON.stringify(one))];
    expect(all.filter((text) => text.includes('canary-'))).toEqual([]);
    if (fake) expect(JSON.stringify(fake.exchanges)).toContain('canary-password$HOME');
    expect(fake?.violations ?? []).toEqual([]);
  });
});
