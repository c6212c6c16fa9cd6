import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';

const dashboard = (title: string, expr: string) =>
  JSON.stringify({
    uid: 'a',
    title: 'A',
    schemaVersion: 42,
    panels: [
      { id: 1, type: 'timeseries', title, gridPos: { x: 0, y: 0, w: 12, h: 8 }, targets: [{ refId: 'A', expr }] },
    ],
  });

const json = async (root: string, ...args: string[]) => {
  const { code, stdout } = await obsctl(root, ['diff', ...args, '--format', 'json']);
  return { code, ...(JSON.parse(stdout) as { readonly summary: object; readonly changes: readonly object[] }) };
};

describe('obsctl diff', () => {
  it('finds nothing between definitions and what was just built from them', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build', '--quiet']);
    expect(await json(root, '--exit-code')).toMatchObject({
      code: 0,
      summary: { added: 0, removed: 0, changed: 0, moved: 0 },
      changes: [],
    });
  });

  it('names the alert and the field that changed since the last build', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build', '--quiet']);
    write(root, { 'monitoring/rules.ts': String(small['monitoring/rules.ts']).replace("'5m'", "'10m'") });
    const { code, changes } = await json(root, '--exit-code');
    expect(code).toBe(1);
    expect(changes).toMatchObject([
      {
        op: 'changed',
        kind: 'prometheus/rules',
        id: 'home',
        path: 'groups/home/rules/TooHot/for',
        before: '5m',
        after: '10m',
        what: 'alert TooHot',
      },
    ]);
    const { stdout } = await obsctl(root, ['diff']);
    expect(stdout).toContain('alert TooHot: for 5m → 10m');
  });

  it('says that there is no build to compare with', async () => {
    const { code, stderr } = await obsctl(temporaryProject(small), ['diff']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no build in build/prod');
    expect(stderr).toContain('obsctl build');
  });

  it('compares any two dashboards, whatever they are written like', async () => {
    const root = temporaryProject({
      'old.json': dashboard('Requests', 'sum(rate(a[5m])) by (x)'),
      'new.json': JSON.stringify(JSON.parse(dashboard('Requests', 'sum by(x)(rate(a[300s]))')), null, 4),
      'other.json': dashboard('Requests', 'sum(rate(a[10m])) by (x)'),
    });
    expect(await json(root, 'old.json', 'new.json')).toMatchObject({ code: 0, changes: [] });
    expect(await json(root, 'old.json', 'other.json')).toMatchObject({
      code: 0,
      changes: [{ what: 'query A of panel "Requests"', words: 'range 5m → 10m' }],
    });
  });

  it('compares folders, by what is in them and not by where it lies', async () => {
    const group = (name: string, level: number) =>
      `groups:\n- name: ${name}\n  rules:\n  - alert: ${name}High\n    expr: a > ${level}\n`;
    const root = temporaryProject({
      'old/a.yaml': group('one', 1),
      'old/b.yaml': group('two', 1),
      'old/notes.yaml': 'x: 1',
    });
    write(root, { 'new/all.yaml': `${group('one', 1)}${group('two', 2).replace('groups:\n', '')}` });
    expect(await json(root, 'old', 'new')).toMatchObject({ changes: [{ id: 'two', what: 'alert twoHigh' }] });
  });

  it('knows who reads a rule that changed, in files that changed and in files that did not', async () => {
    const record = (range: string) =>
      `groups:\n- name: g\n  rules:\n  - record: a:rate\n    expr: rate(a[${range}])\n---\n` +
      'groups:\n- name: h\n  rules:\n  - alert: Many\n    expr: a:rate > 5\n';
    const other = dashboard('Other', 'a:rate').replace('"uid":"a"', '"uid":"b"');
    const root = temporaryProject({
      'old/same.json': dashboard('Requests', 'a:rate'),
      'new/same.json': dashboard('Requests', 'a:rate'),
      'old/other.json': other,
      'new/other.json': other.replace('a:rate', '2 * a:rate'),
      'old/rules.yaml': record('5m'),
      'new/rules.yaml': record('1m'),
    });
    const { stdout } = await obsctl(root, ['diff', 'old', 'new']);
    expect(stdout).toContain(
      'a:rate counts otherwise, and is read by the alert Many and 2 panels (Other on A, Requests on A)',
    );
  });

  it('keeps two dashboards of one uid apart', async () => {
    const root = temporaryProject({
      'old/a.json': dashboard('Requests', 'up'),
      'old/b.json': dashboard('Errors', 'up == 0'),
      'new/a.json': dashboard('Requests', 'up'),
      'new/b.json': dashboard('Errors', 'up == 1'),
    });
    expect(await json(root, 'old', 'new')).toMatchObject({ changes: [{ what: 'query A of panel "Errors"' }] });
  });

  it('names two dashboards of one uid by their files, and loses none', async () => {
    const root = temporaryProject({
      'old/a.json': dashboard('Requests', 'a'),
      'old/b.json': dashboard('Errors', 'b'),
      'new/a.json': dashboard('Requests', 'a + 1'),
      'new/b.json': dashboard('Errors', 'b + 1'),
      'new/c.json': dashboard('Queue', 'c'),
    });
    expect(await json(root, 'old', 'new')).toMatchObject({
      notes: ['3 dashboards have the uid a, of which Grafana keeps one: a.json, b.json, c.json'],
      changes: [
        { op: 'changed', id: 'a in a.json', where: 'dashboard "A" in a.json', what: 'query A of panel "Requests"' },
        { op: 'changed', id: 'a in b.json', where: 'dashboard "A" in b.json', what: 'query A of panel "Errors"' },
        { op: 'added', id: 'a in c.json', where: 'dashboard "A" in c.json' },
      ],
    });
    // the other way round, one of them goes; none of what is left has anything to be noted
    rmSync(join(root, 'old', 'b.json'));
    expect(await json(root, 'new', 'old')).toMatchObject({
      notes: [],
      changes: [
        { op: 'changed', id: 'a in a.json' },
        { op: 'removed', id: 'a in b.json' },
        { op: 'removed', id: 'a in c.json' },
      ],
    });
  });

  it('finds two dashboards of one uid again where their files have other names', async () => {
    const [requests, errors] = [dashboard('Requests', 'a'), dashboard('Errors', 'b')];
    const root = temporaryProject({ 'old/a.json': requests, 'old/b.json': errors });
    write(root, { 'new/a.json': requests.replace('"a"', '"a"  '), 'new/c.json': errors });
    expect(await json(root, 'old', 'new')).toMatchObject({ changes: [] });
  });

  it('says of several dashboards with one title which of them', async () => {
    const other = (expr: string) => dashboard('Errors', expr).replace('"uid":"a"', '"uid":"b"');
    const root = temporaryProject({ 'old/a.json': dashboard('Requests', 'a'), 'old/b.json': other('b') });
    write(root, { 'new/a.json': dashboard('Requests', 'a + 1'), 'new/b.json': other('b + 1') });
    expect(await json(root, 'old', 'new')).toMatchObject({
      changes: [{ where: 'dashboard "A" (a)' }, { where: 'dashboard "A" (b)' }],
    });
  });

  it('names what cannot be read', async () => {
    const root = temporaryProject({ 'a.json': '{' });
    writeFileSync(join(root, 'b.json'), '{}');
    expect((await obsctl(root, ['diff', 'a.json', 'b.json'])).code).toBe(2);
    expect((await obsctl(root, ['diff', 'a.json'])).stderr).toContain('two files or folders');
    expect((await obsctl(root, ['diff', 'a.json', 'nowhere'])).stderr).toContain('nowhere cannot be read');
  });
});

