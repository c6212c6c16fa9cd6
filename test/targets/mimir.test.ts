import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeRuler } from '../fake-ruler/server.js';
import { filesBelow } from '../helpers/files.js';
import { run, sharedFolder } from '../real/servers.js';
import { reportOf, rulesAbove, stage, temporaryFolder } from './stage.js';

const shared = sharedFolder();

async function ruler() {
  const server = await fakeRuler();
  onTestFinished(() => server.close());
  return server;
}

const notifications = {
  'monitoring/notifications.ts': `import { notifications, receiver, secret, slack } from 'obsctl';

const everybody = receiver('everybody', [
  slack({ channel: '#alerts', url: secret.file('/etc/alertmanager/slack', { env: 'CANARY_SLACK' }) }),
]);
export default notifications({ route: { receiver: everybody, groupBy: ['alertname'] } });
`,
};

describe('the fake ruler', () => {
  it.skipIf(!shared)('answers the recorded story as the real one did', async () => {
    const server = await ruler();
    const recorded = join(shared ?? '', 'contracts/recorded');
    const script = join(recorded, 'record-ruler.mjs');
    const { output } = await run(process.execPath, [
      script,
      '--url',
      server.url,
      '--compare',
      join(recorded, 'cortex.json'),
    ]);
    expect(output).toMatch(/\d+ steps, 0 differ/);
  });
});

describe('apply to a ruler and an Alertmanager with a write API', () => {
  it('writes its own namespace and the configuration, secrets filled in, and then has nothing to do', async () => {
    const server = await ruler();
    const state = temporaryFolder();
    const project = stage('forky', {
      targets: `target.mimir({ url: '${server.url}', tenant: 'home' })`,
      state: `state.folder('${state}')`,
      definitions: notifications,
    });
    const variables = { CANARY_SLACK: 'https://hooks.example.com/canary-one' };
    const headers = { 'x-scope-orgid': 'home' };
    const foreign = 'name: hand\nrules:\n  - record: a:b\n    expr: up\n';
    await fetch(`${server.url}/api/v1/rules/by-hand`, { method: 'POST', headers, body: foreign });
    const first = await project.with(variables, 'apply', '--env', 'test', '--yes', '--format', 'json');
    expect(reportOf(first)).toMatchObject({ ok: true, summary: { create: 2 }, writes: 2 });
    expect(await (await fetch(`${server.url}/api/v1/rules`, { headers })).text()).toMatch(
      /by-hand:[\s\S]*small:\n {4}- name: home/,
    );
    const config = await (await fetch(`${server.url}/api/v1/alerts`, { headers })).text();
    expect(config).toContain('api_url: https://hooks.example.com/canary-one');
    const writes = server.writes();
    const again = await project.with(variables, 'apply', '--env', 'test', '--yes');
    expect(again.stdout).toContain('nothing to do');
    expect(server.writes()).toBe(writes);

    project.write(rulesAbove(35));
    const second = reportOf(await project.with(variables, 'apply', '--env', 'test', '--yes', '--format', 'json'));
    expect(second).toMatchObject({ summary: { update: 1, unchanged: 1 } });
    const undone = await project.with(variables, 'undo', second.applies[0]?.id ?? '', '--yes');
    expect(undone.code).toBe(0);
    expect(await (await fetch(`${server.url}/api/v1/rules/small/home`, { headers })).text()).toContain('> 30');

    // theirs, seen without a secret
    await fetch(`${server.url}/api/v1/alerts`, { method: 'POST', headers, body: config.replace('#alerts', '#others') });
    project.write(rulesAbove(30));
    const drifted = await project.with(variables, 'plan', '--env', 'test', '--format', 'json');
    expect(drifted.code).toBe(1);
    expect(reportOf(drifted).changes).toMatchObject([{ op: 'drifted', id: 'alertmanager' }]);
    const seen = [first.stdout, again.stdout, drifted.stdout, ...Object.values(filesBelow(state))].join('\n');
    expect(seen).not.toContain('canary-one');
  });

  it('takes a connection that breaks for what it is: neither success nor failure until it is read back', async () => {
    const server = await ruler();
    const webhook = notifications['monitoring/notifications.ts']
      .replace('slack }', 'webhook }')
      .replace(/slack\(.*\),/, "webhook({ url: 'http://127.0.0.1:9/' }),");
    const project = stage('forky', {
      targets: `target.mimir({ url: '${server.url}', tenant: 'home' })`,
      state: `state.folder('${temporaryFolder()}')`,
      definitions: { 'monitoring/notifications.ts': webhook.replace(', secret', '') },
    });
    const broken = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(broken.code).toBe(4);
    const statuses = reportOf(broken).changes.map(({ id, status }) => [id, status]);
    expect(statuses).toEqual([
      ['home', 'done'],
      ['alertmanager', 'failed'],
    ]);
    const [diagnostic] = reportOf(broken).diagnostics.filter(({ code }) => code === 'target/broken-off');
    expect(diagnostic?.message).toContain('closed the connection instead of an answer, and runs what it ran before');
    expect(diagnostic?.help).toContain('versions of Cortex that panic on any webhook_configs');
  });
});
