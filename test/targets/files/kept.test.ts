import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportOf, rulesAbove, type Stage, stage, temporaryFolder } from '../stage.js';

/** A project applied to a folder, and the one file of it that somebody is going to change. */
async function applied(): Promise<{ readonly project: Stage; readonly file: string }> {
  const folder = temporaryFolder();
  const project = stage('forky', {
    targets: `target.files({ folder: '${folder}', parts: ['prometheus'] })`,
    state: `state.folder('${temporaryFolder()}')`,
  });
  await project.run('apply', '--env', 'test', '--yes');
  return { project, file: join(folder, 'prometheus/rules/home.yaml') };
}

const planned = async (project: Stage, ...flags: string[]) => {
  const run = await project.run('plan', '--env', 'test', '--format', 'json', ...flags);
  const { changes, summary, writes } = reportOf(run);
  return { code: run.code, ops: changes.map(({ op, id }) => `${op} ${id}`), summary, writes };
};

describe('what was left as somebody made it, in a folder', () => {
  it('stays removed while the source stays, and comes back only when that is decided', async () => {
    const { project, file } = await applied();
    rmSync(file);
    expect((await planned(project)).ops).toEqual(['drifted home']);
    expect((await project.run('apply', '--env', 'test', '--yes', '--theirs')).code).toBe(0);
    expect(await planned(project)).toMatchObject({ code: 0, ops: ['kept home'], writes: 0 });
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    project.write(rulesAbove(35));
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('was left removed, and now the source has changed');
    expect(existsSync(file)).toBe(false);
    expect((await project.run('apply', '--env', 'test', '--yes', '--ours')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('> 35');
  });

  it('is not deleted with its source', async () => {
    const { project, file } = await applied();
    const theirs = readFileSync(file, 'utf8').replace('> 30', '> 31');
    writeFileSync(file, theirs);
    await project.run('apply', '--env', 'test', '--yes', '--theirs');
    const rules = readFileSync(join(project.root, 'monitoring/rules.ts'), 'utf8');
    project.write({ 'monitoring/rules.ts': 'export {};\n' });
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('and now it is gone from the source');
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    // left once more, and still not overwritten when the source has it again
    await project.run('apply', '--env', 'test', '--yes', '--theirs');
    expect(await planned(project)).toMatchObject({ code: 0, ops: ['kept home'] });
    project.write({ 'monitoring/rules.ts': rules });
    expect(await planned(project)).toMatchObject({ code: 1, ops: ['conflict home'] });
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    expect(await planned(project, '--ours')).toMatchObject({ code: 0, writes: 1 });
  });

  it('is not overwritten by undo either, and a second edit of theirs is asked about again', async () => {
    const { project, file } = await applied();
    project.write(rulesAbove(35));
    const run = reportOf(await project.run('apply', '--env', 'test', '--yes', '--format', 'json'));
    const theirs = readFileSync(file, 'utf8').replace('> 35', '> 36');
    writeFileSync(file, theirs);
    await project.run('apply', '--env', 'test', '--yes', '--theirs');
    expect((await project.run('undo', run.applies[0]?.id ?? '', '--yes')).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    writeFileSync(file, theirs.replace('> 36', '> 37'));
    expect(await planned(project)).toMatchObject({ code: 1, ops: ['drifted home'] });
    expect((await project.run('undo', run.applies[0]?.id ?? '', '--yes', '--ours')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('> 30');
  });
});
