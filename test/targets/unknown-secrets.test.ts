import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeRuler } from '../fake-ruler/server.js';
import { filesBelow } from '../helpers/files.js';
import { stage, temporaryFolder } from './stage.js';

const definitions = {
  'monitoring/notifications.ts': `import { notifications, receiver, slack, secret } from 'obsctl';

const everybody = receiver('everybody', [slack({ channel: '#alerts', url: secret.env('SLACK_URL') })]);
export default notifications({ route: { receiver: everybody, groupBy: ['alertname'] } });
`,
};
const SLACK_URL = 'https://hooks.example.com/ours';

/** Somebody's own configuration, with a secret that nobody told us. */
const byHand = `route: { receiver: hand }
receivers:
  - name: hand
    slack_configs: [{ api_url: 'https://hooks.example.com/canary-by-hand', channel: '#hand' }]
`;

/** A folder with it, which is ours to adopt; a second target that never works, where it is asked for. */
function adopting({ failing = false } = {}) {
  const [folder, state] = [temporaryFolder(), temporaryFolder()];
  const file = join(folder, 'alertmanager/alertmanager.yml');
  mkdirSync(join(folder, 'alertmanager'));
  writeFileSync(file, byHand);
  const second = `, target.files({ name: 'second', folder: '/dev/null/nowhere', parts: ['prometheus'], wave: 2 })`;
  const project = stage('forky', {
    targets: `target.files({ folder: '${folder}', parts: ['alertmanager'] })${failing ? second : ''}`,
    state: `state.folder('${state}')`,
    definitions,
  });
  const run = (...args: string[]) => project.with({ SLACK_URL }, ...args);
  return { file, state, run };
}

describe('an address of ours that a reading has to hide', () => {
  const sentTo = (url: string) => ({
    'monitoring/notifications.ts': `import { notifications, receiver, webhook } from 'obsctl';
export default notifications({ route: { receiver: receiver('everybody', [webhook({ url: '${url}' })]), groupBy: ['alertname'] } });
`,
  });

  it('is back where its change is undone, and where that is undone as well', async () => {
    const folder = temporaryFolder();
    const project = stage('forky', {
      targets: `target.files({ folder: '${folder}', parts: ['alertmanager'] })`,
      state: `state.folder('${temporaryFolder()}')`,
      definitions: sentTo('http://one.example.com/'),
    });
    const address = () => /url: (\S+)/.exec(readFileSync(join(folder, 'alertmanager/alertmanager.yml'), 'utf8'))?.[1];
    const done = async (...args: string[]) => {
      const run = await project.run(...args, '--yes');
      expect([run.code, run.stderr]).toEqual([0, expect.not.stringContaining('undo will not be able')]);
      return /obsctl undo (\S+)/.exec(run.stdout)?.[1] ?? '';
    };
    await done('apply', '--env', 'test');
    project.write(sentTo('http://two.example.com/'));
    const changed = await done('apply', '--env', 'test');
    expect(address()).toBe('http://two.example.com/');
    const undone = await done('undo', changed);
    expect(address()).toBe('http://one.example.com/');
    await done('undo', undone);
    expect(address()).toBe('http://two.example.com/');
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });
});

describe('a secret of theirs that was never known', () => {
  it('is said to be beyond undo before it is replaced, and undo does not write a placeholder for it', async () => {
    const { file, state, run } = adopting();
    const planned = await run('plan', '--env', 'test', '--adopt');
    expect(planned.stderr).toContain('so undo will not be able to write it again');
    const applied = await run('apply', '--env', 'test', '--yes', '--adopt');
    expect(applied.code).toBe(0);
    const ours = readFileSync(file, 'utf8');
    expect(ours).toContain(SLACK_URL);
    const [, id = ''] = /obsctl undo (\S+)/.exec(applied.stdout) ?? [];
    const undone = await run('undo', id, '--yes');
    expect(undone.stderr).toContain('held a secret that was never known here');
    expect(undone.code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(ours);
    const seen = [planned, applied, undone].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    expect([...seen, ...Object.values(filesBelow(state))].join('\n')).not.toContain('canary');
  });

  it('is back byte for byte where an apply is rolled back', async () => {
    const { file, state, run } = adopting({ failing: true });
    const rolled = await run('apply', '--env', 'test', '--yes', '--adopt', '--rollback-on-failure');
    expect(rolled.stdout).toContain('restored');
    expect(rolled.code).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe(byHand);
    expect([rolled.stdout, rolled.stderr, ...Object.values(filesBelow(state))].join('\n')).not.toContain('canary');
  });

  it('is back where the configuration of a tenant is rolled back', async () => {
    const server = await fakeRuler();
    onTestFinished(() => server.close());
    const headers = { 'x-scope-orgid': 'home', 'content-type': 'application/yaml' };
    await fetch(`${server.url}/api/v1/alerts`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ alertmanager_config: byHand, template_files: {} }),
    });
    const project = stage('forky', {
      targets: `target.mimir({ url: '${server.url}', tenant: 'home' }),
        target.files({ name: 'second', folder: '/dev/null/nowhere', parts: ['prometheus'], wave: 2 })`,
      state: `state.folder('${temporaryFolder()}')`,
      definitions,
    });
    const flags = ['--yes', '--adopt', '--rollback-on-failure'];
    const rolled = await project.with({ SLACK_URL }, 'apply', '--env', 'test', ...flags);
    expect(rolled.stdout).toContain('restored');
    const now = await (await fetch(`${server.url}/api/v1/alerts`, { headers })).text();
    expect(now).toContain('canary-by-hand');
    expect(now).not.toContain('<secret>');
  });
});

