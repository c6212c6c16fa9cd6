import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { filesBelow } from '../helpers/files.js';
import { startAlertmanager } from '../real/alertmanager.js';
import { describeOn } from '../real/describe-on.js';
import { binary, type Generation } from '../real/servers.js';
import { reportOf, type Stage, stage, temporaryFolder } from './stage.js';

const generations = ['bookworm', 'forky'] as const;

/** Values that must never be seen anywhere but in the server's own files. */
const canaries = {
  CANARY_PHONE: '+4915112340001',
  CANARY_SLACK: 'https://hooks.example.com/services/canary-two',
  CANARY_TOKEN: 'canary-three-in-a-file',
};

const notificationsFor = (folder: string, room = '#alerts') => ({
  'monitoring/notifications.ts': `import { notifications, receiver, secret, slack, sms, webhook } from 'obsctl';

const everybody = receiver('everybody', [
  slack({ channel: '${room}', url: secret.env('CANARY_SLACK') }),
  sms({ to: secret.env('CANARY_PHONE'), region: 'eu-central-1', message: 'alert' }),
  webhook({ url: 'http://127.0.0.1:9/', token: secret.file('${folder}/secrets/token', { env: 'CANARY_TOKEN' }) }),
]);

export default notifications({ route: { receiver: everybody, groupBy: ['alertname'] } });
`,
});

async function stageWithServer(
  generation: Generation,
): Promise<{ project: Stage; folder: string; url: string; state: string }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'alertmanager.yml'), 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const server = await startAlertmanager(generation, folder);
  onTestFinished(() => server.stop());
  const state = temporaryFolder();
  const check = binary(generation, 'amtool');
  const project = stage(generation, {
    targets: `target.alertmanager({ folder: '${folder}', url: '${server.url}', check: '${check}' })`,
    state: `state.folder('${state}')`,
    definitions: notificationsFor(folder),
  });
  return { project, folder, url: server.url, state };
}

const receiversOf = async (url: string) =>
  ((await (await fetch(`${url}/api/v2/receivers`)).json()) as { name: string }[]).map(({ name }) => name);

describeOn(generations, 'apply to an Alertmanager of %s', (generation) => {
  it('fills secrets in on the way, proves the configuration by its hash, and shows no secret anywhere', async () => {
    const { project, folder, url, state } = await stageWithServer(generation);
    const outputs: string[] = [];
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await project.with(canaries, ...args);
      outputs.push(stdout, stderr);
      return { code, stdout, stderr };
    };
    const first = await run('apply', '--env', 'test', '--yes', '--adopt', '--format', 'json', '--verbose');
    expect(first.stderr).not.toContain('error');
    expect(first.code).toBe(0);
    expect(reportOf(first).proof.map(({ what, ok }) => [what, ok])).toEqual([
      ['checked by amtool', true],
      ['read back', true],
      ['reloaded', true],
      ['configuration hash', true],
    ]);
    expect(await receiversOf(url)).toEqual(['everybody']);
    const config = join(folder, 'alertmanager.yml');
    expect(readFileSync(config, 'utf8')).toContain(canaries.CANARY_PHONE);
    expect(readFileSync(config, 'utf8')).toContain(canaries.CANARY_SLACK);
    expect(readFileSync(join(folder, 'secrets/token'), 'utf8')).toBe(canaries.CANARY_TOKEN);
    for (const file of [config, join(folder, 'secrets/token')]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run('plan', '--env', 'test')).stdout).toContain('nothing to do');

    // theirs beside ours, with a secret changed by hand
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('#alerts', '#others').replace('canary-two', 'canary-four'),
    );
    const drifted = await run('plan', '--env', 'test', '--format', 'json', '--out', join(project.root, 'drift.json'));
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toContain('another value');
    project.write(notificationsFor(folder, '#elsewhere'));
    expect((await run('apply', '--env', 'test', '--yes')).code).toBe(1);
    const ours = await run('apply', '--env', 'test', '--yes', '--ours', '--format', 'json');
    expect(ours.code).toBe(0);
    const undone = await run('undo', reportOf(first).applies[0]?.id ?? '', '--yes', '--ours');
    expect(undone.stderr).not.toContain('defect');
    expect(await receiversOf(url)).toEqual(['nobody']);

    const files = [...Object.entries(filesBelow(state)), ...Object.entries(filesBelow(join(project.root, '.obsctl')))];
    const all = [...outputs, readFileSync(join(project.root, 'drift.json'), 'utf8'), ...files.map(([, text]) => text)];
    for (const secret of [...Object.values(canaries), 'canary-four', '4915112340001']) {
      expect(all.filter((text) => text.includes(secret))).toEqual([]);
    }
  });

  it('says which variable is missing, and that a secret has changed', async () => {
    const { project, folder } = await stageWithServer(generation);
    const { CANARY_PHONE: _, ...some } = canaries;
    const missing = await project.with(some, 'apply', '--env', 'test', '--yes', '--adopt');
    expect(missing.stderr).toContain('needs the value of CANARY_PHONE, which is not set');
    expect(missing.code).toBe(3);
    expect(readFileSync(join(folder, 'alertmanager.yml'), 'utf8')).toContain('receiver: nobody');
    expect(existsSync(join(folder, '.obsctl/staged'))).toBe(false);
    expect((await project.with(canaries, 'apply', '--env', 'test', '--yes', '--adopt')).code).toBe(0);
    const rotated = { ...canaries, CANARY_TOKEN: 'canary-five' };
    const plan = reportOf(await project.with(rotated, 'plan', '--env', 'test', '--format', 'json'));
    expect(plan.changes.map(({ op, id }) => [op, id])).toEqual([['update', 'secrets/token']]);
    expect((await project.with(rotated, 'apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(readFileSync(join(folder, 'secrets/token'), 'utf8')).toBe('canary-five');
    const phone = { ...rotated, CANARY_PHONE: '+4915112340009' };
    const filledIn = reportOf(await project.with(phone, 'plan', '--env', 'test', '--format', 'json'));
    expect(filledIn.changes).toMatchObject([{ op: 'update', id: 'alertmanager' }]);
    // who may only look needs no secrets
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });

  it('takes back what the server refuses, and says why', async () => {
    const { project, folder, url } = await stageWithServer(generation);
    await project.with(canaries, 'apply', '--env', 'test', '--yes', '--adopt');
    const before = readFileSync(join(folder, 'alertmanager.yml'), 'utf8');
    const config = readFileSync(join(project.root, 'obsctl.config.ts'), 'utf8').replace(
      /check: '[^']*'/,
      'check: false',
    );
    project.write({ ...notificationsFor(folder, '#elsewhere'), 'obsctl.config.ts': config });
    // its error quotes the URL
    const broken = { ...canaries, CANARY_SLACK: 'no-url://canary%zz' };
    const refused = await project.with(broken, 'apply', '--env', 'test', '--yes');
    expect(refused.stderr).toContain('refuses the files');
    expect(refused.stderr).toContain('the previous files are back and the server runs them');
    expect(refused.stderr).not.toContain('canary%zz');
    expect(refused.code).toBe(3);
    expect(readFileSync(join(folder, 'alertmanager.yml'), 'utf8')).toBe(before);
    expect(await receiversOf(url)).toEqual(['everybody']);
  });
});
