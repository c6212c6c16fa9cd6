import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { binary, isThere, start } from '../real/servers.js';
import { reportOf, rulesAbove, runningPrometheus, stage, temporaryFolder } from './stage.js';

/** As rsync and ssh would do it, from the folder of one machine to that of another. */
const commandsTo = (folder: string) => `{
  read: 'cp -a ${folder}/rules ${folder}/prometheus.yml ${folder}/.obsctl "$OBSCTL_FOLDER"/ 2>/dev/null || true',
  stage: 'mkdir -p ${folder}/.obsctl && rm -rf ${folder}/.obsctl/staged && cp -a "$OBSCTL_FOLDER" ${folder}/.obsctl/staged',
  swap: 'sh ${folder}/.obsctl/staged/swap.sh',
  restore: 'sh ${folder}/.obsctl/staged/restore.sh',
}`;

describe.skipIf(!isThere('forky'))('a folder behind commands', () => {
  it('is read, staged, swapped and restored by them alone', async () => {
    const server = await runningPrometheus('forky');
    const options = `commands: ${commandsTo(server.folder)}`;
    const project = stage('forky', { targets: server.target(options), state: `state.folder('${temporaryFolder()}')` });
    const applied = await project.run('apply', '--env', 'test', '--yes');
    expect(applied.stderr).toBe('');
    expect(applied.code).toBe(0);
    expect((await server.rules()).TooHot).toBe('room:temperature:max > 30');
    expect((await project.run('apply', '--env', 'test', '--yes')).stdout).toContain('nothing to do');

    project.write(rulesAbove(35, "export const second = ruleGroup('second', { interval: '30s' }, []);\n"));
    const more = await project.run('apply', '--env', 'test', '--yes');
    expect(more.stdout + more.stderr).toContain('1 created, 1 updated');
    expect(more.stderr).toBe('');
    project.write(rulesAbove(36));
    expect(reportOf(await project.run('apply', '--env', 'test', '--yes', '--format', 'json')).summary).toMatchObject({
      delete: 1,
    });
    expect(existsSync(join(server.folder, 'rules/second.yaml'))).toBe(false);

    const config = readFileSync(join(project.root, 'obsctl.config.ts'), 'utf8');
    project.write({ ...rulesAbove(40), 'obsctl.config.ts': config.replace(/check: '[^']*'/, 'check: false') });
    writeFileSync(join(server.folder, 'rules/broken.yaml'), 'groups: nonsense\n');
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.code).toBe(3);
    expect(readFileSync(join(server.folder, 'rules/home.yaml'), 'utf8')).toContain('> 36');
    rmSync(join(server.folder, 'rules/broken.yaml'));
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect((await server.rules()).TooHot).toBe('room:temperature:max > 40');
  });

  it('says which command failed, and what it said', async () => {
    const server = await runningPrometheus('forky');
    const options = `commands: ${commandsTo(server.folder).replace(/swap: '[^']*'/, "swap: 'echo the door is locked >&2; exit 7'")}`;
    const project = stage('forky', { targets: server.target(options) });
    const { code, stderr } = await project.run('apply', '--env', 'test', '--yes');
    expect(stderr).toMatch(/the command `swap` of the target prometheus failed: the door is locked/);
    // it may have come far on the other machine
    expect(code).toBe(4);
    expect(await server.rules()).toEqual({});
  });
});

describe.skipIf(!isThere('forky'))('several of a kind', () => {
  it('are applied in waves, and a failure stops the following ones', async () => {
    const [first, second] = [await runningPrometheus('forky'), await runningPrometheus('forky')];
    const targets = `${first.target("name: 'a', wave: 1")}, ${second.target("name: 'b', wave: 2")}`;
    const project = stage('forky', { targets, state: `state.folder('${temporaryFolder()}')` });
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(await second.rules()).toEqual(await first.rules());
    project.write(rulesAbove(35));
    writeFileSync(join(first.folder, 'rules/broken.yaml'), 'groups: nonsense\n');
    const stopped = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(stopped.code).toBe(3);
    expect(reportOf(stopped).changes.map(({ target, status }) => [target, status])).toEqual([
      ['a', 'not tried'],
      ['b', 'not tried'],
    ]);
    rmSync(join(first.folder, 'rules/broken.yaml'));
    writeFileSync(join(second.folder, 'rules/broken.yaml'), 'groups: nonsense\n');
    const half = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(half.code).toBe(4);
    expect((await first.rules()).TooHot).toContain('> 35');
    expect((await second.rules()).TooHot).toContain('> 30');
    project.write(rulesAbove(36));
    const whole = await project.run('apply', '--env', 'test', '--yes', '--rollback-on-failure', '--format', 'json');
    expect(reportOf(whole).changes.map(({ target, status }) => [target, status])).toEqual([
      ['a', 'restored'],
      ['b', 'not tried'],
    ]);
    expect(whole.code).toBe(3);
    expect((await first.rules()).TooHot).toContain('> 35');
  });
});

describe.skipIf(!isThere('forky'))('a blackbox exporter', () => {
  it('gets its modules, and is asked whether it has them', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'blackbox.yml'), 'modules: {}\n');
    const server = await start(
      binary('forky', 'prometheus-blackbox-exporter'),
      (port) => [`--config.file=${folder}/blackbox.yml`, `--web.listen-address=127.0.0.1:${port}`],
      { ready: '/-/healthy' },
    );
    onTestFinished(() => server.stop());
    const project = stage('forky', {
      targets: `target.blackbox({ folder: '${folder}', url: '${server.url}' })`,
      definitions: {
        'monitoring/probes.ts': `import { httpModule, probe } from 'obsctl';

const ready = httpModule('ready', { timeout: '5s' });
export default probe('probe-http', { module: ready, exporter: 'localhost:9115', interval: '30s', timeout: '6s',
  targets: [{ address: 'http://localhost:8080/ready', labels: { service: 'web' } }] });
`,
      },
    });
    const applied = await project.run('apply', '--env', 'test', '--yes', '--adopt', '--format', 'json');
    expect(reportOf(applied).proof).toContainEqual({
      environment: 'test',
      target: 'blackbox',
      what: 'modules loaded',
      ok: true,
      detail: '1 modules',
    });
    expect(await (await fetch(`${server.url}/config`)).text()).toContain('ready:');
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });
});

