/** `obsctl diff --env` on servers: nothing after an apply, and what somebody else changed there, at its place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Run } from '../helpers/project.js';
import { startAlertmanager } from '../real/alertmanager.js';
import { describeOn } from '../real/describe-on.js';
import { binary, type Generation } from '../real/servers.js';
import { dashboards, grafanaProject, placed, places } from './grafana/project.js';
import { rulesAbove, runningPrometheus, stage, temporaryFolder } from './stage.js';

const generations = ['bookworm', 'forky'] as const;

interface Told {
  readonly code: number | null;
  readonly ok: boolean;
  readonly summary: Readonly<Record<string, number>>;
  readonly changes: readonly { readonly id: string; readonly what: string; readonly words: string }[];
}

/** What `obsctl diff --env test --exit-code` says. */
async function told(run: (...args: string[]) => Promise<Run>, ...args: string[]): Promise<Told> {
  const { code, stdout, stderr } = await run('diff', '--env', 'test', '--exit-code', '--format', 'json', ...args);
  expect(stderr).toBe('');
  return { code, ...JSON.parse(stdout) };
}

const nothing = { code: 0, ok: true, summary: { added: 0, removed: 0, changed: 0, moved: 0 }, changes: [] };

describeOn(generations, 'diff with a Prometheus of %s', (generation: Generation) => {
  it('is empty after an apply, and tells what somebody else changed by its rule', async () => {
    const server = await runningPrometheus(generation);
    const project = stage(generation, { targets: server.target() });
    expect(await told(project.run)).toMatchObject({
      code: 1,
      summary: { added: 1, changed: 0 },
      changes: [{ id: 'home', what: 'rule group home' }],
    });
    await project.run('apply', '--env', 'test', '--yes');
    expect(await told(project.run)).toMatchObject(nothing);

    const file = join(server.folder, 'rules/home.yaml');
    const theirs = readFileSync(file, 'utf8').replace('> 30', '> 31');
    writeFileSync(file, theirs);
    expect(await told(project.run)).toMatchObject({
      code: 1,
      ok: false,
      summary: { added: 0, removed: 0, changed: 1, moved: 0 },
      changes: [{ id: 'home', what: 'alert TooHot', words: 'threshold 31 → 30' }],
    });
    // without the flag it is no failure; and who looks changes nothing
    expect((await project.run('diff', '--env', 'test')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(theirs);

    project.write(rulesAbove(31));
    expect(await told(project.run)).toMatchObject(nothing);
  });
});

describeOn(generations, 'diff with an Alertmanager of %s', (generation: Generation) => {
  it('is empty after an apply, and tells what somebody else changed by its receiver and route', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'alertmanager.yml'), 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
    const server = await startAlertmanager(generation, folder);
    onTestFinished(() => server.stop());
    const project = stage(generation, {
      targets: `target.alertmanager({ folder: '${folder}', url: '${server.url}', check: '${binary(generation, 'amtool')}' })`,
      definitions: {
        'monitoring/notifications.ts': `import { notifications, receiver, route, secret, slack } from 'obsctl';
const everybody = receiver('everybody', [slack({ channel: '#alerts', url: secret.env('CANARY_SLACK') })]);
const night = receiver('night', [slack({ channel: '#night', url: secret.env('CANARY_SLACK') })]);
const critical = route({ matchers: { severity: 'critical' }, receiver: night, repeatInterval: '4h' });
export default notifications({ route: { receiver: everybody, groupBy: ['alertname'], routes: [critical] } });
`,
      },
    });
    const run = (...args: string[]) => project.with({ CANARY_SLACK: 'https://hooks.example.com/canary' }, ...args);
    const applied = await run('apply', '--env', 'test', '--yes', '--adopt');
    expect(applied.stderr).not.toContain('error');
    expect(await told(run)).toMatchObject(nothing);

    const file = join(folder, 'alertmanager.yml');
    const ours = readFileSync(file, 'utf8');
    writeFileSync(file, ours.replace('#night', '#nobody'));
    expect(await told(run)).toMatchObject({
      code: 1,
      summary: { added: 0, removed: 0, changed: 1, moved: 0 },
      changes: [{ what: 'receiver night', words: 'slack channel #nobody → #night' }],
    });
    writeFileSync(file, ours.replace('repeat_interval: 4h', 'repeat_interval: 96h'));
    const slower = await told(run);
    expect(slower).toMatchObject({
      code: 1,
      changes: [{ what: 'route severity="critical"', words: 'repeat interval 4d → 4h' }],
    });
    expect(JSON.stringify(slower)).not.toContain('canary');
  });
});

describe.each(places)('diff with Grafana $name', (where) => {
  it('is empty after an apply, and tells what somebody else changed by its panel', { timeout: 120_000 }, async () => {
    const { p, server, fake, ask } = await placed(where);
    const project = grafanaProject(server, p, dashboards(p, { url: 'http://127.0.0.1:9', titles: ['One'] }));
    const run = (...args: string[]) => project.run({}, ...args);

    const before = await told(run);
    expect(before).toMatchObject({ code: 1, summary: { removed: 0, changed: 0, moved: 0 } });
    expect(before.changes.map(({ what }) => what)).toContain('dashboard "One"');
    await run('apply', '--env', 'test', '--yes');
    expect(await told(run)).toMatchObject(nothing);

    const stored = async () => (await ask('GET', `/api/dashboards/uid/${p}-0`)).body.dashboard;
    const save = async (change: (dashboard: Awaited<ReturnType<typeof stored>>) => void) => {
      const dashboard = await stored();
      change(dashboard);
      const sent = { dashboard, folderUid: `${p}-f`, message: 'by hand', overwrite: true };
      expect((await ask('POST', '/api/dashboards/db', sent)).status).toBe(200);
    };
    const rooms = (dashboard: { panels: { title: string; targets: { expr: string }[] }[] }) =>
      dashboard.panels.find(({ title, targets }) => title === 'Rooms' && targets);

    await save((dashboard) => {
      const panel = rooms(dashboard);
      if (panel) for (const one of panel.targets) one.expr = one.expr.replace('by (room)', 'by (floor)');
    });
    const theirs = await stored();
    expect(await told(run)).toMatchObject({
      code: 1,
      ok: false,
      summary: { added: 0, removed: 0, changed: 1, moved: 0 },
      changes: [{ id: `${p}-0`, what: 'query A of panel "Rooms"', words: 'by (floor) → by (room)' }],
    });
    // who looks changes nothing, and what a server makes of a save by itself is no change
    expect((await stored()).version).toBe(theirs.version);
    await save((dashboard) => {
      const panel = rooms(dashboard);
      if (panel) for (const one of panel.targets) one.expr = one.expr.replace('by (floor)', 'by(room)');
    });
    expect(await told(run)).toMatchObject(nothing);
    expect(fake?.violations ?? []).toEqual([]);
  });
});