describe("a secret's own file that held another value", () => {
  /** A folder with it and with a configuration, both ours to adopt. */
  function withFile({ failing = false } = {}) {
    const folder = temporaryFolder();
    const file = join(folder, 'secrets/slack');
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(file, 'canary-by-hand');
    const state = temporaryFolder();
    const second = `, target.files({ name: 'second', folder: '/dev/null/nowhere', parts: ['prometheus'], wave: 2 })`;
    const project = stage('forky', {
      targets: `target.files({ folder: '${folder}', parts: ['alertmanager'] })${failing ? second : ''}`,
      state: `state.folder('${state}')`,
      definitions: {
        'monitoring/notifications.ts': (definitions['monitoring/notifications.ts'] ?? '').replace(
          "secret.env('SLACK_URL')",
          `secret.file('${file}', { env: 'SLACK_URL' })`,
        ),
      },
    });
    const outputs: string[] = [];
    const run = async (variables: NodeJS.ProcessEnv, ...args: string[]) => {
      const ended = await project.with(variables, ...args);
      outputs.push(ended.stdout, ended.stderr);
      return ended;
    };
    const seen = () => [...outputs, ...Object.values(filesBelow(state))].join('\n');
    return { folder, file, run, seen };
  }
  const idOf = ({ stdout }: { stdout: string }) => /obsctl undo (\S+)/.exec(stdout)?.[1] ?? '';

  it('is said to be beyond undo before it is adopted, and undo takes back the rest and says what it did not', async () => {
    const { folder, file, run, seen } = withFile();
    const planned = await run({ SLACK_URL }, 'plan', '--env', 'test', '--adopt');
    expect(planned.stderr).toContain('secrets/slack on files holds a secret that is not known here');
    const applied = await run({ SLACK_URL }, 'apply', '--env', 'test', '--yes', '--adopt');
    expect([applied.code, readFileSync(file, 'utf8')]).toEqual([0, SLACK_URL]);
    const undone = await run({ SLACK_URL }, 'undo', idOf(applied), '--yes');
    expect(undone.stderr).toContain('secrets/slack on files held another secret before, which was never known here');
    expect(undone.stdout).toContain('not as written: secrets/slack');
    expect(undone.code).toBe(4);
    // the rest of it is taken back, and the file is nobody's of ours any more
    expect(Object.keys(filesBelow(folder)).filter((name) => !name.startsWith('.obsctl'))).toEqual(['secrets/slack']);
    expect(readFileSync(file, 'utf8')).toBe(SLACK_URL);
    expect((await run({ SLACK_URL }, 'plan', '--env', 'test')).stdout).toMatch(/adopt.*secrets\/slack/);
    expect((await run({ SLACK_URL }, 'undo', idOf(applied), '--yes')).stdout).toContain('as before that apply');
    expect(seen()).not.toContain('canary');
  });

  it('does not come back where a change of the value is undone, with or without the variable', async () => {
    const { file, run } = withFile();
    await run({ SLACK_URL }, 'apply', '--env', 'test', '--yes', '--adopt');
    const next = { SLACK_URL: `${SLACK_URL}/next` };
    const planned = await run(next, 'plan', '--env', 'test');
    expect(planned.stderr).toContain('secrets/slack on files holds a secret that is not known here');
    const changed = await run(next, 'apply', '--env', 'test', '--yes');
    for (const variables of [next, {}]) {
      const undone = await run(variables, 'undo', idOf(changed), '--yes');
      expect([undone.code, undone.stderr]).toEqual([4, expect.stringContaining('held another secret before')]);
      expect(readFileSync(file, 'utf8')).toBe(next.SLACK_URL);
    }
    expect((await run(next, 'plan', '--env', 'test')).stdout).toContain('nothing to do');
  });

  it('is back where an apply is rolled back', async () => {
    const { file, run, seen } = withFile({ failing: true });
    const rolled = await run({ SLACK_URL }, 'apply', '--env', 'test', '--yes', '--adopt', '--rollback-on-failure');
    expect(rolled.stdout).toContain('restored');
    expect([rolled.code, rolled.stderr]).toEqual([3, expect.not.stringContaining('not as written')]);
    expect(readFileSync(file, 'utf8')).toBe('canary-by-hand');
    expect(seen()).not.toContain('canary');
  });
});
