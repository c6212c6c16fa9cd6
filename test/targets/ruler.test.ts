/** Rulers and Alertmanagers with a write API: the fake one, and the real ones of OBSCTL_TEST_RULER. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { fakeRuler } from '../fake-ruler/server.js';
import { filesBelow } from '../helpers/files.js';
import { eventually } from '../real/alertmanager.js';
import { isAvailable } from '../real/servers.js';
import { reportOf, rulesAbove, stage, temporaryFolder } from './stage.js';

/** Of Cortex, and of whatever has its rules and its Alertmanager at the same paths. */
const real = (process.env.OBSCTL_TEST_RULER ?? '').split(/[\s,]+/).filter(Boolean);
isAvailable('ruler', real.length > 0, 'set OBSCTL_TEST_RULER to the URL of a Cortex');

const servers = [{ name: 'the fake ruler', url: undefined }, ...real.map((url) => ({ name: `${url} (real)`, url }))];

const notifications = (channel = '#alerts') => ({
  'monitoring/notifications.ts': `import { notifications, receiver, secret, slack, template } from 'obsctl';

const texts = template('home', '{{ define "home.text" }}{{ .CommonLabels.alertname }} in the house{{ end }}\\n');
const everybody = receiver('everybody', [
  slack({ channel: '${channel}', text: '{{ template "home.text" . }}', url: secret.env('CANARY_SLACK') }),
]);
export default notifications({ route: { receiver: everybody, groupBy: ['alertname'] }, templates: [texts] });
`,
});
const variables = { CANARY_SLACK: 'https://hooks.example.com/canary-one' };

