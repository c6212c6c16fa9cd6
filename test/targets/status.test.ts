import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { begin } from '../helpers/project.js';
import { eventually, sendAlerts, startAlertmanager } from '../real/alertmanager.js';
import { isThere } from '../real/servers.js';
import { runningPrometheus, type Stage, stage, temporaryFolder } from './stage.js';

/** A project whose platform is as healthy as the number says. */
const definitions = (health: number) => ({
  'monitoring/rules.ts': `import { alert, eq, promql, record, ruleGroup, status } from 'obsctl';

const health = record('platform:health:status', promql\`vector(${health})\`, { unit: 'state' });
const service = record('service:health:status', promql\`label_replace(vector(${health}), "service", "redis", "", "")\`, { unit: 'state' });
const delay = record('service:delay:max', promql\`label_replace(vector(0.25), "service", "redis", "", "")\`, { unit: 'seconds' });
export default ruleGroup('home', { interval: '1s' }, [
  health, service, delay,
  alert('RedisDown', { expr: eq(service, 2), labels: { severity: 'critical' }, annotations: { summary: 'down' } }),
  alert('Watchdog', { expr: eq(promql\`vector(1)\`, 1), labels: { severity: 'info' }, annotations: { summary: 'beat' } }),
]);
export const platform = status('platform', {
  health,
  watchdog: 'Watchdog',
  tables: [{ title: 'dependencies', by: 'service', health: service, columns: [{ title: 'delay', query: delay }] }],
});
`,
});

async function running(): Promise<{ project: Stage; alertmanager: string; prometheus: { stop: () => Promise<void> } }> {
  const prometheus = await runningPrometheus('forky');
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'alertmanager.yml'), 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const alertmanager = await startAlertmanager('forky', folder);
  onTestFinished(() => alertmanager.stop());
  const project = stage('forky', {
    targets: `${prometheus.target()}, target.alertmanager({ name: 'alerts', folder: '${folder}', url: '${alertmanager.url}' })`,
    definitions: definitions(0),
  });
  return { project, alertmanager: alertmanager.url, prometheus };
}