describe('obsctl diff --base', () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd,
      encoding: 'utf8',
    }).trim();

  /** A project under git, whose rules were changed after the first commit. */
  function changedProject(): string {
    const root = temporaryProject({ ...small, '.gitignore': 'node_modules\nbuild\n.obsctl\n' });
    git(root, 'init', '--quiet', '--initial-branch=main');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'first');
    write(root, {
      'monitoring/rules.ts': String(small['monitoring/rules.ts']).replace('gt(hottest, 30)', 'gt(hottest, 35)'),
    });
    return root;
  }

  const leftovers = (root: string) => [
    git(root, 'worktree', 'list').split('\n').length,
    readdirSync(tmpdir()).filter((name) => name.startsWith('obsctl-base-')).length,
  ];

  it('compares with the definitions of a revision, and leaves nothing behind', async () => {
    const root = changedProject();
    const [, before] = leftovers(root);
    const { changes, code } = await json(root, '--base', 'main', '--exit-code');
    expect(code).toBe(1);
    expect(changes).toMatchObject([{ what: 'alert TooHot', words: 'threshold 30 → 35' }]);
    expect(leftovers(root)).toEqual([1, before]);
    expect(git(root, 'status', '--porcelain')).toBe('M monitoring/rules.ts');
  });

  it('says that a revision does not compile, and which one', async () => {
    const root = changedProject();
    write(root, { 'monitoring/broken.ts': 'export const x = (;\n' });
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'broken');
    rmSync(join(root, 'monitoring/broken.ts'));
    const { code, stderr } = await obsctl(root, ['diff', '--base', 'HEAD']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^HEAD:monitoring\/broken\.ts:1:\d+ {2}error {2}the definitions of HEAD do not compile: /);
    expect(leftovers(root)[0]).toBe(1);
  });

  it('says that a revision is not there, and in a shallow clone how to get it', async () => {
    const root = changedProject();
    expect((await obsctl(root, ['diff', '--base', 'nowhere'])).stderr).toContain('git knows no revision nowhere');
    git(root, 'commit', '--quiet', '--all', '-m', 'second');
    const first = git(root, 'rev-parse', 'HEAD~1');
    const clone = temporaryProject({});
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, join(clone, 'clone')]);
    const { code, stderr } = await obsctl(join(clone, 'clone'), ['diff', '--base', first]);
    expect(code).toBe(2);
    expect(stderr).toContain('shallow clone');
    expect(stderr).toContain('git fetch --unshallow');
  });

  it('says that there is no git', async () => {
    const { code, stderr } = await obsctl(temporaryProject(small), ['diff', '--base', 'main']);
    expect(code).toBe(2);
    expect(stderr).toContain('no working copy');
  });
});

