import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { git } from '../helpers/git.js';
import { begin, obsctl } from '../helpers/project.js';
import { eventually } from '../real/alertmanager.js';
import { describeOn } from '../real/describe-on.js';
import { reportOf, rulesAbove, runningPrometheus, type Stage, stage, temporaryFolder } from './stage.js';

/** A project without a server, in two clones of one repository. */
function twoClones(): { readonly first: Stage; readonly second: string; readonly folder: string } {
  const folder = temporaryFolder();
  const origin = temporaryFolder();
  git(origin, 'init', '--bare', '--quiet', '--initial-branch=main');
  // a slow server, so that one apply can come in between another
  const reload = '{ command: `sleep "${OBSCTL_SLOW:-0}"` }'.replace('$', '\\$');
  const first = stage('forky', {
    targets: `target.files({ folder: '${folder}', parts: ['prometheus'], reload: ${reload} })`,
    state: "state.git('obsctl-state')",
  });
  writeFileSync(join(first.root, '.gitignore'), '.obsctl\n');
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    ['commit', '--quiet', '-m', 'start'],
    ['remote', 'add', 'origin', origin],
    ['push', '--quiet', 'origin', 'main'],
  ]) {
    git(first.root, ...args);
  }
  const second = join(temporaryFolder(), 'clone');
  git(origin, 'clone', '--quiet', origin, second);
  return { first, second, folder };
}

describe('the state in a branch', () => {
  it('is shared by clones: what one applied, the other takes back', async () => {
    const { first, second, folder } = twoClones();
    await first.run('apply', '--env', 'test', '--yes');
    first.write(rulesAbove(35));
    const applied = reportOf(await first.run('apply', '--env', 'test', '--yes', '--format', 'json'));
    expect(applied).toMatchObject({ ok: true, summary: { update: 1 } });
    expect(readFileSync(join(folder, 'prometheus/rules/home.yaml'), 'utf8')).toContain('> 35');
    const undone = await obsctl(second, ['undo', applied.applies[0]?.id ?? '', '--yes']);
    expect(undone.stderr).toBe('');
    expect(undone.code).toBe(0);
    expect(readFileSync(join(folder, 'prometheus/rules/home.yaml'), 'utf8')).toContain('> 30');
    // the branch has a history of its own, and nothing of it lies in the working tree
    expect(git(first.root, 'status', '--porcelain')).toBe(' M monitoring/rules.ts\n');
    git(first.root, 'fetch', '--quiet', 'origin');
    expect(git(first.root, 'log', '--format=%s', 'origin/obsctl-state').split('\n')).toHaveLength(7);
  });

  it('keeps two applies apart, with the name of who holds it; a dead one is replaced only when asked', async () => {
    const { first, second, folder } = twoClones();
    await first.run('apply', '--env', 'test', '--yes');
    first.write(rulesAbove(35));
    git(first.root, 'commit', '--quiet', '-a', '-m', 'more');
    git(first.root, 'push', '--quiet', 'origin', 'main');
    git(second, 'pull', '--quiet');
    const launcher = join(repository, 'bin', 'obsctl.js');
    const env = { ...process.env, OBSCTL_SLOW: '30' };
    const slow = spawn(process.execPath, [launcher, 'apply', '--env', 'test', '--yes'], {
      cwd: first.root,
      env,
      detached: true,
      stdio: 'ignore',
    });
    await eventually(() => readFileSync(join(folder, 'prometheus/rules/home.yaml'), 'utf8').includes('> 35'), 30);
    const refused = await obsctl(second, ['apply', '--env', 'test', '--yes', '--format', 'json']);
    expect(refused.code).toBe(3);
    expect(reportOf(refused).diagnostics.find(({ code }) => code === 'state/locked')?.message).toMatch(
      new RegExp(`@.* has been applying to test since .*process ${slow.pid}`),
    );
    // its machine dies
    process.kill(-(slow.pid ?? 0), 'SIGKILL');
    const still = await obsctl(second, ['apply', '--env', 'test', '--yes']);
    expect(still.stderr).toContain('--break-lock');
    expect(still.code).toBe(3);
    const finished = await obsctl(second, ['apply', '--env', 'test', '--yes', '--break-lock', '--format', 'json']);
    expect(finished.code).toBe(0);
    const cut = reportOf(finished).diagnostics.find(({ code }) => code === 'apply/cut-short');
    expect(cut?.message).toMatch(/did not end: 1 of 1 changes were made/);
    const after = await obsctl(second, ['plan', '--env', 'test']);
    expect(after.stdout).toContain('nothing to do');
    expect(after.stderr).toBe('');
    const id = /apply (\S+), begun/.exec(cut?.message ?? '')?.[1] ?? '';
    expect((await obsctl(second, ['undo', id, '--yes'])).code).toBe(0);
    expect(readFileSync(join(folder, 'prometheus/rules/home.yaml'), 'utf8')).toContain('> 30');
  });
});