describe.skipIf(!isThere('forky'))('obsctl status', () => {
  it('says how the platform does, with the exit code of it', async () => {
    const { project, alertmanager, prometheus } = await running();
    const before = await project.run('status', '--env', 'test');
    expect(before.stderr).toBe('');
    expect(before.code).toBe(3);
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    const healthy = await eventually(async () => {
      const run = await project.run('status', '--env', 'test');
      return run.code === 0 ? run : undefined;
    });
    expect(healthy.stdout).toMatch(/test is healthy/);
    expect(healthy.stdout).toMatch(/redis\s+healthy\s+.*250 ms/);
    expect(healthy.stdout).toMatch(/✓ watchdog: Watchdog has been firing/);

    project.write(definitions(1));
    await project.run('apply', '--env', 'test', '--yes');
    await eventually(async () => (await project.run('status', '--env', 'test')).code === 1);

    project.write(definitions(2));
    await project.run('apply', '--env', 'test', '--yes');
    const startsAt = new Date().toISOString();
    const labels = { alertname: 'RedisDown', severity: 'critical', service: 'redis' };
    await sendAlerts(alertmanager, [{ status: 'firing', labels, annotations: {}, startsAt }]);
    const silence = {
      ...{ matchers: [{ name: 'alertname', value: 'RedisDown', isRegex: false }], comment: 'test', createdBy: 'test' },
      ...{ startsAt, endsAt: new Date(Date.now() + 60_000).toISOString() },
    };
    const headers = { 'content-type': 'application/json' };
    await fetch(`${alertmanager}/api/v2/silences`, { method: 'POST', headers, body: JSON.stringify(silence) });
    const unhealthy = await eventually(async () => {
      const run = await project.run('status', '--env', 'test', '--format', 'json');
      return run.code === 5 && run.stdout.includes('silence ') ? JSON.parse(run.stdout) : undefined;
    });
    expect(unhealthy).toMatchObject({
      schema: 'obsctl/status/v1',
      ok: false,
      environment: 'test',
      status: 'unhealthy',
    });
    expect(unhealthy.alerts).toMatchObject([{ name: 'RedisDown', severity: 'critical' }, { name: 'Watchdog' }]);
    expect(unhealthy.tables).toMatchObject([{ rows: [{ name: 'redis', health: 'unhealthy', values: [0.25] }] }]);

    await prometheus.stop();
    const unknown = await project.run('status', '--env', 'test');
    expect(unknown.code).toBe(3);
    expect(unknown.stdout).toMatch(/test is unknown\n {2}no Prometheus can be asked/);
    expect(unknown.stdout).toMatch(/✗ prometheus +http:\S+ +\S+ cannot be reached/);
    expect(unknown.stdout).toMatch(/✓ alerts +http:\S+ +answers/);
    // nobody was asked for them
    expect(unknown.stdout).not.toContain('none fires');
    const told = JSON.parse((await project.run('status', '--env', 'test', '--format', 'json')).stdout);
    expect(told).toMatchObject({
      ...{ schema: 'obsctl/status/v1', ok: false, status: 'unknown', tables: [], alerts: [], pipeline: [] },
      servers: [
        { name: 'prometheus', system: 'prometheus', ok: false, detail: expect.stringContaining('cannot be reached') },
        { name: 'alerts', system: 'alertmanager', url: alertmanager, ok: true, detail: 'answers' },
      ],
    });
  });

  it('asks the replica that is left, and names the one that is dead', async () => {
    const [first, second] = [await runningPrometheus('forky'), await runningPrometheus('forky')];
    const project = stage('forky', {
      targets: `${first.target("name: 'first'")}, ${second.target("name: 'second'")}`,
      definitions: definitions(0),
    });
    await project.run('apply', '--env', 'test', '--yes');
    await eventually(async () => (await project.run('status', '--env', 'test')).code === 0);
    await first.stop();
    const left = await project.run('status', '--env', 'test');
    expect(left.code).toBe(1);
    expect(left.stdout).toContain('test is degraded\n\n');
    // once, at its line
    expect(left.stdout.match(/cannot be reached/g)).toHaveLength(1);
    expect(left.stdout).toMatch(/✗ first +http.*cannot be reached/);
    expect(left.stdout).toMatch(/✓ second +http\S+ +answers/);
    expect(left.stdout).toMatch(/redis\s+healthy/);
  });

  it('shows the others where a secret for one is missing, and ends as where that one is away', async () => {
    const prometheus = await runningPrometheus('forky');
    const grafana = `target.grafana({
      name: 'panels', url: 'http://127.0.0.1:9', auth: bearerToken(secret.env('HOUSE_TOKEN')),
    })`;
    const replica = `target.prometheus({
      name: 'replica', folder: '/nowhere', url: 'http://127.0.0.1:9', headers: { 'X-Key': secret.env('HOUSE_KEY') },
    })`;
    const alone = stage('forky', { targets: prometheus.target(), definitions: definitions(0) });
    await alone.run('apply', '--env', 'test', '--yes');
    const both = [prometheus.target(), grafana];
    const project = stage('forky', { targets: both.join(', '), definitions: definitions(0) });
    const away = await eventually(async () => {
      const run = await project.with({ HOUSE_TOKEN: 't' }, 'status', '--env', 'test');
      return run.stdout.includes('test is degraded') ? run : undefined;
    });
    expect(away.stdout).toMatch(/✗ panels +http.*cannot be reached/);
    const missing = await project.run('status', '--env', 'test');
    expect(missing.code).toBe(away.code);
    expect(missing.stdout).toMatch(/✓ prometheus +http\S+ +answers/);
    expect(missing.stdout).toMatch(/redis\s+healthy/);
    const said = /✗ panels +\S+ +the token is expected in HOUSE_TOKEN, which is not set \(obsctl\.config\.ts:\d+:\d+\)/;
    expect(missing.stdout).toMatch(said);
    expect(missing.stderr).toContain('test, target panels: the token is expected in HOUSE_TOKEN');
    expect(missing.stderr).toContain('set HOUSE_TOKEN for this command');

    // nobody can be asked for the health of the platform
    const none = stage('forky', { targets: replica, definitions: definitions(0) });
    expect((await none.with({ HOUSE_KEY: 'k' }, 'status', '--env', 'test')).code).toBe(3);
    const unknown = await none.run('status', '--env', 'test', '--format', 'json');
    expect(unknown.code).toBe(3);
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      status: 'unknown',
      servers: [{ name: 'replica', ok: false, detail: expect.stringContaining('HOUSE_KEY, which is not set') }],
    });
  });

  it('looks again while it is told to watch, whatever goes away, and ends with what it saw last', {
    timeout: 90_000,
  }, async () => {
    const { project, prometheus } = await running();
    await project.run('apply', '--env', 'test', '--yes');
    await eventually(async () => (await project.run('status', '--env', 'test')).code === 0);
    const watch = begin(project.root, ['status', '--env', 'test', '--watch']);
    onTestFinished(() => watch.kill('SIGKILL'));
    await eventually(() => watch.stdout().includes('test is healthy'));
    await prometheus.stop();
    await eventually(() => watch.stdout().includes('test is unknown'), 40);
    watch.kill('SIGINT');
    const { code, stderr } = await watch.ended;
    expect(code).toBe(3);
    expect(stderr).toBe('');
  });
});