describe('obsctl diff --against', () => {
  it('compares two environments of the definitions', async () => {
    const config = String(small['obsctl.config.ts']).replace(
      '    prod: {',
      `    staging: {
      versions: { grafana: '12.4', prometheus: '3.5', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' },
    },
    prod: {`,
    );
    const rules = String(small['monitoring/rules.ts'])
      .replace('import {', "import { currentEnvironment } from 'obsctl';\nimport {")
      .replace("'5m'", "currentEnvironment({ staging: { wait: '1m' }, prod: { wait: '5m' } }).wait as '5m'");
    const root = temporaryProject({ ...small, 'obsctl.config.ts': config, 'monitoring/rules.ts': rules });
    expect(await json(root, '--env', 'staging', '--against', 'prod')).toMatchObject({
      changes: [{ what: 'alert TooHot', before: '5m', after: '1m' }],
    });
    expect((await obsctl(root, ['diff', '--against', 'prod'])).stderr).toContain('--env staging --against prod');
  });
});

describe('obsctl diff --env', () => {
  it('compares what runs with the definitions', async () => {
    const live = temporaryProject({});
    const config = String(small['obsctl.config.ts'])
      .replace('{ defineConfig }', '{ defineConfig, target }')
      .replace('    prod: {', `    prod: {\n      targets: [target.files({ folder: '${live}/files' })],`);
    const root = temporaryProject({ ...small, 'obsctl.config.ts': config });
    mkdirSync(join(live, 'files'));
    expect((await obsctl(root, ['apply', '--env', 'prod', '--yes'])).code).toBe(0);
    expect(await json(root, '--env', 'prod', '--exit-code')).toMatchObject({ code: 0, changes: [] });
    const file = join(live, 'files', 'prometheus', 'rules', 'home.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('for: 5m', 'for: 9m'));
    expect(await json(root, '--env', 'prod', '--exit-code')).toMatchObject({
      code: 1,
      left: 'what runs in prod',
      changes: [{ what: 'alert TooHot', before: '9m', after: '5m' }],
    });
  });

  it('says where the servers of an environment are named', async () => {
    const { code, stderr } = await obsctl(temporaryProject(small), ['diff', '--env', 'prod']);
    expect(code).toBe(2);
    expect(stderr).toContain('the environment prod has no targets');
  });
});
