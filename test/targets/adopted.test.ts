/** What was adopted goes back to whom it was adopted from when that is undone. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { fakeRuler } from '../fake-ruler/server.js';
import { reportOf, type Stage, stage, temporaryFolder } from './stage.js';

const byHand = `# written by hand, comments and all
groups:
  - {name: home, rules: [{record: 'a:b', expr: up}]}
`;

/** A rule file by hand in a folder that a project of ours is to keep. */
function handWritten() {
  const folder = temporaryFolder();
  const file = join(folder, 'prometheus/rules/home.yaml');
  mkdirSync(join(folder, 'prometheus/rules'), { recursive: true });
  writeFileSync(file, byHand);
  const project = stage('forky', {
    targets: `target.files({ folder: '${folder}', parts: ['prometheus'] })`,
    state: `state.folder('${temporaryFolder()}')`,
  });
  return { folder, file, project };
}

const opsOf = async (project: Stage, ...args: string[]) => {
  const { changes } = reportOf(await project.run('plan', '--env', 'test', '--format', 'json', ...args));
  return changes.map(({ op }) => op);
};

describe('an adopted file', () => {
  it('is theirs again, byte for byte and in the manifest, and nobody wonders about it afterwards', async () => {
    const { folder, file, project } = handWritten();
    const manifest = () => Object.keys(JSON.parse(readFileSync(join(folder, '.obsctl/small.test.json'), 'utf8')).files);
    const before = await opsOf(project);
    expect(before).toContain('adopt');
    const adopted = reportOf(
      await project.run('apply', '--env', 'test', '--yes', '--adopt', '--max-deletes', '0', '--format', 'json'),
    );
    expect(manifest()).toContain('prometheus/rules/home.yaml');
    const id = adopted.applies[0]?.id ?? '';
    const undone = await project.run('undo', id, '--yes');
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringContaining('as written')]);
    expect(readFileSync(file, 'utf8')).toBe(byHand);
    expect(manifest()).not.toContain('prometheus/rules/home.yaml');
    expect(await opsOf(project)).toEqual(before);
    const again = await project.run('undo', id, '--yes');
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('as before that apply')]);

    // they go on, and it is theirs to change
    writeFileSync(file, `${byHand}# more\n`);
    expect(await opsOf(project)).toEqual(before);
  });

  it('that they changed since is left to a decision', async () => {
    const { file, project } = handWritten();
    const adopted = reportOf(await project.run('apply', '--env', 'test', '--yes', '--adopt', '--format', 'json'));
    const id = adopted.applies[0]?.id ?? '';
    writeFileSync(file, byHand.replace('up', 'down'));
    const refused = await project.run('undo', id, '--yes');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`--ours writes what was there before ${id}`);
    expect(refused.stderr).not.toContain('the source');
    expect((await project.run('undo', id, '--yes', '--ours')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(byHand);
  });
});

describe('an adopted configuration of a tenant', () => {
  const definitions = {
    'monitoring/notifications.ts': `import { notifications, receiver, template } from 'obsctl';

const texts = template('home', '{{ define "home.text" }}ours{{ end }}\\n');
export default notifications({ route: { receiver: receiver('everybody', []), groupBy: ['alertname'] }, templates: [texts] });
`,
  };
  const theirs = '# by hand\nroute: { receiver: hand }\nreceivers: [{ name: hand }]\n';

  it('is theirs again, comments and templates and all, without our mark', async () => {
    const server = await fakeRuler();
    onTestFinished(() => server.close());
    const project = stage('forky', {
      targets: `target.mimir({ url: '${server.url}', tenant: 'home', rules: false })`,
      state: `state.folder('${temporaryFolder()}')`,
      definitions,
    });
    const headers = { 'x-scope-orgid': 'home', 'content-type': 'application/yaml' };
    const stored = async () => parse(await (await fetch(`${server.url}/api/v1/alerts`, { headers })).text()) as unknown;
    const body = JSON.stringify({ alertmanager_config: theirs, template_files: { 'home.tmpl': 'by hand' } });
    await fetch(`${server.url}/api/v1/alerts`, { method: 'POST', headers, body });
    const first = await stored();
    expect(await opsOf(project)).toEqual(['adopt', 'adopt']);
    const adopted = reportOf(await project.run('apply', '--env', 'test', '--yes', '--adopt', '--format', 'json'));
    expect(await stored()).not.toEqual(first);
    const undone = await project.run('undo', adopted.applies[0]?.id ?? '', '--yes');
    expect([undone.code, undone.stderr]).toEqual([0, expect.not.stringContaining('error')]);
    expect(await stored()).toEqual(first);
    expect(await opsOf(project)).toEqual(['adopt', 'adopt']);
  });
});