describe.skipIf(!isThere('forky'))('a folder that cannot be written', () => {
  const isRoot = process.getuid?.() === 0;

  it.skipIf(!isRoot)('because its disk is full keeps what it holds, and nothing of ours is left behind', async () => {
    const server = await runningPrometheus('forky');
    const small = join(server.folder, 'rules');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    try {
      const other = temporaryFolder();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', other]);
      try {
        mkdirSync(join(other, 'prometheus/rules'), { recursive: true });
        const project = stage('forky', { targets: `target.files({ folder: '${other}', parts: ['prometheus'] })` });
        expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
        const before = readFileSync(join(other, 'prometheus/rules/home.yaml'), 'utf8');
        const many = Array.from({ length: 400 }, (_, index) => `record('a:b:c${index}', max(temperature).by('room'))`);
        project.write(
          rulesAbove(35, `export const big = ruleGroup('big', { interval: '30s' }, [${many.join(', ')}]);\n`),
        );
        writeFileSync(join(other, 'filler'), 'x'.repeat(40_000));
        const full = await project.run('apply', '--env', 'test', '--yes');
        expect(full.stderr).toMatch(/cannot be written: ENOSPC/);
        expect(full.code).toBe(3);
        expect(readFileSync(join(other, 'prometheus/rules/home.yaml'), 'utf8')).toBe(before);
        expect(existsSync(join(other, '.obsctl/staged'))).toBe(false);
        rmSync(join(other, 'filler'));
        project.write(rulesAbove(35));
        expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
      } finally {
        execFileSync('umount', [other]);
      }
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('because it may only be read is said to be that', async () => {
    const folder = temporaryFolder();
    const project = stage('forky', { targets: `target.files({ folder: '${folder}/there', parts: ['prometheus'] })` });
    mkdirSync(join(folder, 'there'));
    if (isRoot) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', join(folder, 'there')]);
      onTestFinished(() => void execFileSync('umount', [join(folder, 'there')]));
    } else chmodSync(join(folder, 'there'), 0o500);
    const { code, stderr } = await project.run('apply', '--env', 'test', '--yes');
    expect(stderr).toMatch(/cannot be written: (EROFS|EACCES)/);
    expect(code).toBe(3);
    expect(statSync(join(folder, 'there')).isDirectory()).toBe(true);
  });
});
