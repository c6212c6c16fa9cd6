import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { diff } from '../../../src/commands/diff.js';
import { markdown } from '../../../src/report/markdown.js';
import { repository } from '../../helpers/environment.js';
import { pullRequests } from './pull-requests.js';

const shop = join(repository, 'test', 'fixtures', 'shop');
const golden = join(repository, 'test', 'golden', 'pull-requests');
const read = (file: string) => readFileSync(join(shop, file), 'utf8');

describe('the comment on a pull request', () => {
  it.each(pullRequests)('is understood in ten seconds: $name', async ({ name, edit }) => {
    const cwd = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const files = {
      dashboard: JSON.parse(read('dashboard.json')),
      rules: read('rules.yaml'),
      alertmanager: read('alertmanager.yml'),
    };
    const write = (side: string) => {
      mkdirSync(join(cwd, side));
      writeFileSync(join(cwd, side, 'dashboard.json'), JSON.stringify(files.dashboard));
      writeFileSync(join(cwd, side, 'rules.yaml'), files.rules);
      writeFileSync(join(cwd, side, 'alertmanager.yml'), files.alertmanager);
    };
    write('before');
    edit(files);
    write('after');
    const comment = markdown(await diff({ cwd, files: ['before', 'after'] }));
    await expect(comment).toMatchFileSnapshot(join(golden, `${name.replace(/\W+/g, '-')}.md`));
  });
});
