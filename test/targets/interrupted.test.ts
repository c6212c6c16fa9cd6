import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { begin } from '../helpers/project.js';
import { eventually } from '../real/alertmanager.js';
import { reportOf, rulesAbove, stage, temporaryFolder } from './stage.js';

/** Two folders, one after the other; the server of the first takes its time until the file `go` is there. */
function twoWaves() {
  const [folder, state] = [temporaryFolder(), temporaryFolder()];
  const [first, second, go] = [join(folder, 'first'), join(folder, 'second'), join(folder, 'go')];
  for (const one of [first, second]) mkdirSync(one);
  writeFileSync(go, '');
  const reload = `{ command: 'while [ ! -e ${go} ]; do sleep 0.05; done' }`;
  const project = stage('forky', {
    targets: `target.files({ name: 'first', folder: '${first}', parts: ['prometheus'], reload: ${reload} }),
      target.files({ name: 'second', folder: '${second}', parts: ['prometheus'], wave: 2 })`,
    state: `state.folder('${state}')`,
  });
  const limit = (one: string) => / > (\d+)/.exec(readFileSync(join(one, 'prometheus/rules/home.yaml'), 'utf8'))?.[1];
  return { project, go, limits: () => [first, second].map(limit), state: join(state, 'test') };
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('an apply that gets %s', (signal, code) => {
  it(`ends what has begun, leaves a journal and no lock, says how to go on, and exits ${code}`, async () => {
    const { project, go, limits, state } = twoWaves();
    await project.run('apply', '--env', 'test', '--yes');
    project.write(rulesAbove(35));
    rmSync(go);
    const apply = begin(project.root, ['apply', '--env', 'test', '--yes']);
    await eventually(() => limits()[0] === '35', 30);
    expect(existsSync(join(state, 'lock.json'))).toBe(true);
    apply.kill(signal);
    await sleep(300);
    writeFileSync(go, '');
    const ended = await apply.ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(`${signal}: what has begun is ended in order`);
    expect(ended.stderr).toMatch(
      new RegExp(`interrupted by ${signal}: 1 of 2 changes were made; the lock is given back`),
    );
    const [, id = ''] =
      /the next apply completes it; obsctl undo (\S+) takes back what was made/.exec(ended.stderr) ?? [];
    expect(limits()).toEqual(['35', '30']);
    expect(existsSync(join(state, 'lock.json'))).toBe(false);
    const journal = JSON.parse(readFileSync(join(state, 'journal.json'), 'utf8')) as { id: string; writes: unknown[] };
    expect(journal).toMatchObject({ id, writes: [{ target: 'first' }, { target: 'second' }] });
    const receipt = join(state, 'applies', id, 'receipt.json');
    expect(JSON.parse(readFileSync(receipt, 'utf8'))).toMatchObject({ outcome: 'interrupted' });

    const planned = await project.run('plan', '--env', 'test');
    expect(planned.stderr).toMatch(new RegExp(`the apply ${id}, begun by .*, did not end: 1 of 2 changes were made`));
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(limits()).toEqual(['35', '35']);
    expect(existsSync(join(state, 'journal.json'))).toBe(false);
    expect(JSON.parse(readFileSync(receipt, 'utf8'))).toMatchObject({ outcome: 'interrupted', changes: [{}, {}] });
    const after = await project.run('plan', '--env', 'test');
    expect([after.stderr, after.stdout]).toEqual(['', expect.stringContaining('nothing to do')]);
  });
});

describe('an apply that is interrupted', () => {
  it('is taken back by undo as well', async () => {
    const { project, go, limits, state } = twoWaves();
    await project.run('apply', '--env', 'test', '--yes');
    project.write(rulesAbove(35));
    rmSync(go);
    const apply = begin(project.root, ['apply', '--env', 'test', '--yes']);
    await eventually(() => limits()[0] === '35', 30);
    apply.kill('SIGTERM');
    await sleep(300);
    writeFileSync(go, '');
    const { stderr } = await apply.ended;
    const [, id = ''] = /obsctl undo (\S+) takes back/.exec(stderr) ?? [];
    expect((await project.run('undo', id, '--yes')).code).toBe(0);
    expect(limits()).toEqual(['30', '30']);
    expect(readdirSync(state)).not.toContain('journal.json');
  });

  it('twice is dead, and its lock is there to be broken', async () => {
    const { project, go, limits, state } = twoWaves();
    await project.run('apply', '--env', 'test', '--yes');
    project.write(rulesAbove(35));
    rmSync(go);
    const apply = begin(project.root, ['apply', '--env', 'test', '--yes']);
    await eventually(() => limits()[0] === '35', 30);
    apply.kill('SIGINT');
    await sleep(300);
    apply.kill('SIGINT');
    expect((await apply.ended).signal).toBe('SIGINT');
    writeFileSync(go, '');
    expect(existsSync(join(state, 'lock.json'))).toBe(true);
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(3);
    const broken = await project.run('apply', '--env', 'test', '--yes', '--break-lock');
    expect(broken.code).toBe(0);
    expect(broken.stderr).toContain('1 of 2 changes were made');
    expect(limits()).toEqual(['35', '35']);
  });

  it.each([
    ['plan', []],
    ['apply', ['--yes']],
    ['status', []],
  ] as const)(
    'while %s reads from a server that does not answer, at once, and nothing was written',
    async (command, flags) => {
      const asked: string[] = [];
      const silent = createServer((request) => asked.push(request.url ?? ''));
      await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
      onTestFinished(() => {
        silent.closeAllConnections();
        silent.close();
      });
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const [folder, state] = [temporaryFolder(), temporaryFolder()];
      const project = stage('forky', {
        targets: `target.prometheus({ folder: '${folder}', url: '${url}' })`,
        state: `state.folder('${state}')`,
      });
      const run = begin(project.root, [command, '--env', 'test', ...flags]);
      await eventually(() => asked.length > 0, 30);
      run.kill('SIGTERM');
      const { code, stderr } = await run.ended;
      expect(stderr).toContain('interrupted by SIGTERM while reading, so nothing was written');
      expect(code).toBe(143);
      expect([readdirSync(folder), readdirSync(state)]).toEqual([[], []]);
    },
  );
});

describe('a state that cannot be written any more', () => {
  it('does not hide what was written, and says that the lock is kept', async () => {
    const { project, go, limits, state } = twoWaves();
    await project.run('apply', '--env', 'test', '--yes');
    project.write(rulesAbove(35));
    rmSync(go);
    const apply = begin(project.root, ['apply', '--env', 'test', '--yes', '--format', 'json']);
    await eventually(() => limits()[0] === '35', 30);
    const base = join(state, 'base.json');
    const remembered = readFileSync(base, 'utf8');
    rmSync(base);
    // in its place something that no file can replace
    mkdirSync(join(base, 'in-the-way'), { recursive: true });
    writeFileSync(go, '');
    const ended = await apply.ended;
    expect(ended.code).toBe(4);
    const { diagnostics, changes } = reportOf(ended);
    expect(changes.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(diagnostics.find(({ code }) => code === 'state/not-written')?.message).toContain('its lock is kept');
    expect(existsSync(join(state, 'lock.json'))).toBe(true);
    rmSync(base, { recursive: true });
    writeFileSync(base, remembered);
    expect((await project.run('apply', '--env', 'test', '--yes', '--break-lock')).code).toBe(0);
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });
});