describe.each(servers)('a project on $name', ({ url: given }) => {
  async function staged() {
    const fake = given === undefined ? await fakeRuler() : undefined;
    const url = given ?? fake?.url ?? '';
    const tenant = `t${randomBytes(4).toString('hex')}`;
    const state = temporaryFolder();
    const project = stage('forky', {
      targets: `target.mimir({ url: '${url}', tenant: '${tenant}' })`,
      state: `state.folder('${state}')`,
      definitions: notifications(),
    });
    const headers = { 'x-scope-orgid': tenant, 'content-type': 'application/yaml' };
    const get = async (path: string) => {
      const answer = await fetch(`${url}${path}`, { headers });
      return answer.ok ? await answer.text() : '';
    };
    const post = async (path: string, body: string) => {
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    };
    onTestFinished(async () => {
      for (const namespace of ['small', 'by-hand']) {
        await fetch(`${url}/api/v1/rules/${namespace}`, { method: 'DELETE', headers });
      }
      await fetch(`${url}/api/v1/alerts`, { method: 'DELETE', headers });
      await fake?.close();
    });
    const outputs: string[] = [];
    const run = async (...args: string[]) => {
      const done = await project.with(variables, ...args);
      outputs.push(done.stdout, done.stderr);
      return done;
    };
    const apply = async (...flags: string[]) => {
      const done = await run('apply', '--env', 'test', '--yes', '--format', 'json', ...flags);
      return { code: done.code, ...reportOf(done) };
    };
    const plan = async () => {
      const done = await run('plan', '--env', 'test', '--format', 'json');
      return { code: done.code, ops: reportOf(done).changes.map(({ op, id }) => `${op} ${id}`) };
    };
    const queries = async () => {
      const groups = (parse(await get('/api/v1/rules/small')) as Record<string, Group[]> | null)?.small ?? [];
      return Object.fromEntries(groups.flatMap(({ rules }) => rules.map((one) => [one.alert ?? one.record, one.expr])));
    };
    const config = async () => {
      const stored = parse((await get('/api/v1/alerts')) || '{}') as Stored;
      return { text: stored.alertmanager_config ?? '', templates: stored.template_files ?? {} };
    };
    return { project, url, tenant, state, get, post, run, apply, plan, queries, config, outputs };
  }

  it('is created, proved, left alone, changed and taken back, beside what is not ours', async () => {
    const { project, state, post, get, run, apply, plan, queries, config, outputs } = await staged();
    await post('/api/v1/rules/by-hand', 'name: hand\nrules:\n  - record: a:b\n    expr: up\n');
    const created = await apply();
    expect(created).toMatchObject({ code: 0, summary: { create: 3 }, writes: 3 });
    expect(created.proof.map(({ what, ok }) => [what, ok])).toEqual([['read back', true]]);
    expect(await queries()).toEqual({
      'room:temperature:max': 'max by (room) (temperature_celsius)',
      TooHot: 'room:temperature:max > 30',
    });
    const first = await config();
    expect(first.text).toContain('https://hooks.example.com/canary-one');
    expect(first.templates).toEqual({ 'home.tmpl': expect.stringContaining('in the house') });
    expect(await apply()).toMatchObject({ code: 0, writes: 0, summary: { unchanged: 3 } });

    project.write({ ...rulesAbove(35), ...notifications('#others') });
    expect((await plan()).ops.sort()).toEqual(['update alertmanager', 'update home']);
    const changed = await apply();
    expect(changed).toMatchObject({ code: 0, summary: { update: 2, unchanged: 1 } });
    expect((await queries()).TooHot).toBe('room:temperature:max > 35');
    expect((await config()).text).toContain('#others');
    expect(await plan()).toEqual({ code: 0, ops: [] });

    expect((await run('undo', changed.applies[0]?.id ?? '', '--yes')).code).toBe(0);
    expect((await queries()).TooHot).toBe('room:temperature:max > 30');
    expect((await config()).text).toContain('#alerts');
    project.write({ ...rulesAbove(30), ...notifications() });
    expect(await plan()).toEqual({ code: 0, ops: [] });
    expect(await get('/api/v1/rules/by-hand')).toContain('a:b');
    expect([...outputs, ...Object.values(filesBelow(state))].join('\n')).not.toContain('canary-one');
  });

  it('shows their edits, keeps them where that is decided, and writes ours only then', async () => {
    const { project, post, get, apply, plan, queries, config } = await staged();
    await apply();
    const group = (await get('/api/v1/rules/small/home')).replace('> 30', '> 31');
    await post('/api/v1/rules/small', group);
    const stored = parse(await get('/api/v1/alerts')) as Stored;
    const theirs = { ...stored, alertmanager_config: stored.alertmanager_config?.replace('#alerts', '#theirs') };
    await post('/api/v1/alerts', JSON.stringify(theirs));
    const drifted = await plan();
    expect(drifted.code).toBe(1);
    expect(drifted.ops).toEqual(expect.arrayContaining(['drifted home', 'drifted alertmanager']));
    expect(await apply()).toMatchObject({ code: 1, writes: 0 });

    expect((await apply('--theirs')).code).toBe(0);
    const kept = await plan();
    expect(kept).toEqual({ code: 0, ops: expect.arrayContaining(['kept home', 'kept alertmanager']) });
    expect((await queries()).TooHot).toBe('room:temperature:max > 31');
    project.write(rulesAbove(40));
    expect((await plan()).ops).toEqual(expect.arrayContaining(['conflict home', 'kept alertmanager']));
    expect((await apply()).code).toBe(1);
    expect((await queries()).TooHot).toBe('room:temperature:max > 31');
    expect((await config()).text).toContain('#theirs');
    expect((await apply('--ours')).code).toBe(0);
    expect((await queries()).TooHot).toBe('room:temperature:max > 40');
    expect((await config()).text).toContain('#alerts');
    expect(await plan()).toEqual({ code: 0, ops: [] });
  });

  it('prunes groups that are gone from the source, and nothing else', async () => {
    const { project, run, post, get, apply, plan, queries } = await staged();
    await post('/api/v1/rules/by-hand', 'name: hand\nrules:\n  - record: a:b\n    expr: up\n');
    const second =
      "export const second = ruleGroup('second', { interval: '30s' }, [record('x:y', max(temperature))]);\n";
    project.write(rulesAbove(30, second));
    await apply();
    expect(await queries()).toMatchObject({ 'x:y': 'max(temperature_celsius)' });
    project.write(rulesAbove(30));
    const pruned = await apply();
    expect(pruned).toMatchObject({ code: 0, summary: { delete: 1 } });
    expect(await queries()).not.toHaveProperty('x:y');
    expect(await plan()).toEqual({ code: 0, ops: [] });
    expect(await get('/api/v1/rules/by-hand')).toContain('a:b');
    expect((await run('undo', pruned.applies[0]?.id ?? '', '--yes')).code).toBe(0);
    expect(await queries()).toMatchObject({ 'x:y': 'max(temperature_celsius)' });
  });

  it.skipIf(given === undefined)(
    'evaluates what was applied, alerts and their labels',
    { timeout: 120_000 },
    async () => {
      const { project, get, apply } = await staged();
      const always = `import { alert, gt, promql, ruleGroup } from 'obsctl';
export default ruleGroup('home', { interval: '5s' }, [
  alert('Always', { expr: gt(promql\`vector(1)\`, 0), labels: { severity: 'warning' }, annotations: { summary: 'so' } }),
]);
`;
      project.write({ 'monitoring/rules.ts': always });
      expect((await apply()).code).toBe(0);
      const alerts = await eventually(async () => {
        const answer = JSON.parse((await get('/prometheus/api/v1/alerts')) || '{}') as { data?: { alerts: Alert[] } };
        return answer.data?.alerts.length ? answer.data.alerts : undefined;
      }, 90);
      expect(alerts).toMatchObject([{ state: 'firing', labels: { alertname: 'Always', severity: 'warning' } }]);
    },
  );
});

interface Group {
  readonly rules: readonly { readonly alert?: string; readonly record?: string; readonly expr: string }[];
}

interface Stored {
  readonly alertmanager_config?: string;
  readonly template_files?: Readonly<Record<string, string>>;
}

interface Alert {
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}
