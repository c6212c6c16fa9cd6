import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeOn } from '../real/describe-on.js';
import type { Generation } from '../real/servers.js';
import { reportOf, rulesAbove, runningPrometheus, stage, temporaryFolder } from './stage.js';

const generations = ['bookworm', 'forky'] as const;
const query = (limit: number) => ({
  'room:temperature:max': 'max by (room) (temperature_celsius)',
  TooHot: `room:temperature:max > ${limit}`,
});

async function stageWithServer(generation: Generation, options?: string) {
  const server = await runningPrometheus(generation);
  const state = temporaryFolder();
  const project = stage(generation, { targets: server.target(options), state: `state.folder('${state}')` });
  return { server, project, state };
}

describeOn(generations, 'apply to a Prometheus of %s', (generation) => {
  it('creates, proves that the server runs it, and then has nothing to do', async () => {
    const { server, project } = await stageWithServer(generation);
    const planned = reportOf(await project.run('plan', '--env', 'test', '--format', 'json'));
    expect(planned).toMatchObject({ ok: true, summary: { create: 1, unchanged: 0 }, writes: 1 });
    expect(await server.rules()).toEqual({});
    const applied = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(applied.code).toBe(0);
    const { proof, writes } = reportOf(applied);
    expect(writes).toBe(1);
    expect(proof.map(({ what, ok }) => [what, ok])).toEqual([
      ['checked by promtool', true],
      ['read back', true],
      ['reloaded', true],
      ['rules loaded', true],
      ['rules healthy', true],
    ]);
    expect(await server.rules()).toEqual(query(30));
    const again = reportOf(await project.run('apply', '--env', 'test', '--yes', '--format', 'json'));
    expect(again).toMatchObject({ ok: true, writes: 0, summary: { unchanged: 1 }, changes: [], proof: [] });
  });

  it('updates, and deletes what is gone from the source, but nothing foreign', async () => {
    const { server, project } = await stageWithServer(generation);
    const foreign = join(server.folder, 'rules/theirs.yaml');
    writeFileSync(foreign, 'groups: [{ name: theirs, rules: [{ record: a:b, expr: up }] }]\n');
    project.write(rulesAbove(30, "export const second = ruleGroup('second', { interval: '30s' }, []);\n"));
    await project.run('apply', '--env', 'test', '--yes');
    expect(existsSync(join(server.folder, 'rules/second.yaml'))).toBe(true);
    project.write(rulesAbove(35));
    const applied = reportOf(await project.run('apply', '--env', 'test', '--yes', '--format', 'json'));
    expect(applied.summary).toMatchObject({ update: 1, delete: 1 });
    expect(await server.rules()).toEqual({ ...query(35), 'a:b': 'up' });
    expect(existsSync(join(server.folder, 'rules/second.yaml'))).toBe(false);
  });

  it('writes nothing where somebody was there since, until it is told whose counts', async () => {
    const { server, project } = await stageWithServer(generation);
    await project.run('apply', '--env', 'test', '--yes');
    const file = join(server.folder, 'rules/home.yaml');
    const theirs = readFileSync(file, 'utf8').replace('> 30', '> 31');
    writeFileSync(file, theirs);
    const drifted = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(drifted.code).toBe(1);
    expect(reportOf(drifted)).toMatchObject({ summary: { drifted: 1 }, writes: 0 });
    project.write(rulesAbove(40));
    const conflict = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(conflict.code).toBe(1);
    const [change] = reportOf(conflict).changes;
    expect(change).toMatchObject({ op: 'conflict', id: 'home' });
    expect(JSON.stringify([change?.before, change?.after])).toMatch(/> 31.*> 40/);
    expect(JSON.stringify((change as { base?: unknown }).base)).toContain('> 30');
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    const { stdout } = await project.run('plan', '--env', 'test');
    expect(stdout).toMatch(/theirs {2}alert TooHot.*30 → 31/);
    expect(stdout).toMatch(/ours {4}alert TooHot.*30 → 40/);

    expect((await project.run('apply', '--env', 'test', '--yes', '--theirs')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    writeFileSync(file, theirs.replace('> 31', '> 32'));
    expect((await project.run('apply', '--env', 'test', '--yes', '--ours')).code).toBe(0);
    expect(await server.rules()).toEqual(query(40));
  });

  it('keeps theirs where that was decided, and asks again when the source moves', async () => {
    const { server, project } = await stageWithServer(generation);
    await project.run('apply', '--env', 'test', '--yes');
    const file = join(server.folder, 'rules/home.yaml');
    const theirs = readFileSync(file, 'utf8').replace('> 30', '> 31');
    writeFileSync(file, theirs);
    expect((await project.run('apply', '--env', 'test', '--yes', '--theirs')).code).toBe(0);

    const kept = await project.run('plan', '--env', 'test');
    expect(kept.code).toBe(0);
    expect(kept.stdout).toMatch(/≠ kept +rules\/home\.yaml/);
    expect(kept.stdout).toMatch(/theirs {2}alert TooHot.*30 → 31/);
    expect(kept.stdout).toContain('nothing to do: 0 resources are as the source says, 1 kept as theirs');
    const again = reportOf(await project.run('apply', '--env', 'test', '--yes', '--theirs', '--format', 'json'));
    expect(again).toMatchObject({ ok: true, writes: 0, applies: [], summary: { kept: 1, unchanged: 0 } });

    project.write(rulesAbove(40));
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('was left as somebody had changed it there, and now the source has changed');
    expect(refused.stdout).toMatch(/theirs {2}alert TooHot.*30 → 31/);
    expect(refused.stdout).toMatch(/ours {4}alert TooHot.*30 → 40/);
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    expect((await project.run('apply', '--env', 'test', '--yes', '--theirs')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(theirs);

    const planned = reportOf(await project.run('plan', '--env', 'test', '--ours', '--format', 'json'));
    expect(planned).toMatchObject({ writes: 1, changes: [{ op: 'kept', decision: 'ours' }] });
    const ours = await project.run('apply', '--env', 'test', '--yes', '--ours');
    expect(ours.stdout).toContain('1 set to the source');
    expect(await server.rules()).toEqual(query(40));
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do: 1 resource is');
  });

  it('refuses bad files before they are written, and takes back what the server refuses', async () => {
    const { server, project } = await stageWithServer(generation);
    await project.run('apply', '--env', 'test', '--yes');
    const before = readFileSync(join(server.folder, 'rules/home.yaml'), 'utf8');
    // beside ours stands something that no Prometheus takes: the reload as a whole fails
    writeFileSync(
      join(server.folder, 'rules/broken.yaml'),
      'groups: [{ name: x, rules: [{ record: a, expr: "sum(" }] }]',
    );
    project.write(rulesAbove(50));
    const checked = await project.run('apply', '--env', 'test', '--yes');
    expect(checked.stderr).toMatch(/refused before they were written: .*rules\/broken\.yaml.*unclosed/s);
    expect(checked.code).toBe(3);
    const config = readFileSync(join(project.root, 'obsctl.config.ts'), 'utf8');
    project.write({ 'obsctl.config.ts': config.replace(/check: '[^']*'/, 'check: false') });
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.stderr).toContain('refuses the files');
    expect(refused.stdout).toContain('restored');
    expect(refused.code).toBe(3);
    expect(readFileSync(join(server.folder, 'rules/home.yaml'), 'utf8')).toBe(before);
    expect(await server.rules()).toEqual(query(30));
    rmSync(join(server.folder, 'rules/broken.yaml'));
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(await server.rules()).toEqual(query(50));
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });

  it('adopts files without our mark only when told to', async () => {
    const { server, project } = await stageWithServer(generation);
    writeFileSync(join(server.folder, 'rules/home.yaml'), 'groups: [] # by hand\n');
    const refused = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(reportOf(refused)).toMatchObject({ ok: false, summary: { adopt: 1 } });
    expect(readFileSync(join(server.folder, 'rules/home.yaml'), 'utf8')).toBe('groups: [] # by hand\n');
    const adopted = await project.run('apply', '--env', 'test', '--yes', '--adopt', '--format', 'json');
    expect(adopted.code).toBe(0);
    expect(await server.rules()).toEqual(query(30));
    const [apply] = reportOf(adopted).applies;
    const undone = await project.run('undo', apply?.id ?? '', '--yes');
    expect(undone.code).toBe(0);
    expect(readFileSync(join(server.folder, 'rules/home.yaml'), 'utf8')).toBe('groups: [] # by hand\n');
    expect(await server.rules()).toEqual({});
  });

  it('carries out a plan as it was reviewed, or not at all', async () => {
    const { server, project } = await stageWithServer(generation);
    const file = join(project.root, 'test.plan.json');
    await project.run('plan', '--env', 'test', '--out', file);
    const plan = readFileSync(file, 'utf8');
    expect((await project.run('apply', file, '--yes')).code).toBe(0);
    expect(await server.rules()).toEqual(query(30));
    const again = await project.run('apply', file, '--yes');
    expect(again.stderr).toContain('since the plan was made');
    expect(again.code).toBe(1);
    project.write(rulesAbove(60));
    await project.run('plan', '--env', 'test', '--out', file);
    appendFileSync(join(server.folder, 'rules/home.yaml'), '# somebody\n');
    expect((await project.run('apply', file, '--yes')).stderr).toContain('has moved on the server');
    writeFileSync(file, plan.replace('obsctl/plan-file/v1', 'something'));
    expect((await project.run('apply', file, '--yes')).stderr).toContain('is no plan');
  });

  it('asks nobody who is not there', async () => {
    const { server, project } = await stageWithServer(generation);
    const { code, stderr } = await project.run('apply', '--env', 'test');
    expect(stderr).toContain('--yes goes ahead without asking');
    expect(code).toBe(2);
    expect(await server.rules()).toEqual({});
  });

  it('says with exit code 3 that a server is not there, and completes the apply that was cut short by its end', async () => {
    const { server, project } = await stageWithServer(generation);
    await project.run('apply', '--env', 'test', '--yes');
    await server.stop();
    project.write(rulesAbove(70));
    const { code, stderr } = await project.run('apply', '--env', 'test', '--yes');
    expect(stderr).toContain('cannot be reached');
    expect(code).toBe(3);
    await server.restart();
    expect(await server.rules()).toEqual(query(30));
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(await server.rules()).toEqual(query(70));
  });

  it('tells the server by a command where one is named', async () => {
    const { server, project } = await stageWithServer(
      generation,
      'reload: { command: `node -e \'fetch(process.env.RELOAD, { method: "POST" })\'` }',
    );
    const RELOAD = `${server.url}/-/reload`;
    const { code, stderr } = await project.with({ RELOAD }, 'apply', '--env', 'test', '--yes');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(await server.rules()).toEqual(query(30));
  });

  it('refuses to delete more than a few, and keeps what it deletes', async () => {
    const { server, project } = await stageWithServer(generation);
    const groups = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (name) => `export const ${name} = ruleGroup('${name}', { interval: '30s' }, []);\n`,
    );
    project.write(rulesAbove(30, groups.join('')));
    await project.run('apply', '--env', 'test', '--yes');
    project.write(rulesAbove(30));
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.stderr).toContain('6 resources would be deleted');
    expect(refused.code).toBe(1);
    expect(existsSync(join(server.folder, 'rules/a.yaml'))).toBe(true);
    const pruned = reportOf(
      await project.run('apply', '--env', 'test', '--yes', '--max-deletes', '6', '--format', 'json'),
    );
    expect(pruned).toMatchObject({ ok: true, summary: { delete: 6 } });
    expect(existsSync(join(server.folder, 'rules/a.yaml'))).toBe(false);
    await project.run('undo', pruned.applies[0]?.id ?? '', '--yes');
    expect(existsSync(join(server.folder, 'rules/a.yaml'))).toBe(true);
  });
});