describe('the state in a folder', () => {
  it('remembers each resource on a line of its own', async () => {
    const [folder, remembered] = [temporaryFolder(), temporaryFolder()];
    const project = stage('forky', {
      targets: `target.files({ folder: '${folder}', parts: ['prometheus'] })`,
      state: `state.folder('${remembered}')`,
    });
    const applied = reportOf(await project.run('apply', '--env', 'test', '--yes', '--format', 'json'));
    const text = readFileSync(join(remembered, 'test/base.json'), 'utf8');
    expect(Object.keys(JSON.parse(text).files)).toHaveLength(applied.changes.length);
    expect(text.split('\n').filter((line) => line.includes('"sum"'))).toHaveLength(applied.changes.length);
    expect(text.trim().split('\n')).toHaveLength(applied.changes.length + 4);
    expect((await project.run('apply', '--env', 'test', '--yes')).stdout).toContain('nothing to do');
  });

  it('lets one of several win that start at once', async () => {
    const folder = temporaryFolder();
    const state = temporaryFolder();
    const project = stage('forky', {
      targets: `target.files({ folder: '${folder}', parts: ['prometheus'] })`,
      state: `state.folder('${state}')`,
    });
    await project.run('build');
    const runs = await Promise.all([1, 2, 3].map(() => project.run('apply', '--env', 'test', '--yes')));
    for (const { code, stderr } of runs) if (code !== 0) expect(stderr).toMatch(/has been applying|has changed since/);
    expect(runs.map(({ code }) => code)).toContain(0);
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });

  it('is missed where it is needed, and said to be missing', async () => {
    const folder = temporaryFolder();
    const project = stage('forky', { targets: `target.files({ folder: '${folder}', parts: ['prometheus'] })` });
    expect((await project.run('apply', '--env', 'test', '--yes')).stderr).toContain('has no `state`');
    writeFileSync(join(folder, 'prometheus/rules/home.yaml'), 'groups: []\n');
    expect((await project.run('apply', '--env', 'test', '--yes', '--theirs')).stderr).toContain('has to be remembered');
    expect((await project.run('undo', '20260101-000000-1')).stderr).toContain('nothing can be undone');
  });
});

const generations = ['bookworm', 'forky'] as const;

describeOn(generations, 'an apply to a Prometheus of %s that is killed', (generation) => {
  const kills = Number(process.env.OBSCTL_KILLS ?? 4);

  it(`at ${kills} moments leaves one whole version running, and the next one ends with nothing to do`, {
    timeout: 30_000 * kills,
  }, async () => {
    const server = await runningPrometheus(generation);
    const project = stage(generation, { targets: server.target(), state: `state.folder('${temporaryFolder()}')` });
    await project.run('apply', '--env', 'test', '--yes');
    mkdirSync(join(server.folder, 'rules'), { recursive: true });
    let seed = 20261125;
    const chance = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    let running = 30;
    for (let kill = 1; kill <= kills; kill += 1) {
      const next = 30 + kill;
      const others = Array.from(
        { length: 5 },
        (_, index) =>
          `export const g${index} = ruleGroup('g${index}-${kill % 3}', { interval: '30s' }, [record('limit:${next}:${index}', max(temperature).by('room'))]);\n`,
      );
      project.write(rulesAbove(next, others.join('')));
      const apply = begin(project.root, ['apply', '--env', 'test', '--yes', '--max-deletes', '9']);
      await Promise.race([sleep(200 + chance() * 1_200), apply.ended]);
      apply.kill('SIGKILL');
      await apply.ended;
      const limits = new Set(
        Object.entries(await server.rules())
          .map(([name, query]) => (/^limit:(\d+)/.exec(name) ?? /> (\d+)$/.exec(query))?.[1])
          .filter(Boolean),
      );
      expect([[String(running)], [String(next)]]).toContainEqual([...limits]);
      const finished = await project.run('apply', '--env', 'test', '--yes', '--max-deletes', '9', '--break-lock');
      expect(finished.stderr.replace(/^warning.*\n.*help.*\n/gm, '')).toBe('');
      expect(finished.code).toBe(0);
      expect((await server.rules()).TooHot).toBe(`room:temperature:max > ${next}`);
      expect((await project.run('apply', '--env', 'test', '--yes')).stdout).toContain('nothing to do');
      running = next;
    }
  });
});
