import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../helpers/git.js';
import { reportOf, rulesAbove, stage, temporaryFolder } from './stage.js';

/** A project that writes to a folder. */
function staged(state?: string) {
  const folder = temporaryFolder();
  const kept = temporaryFolder();
  const project = stage('forky', {
    targets: `target.files({ folder: '${folder}', parts: ['prometheus'] })`,
    state: state ?? `state.folder('${kept}')`,
  });
  const apply = async (limit: number) => {
    project.write(rulesAbove(limit));
    const run = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(run.code).toBe(0);
    return reportOf(run).applies[0]?.id ?? '';
  };
  const receipt = (id: string) =>
    JSON.parse(readFileSync(join(kept, 'test/applies', id, 'receipt.json'), 'utf8')) as Record<string, unknown>;
  const running = () => / > (\d+)/.exec(readFileSync(join(folder, 'prometheus/rules/home.yaml'), 'utf8'))?.[1];
  return { project, apply, receipt, running };
}

describe('the receipt of an apply', () => {
  it('names the revision of the definitions, and whether they were changed since', async () => {
    const { project, apply, receipt } = staged();
    const without = await apply(30);
    expect(receipt(without)).not.toHaveProperty('revision');
    git(project.root, 'init', '--quiet');
    project.write({ '.gitignore': '.obsctl\nnode_modules\n' });
    git(project.root, 'add', '.');
    git(project.root, 'commit', '--quiet', '-m', 'start');
    const dirty = await apply(35);
    const head = git(project.root, 'rev-parse', 'HEAD').trim();
    expect(receipt(dirty).revision).toBe(`${head}-dirty`);
    project.write(rulesAbove(36));
    git(project.root, 'add', '.');
    git(project.root, 'commit', '--quiet', '-m', 'more');
    const clean = await apply(36);
    expect(receipt(clean).revision).toBe(git(project.root, 'rev-parse', 'HEAD').trim());
    const undone = await project.run('undo', clean, '--yes', '--format', 'json');
    const id = reportOf(undone).applies[0]?.id ?? '';
    expect(receipt(id)).toMatchObject({ undoes: clean, outcome: 'applied' });
    expect(receipt(id)).not.toHaveProperty('revision');
  });
});

describe('undo', () => {
  it('of an old apply says what of later ones goes with it, before it asks', async () => {
    const { project, apply, running } = staged();
    await apply(30);
    const second = await apply(35);
    const third = await apply(40);
    const asked = await project.run('undo', second);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(
      new RegExp(`warning .*what the apply ${third} by .* made of .*home\\.yaml is taken back as well`),
    );
    expect(asked.stderr).toContain(`obsctl undo ${third} takes back that alone`);
    expect(running()).toBe('40');
    const last = await project.run('undo', third, '--yes');
    expect(last.stderr).not.toContain('is taken back as well');
    expect(running()).toBe('35');
    const both = await project.run('undo', second, '--yes', '--format', 'json');
    const codes = reportOf(both).diagnostics.map(({ code, message }) => [code, /(apply|undo) \S+/.exec(message)?.[1]]);
    expect(codes.filter(([code]) => code === 'undo/later')).toEqual([
      ['undo/later', 'apply'],
      ['undo/later', 'undo'],
    ]);
    expect(running()).toBe('30');
  });
});

describe('a state in git', () => {
  it('without a repository says what to do, and touches nothing', async () => {
    const { project } = staged("state.git('obsctl-state')");
    for (const command of ['plan', 'apply'] as const) {
      const run = await project.run(command, '--env', 'test', ...(command === 'apply' ? ['--yes'] : []));
      expect(run.stderr).toMatch(
        /the state is a branch of git, and .* cannot be used as a repository: .*not a git repo/,
      );
      expect(run.stderr).toContain('git init');
      expect(run.stderr).toContain('state.folder');
      expect(run.code).toBe(3);
    }
    expect(readdirSync(project.root)).not.toContain('.git');
  });

  it('without a remote is kept here, which is said each time', async () => {
    const { project, running } = staged("state.git('obsctl-state')");
    git(project.root, 'init', '--quiet');
    const applied = await project.run('apply', '--env', 'test', '--yes');
    expect(applied.code).toBe(0);
    expect(running()).toBe('30');
    expect(applied.stderr).toContain('because there is no remote origin: other machines do not see it');
    expect(git(project.root, 'log', '--format=%s', 'obsctl-state').split('\n')).toHaveLength(3);
    git(project.root, 'remote', 'add', 'origin', '/nowhere/at/all.git');
    const lost = await project.run('plan', '--env', 'test');
    expect(lost.stderr).toContain('the branch obsctl-state of origin cannot be fetched');
    expect(lost.code).toBe(3);
  });
});
