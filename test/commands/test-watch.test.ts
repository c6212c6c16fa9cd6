import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { repository } from '../helpers/environment.js';
import { small, temporaryProject, write } from '../helpers/project.js';

const tests = `import { expect, series, test } from 'obsctl';
import { temperature } from './metrics.js';
import { hottest } from './rules.js';

export default [test('it', series(temperature, { room: 'attic' }, 3), expect(hottest).toBe('1m', 3))];
`;

it('obsctl test --watch runs again when a definition changes', async () => {
  const root = temporaryProject({ ...small, 'monitoring/rules.tests.ts': tests });
  const args = [join(repository, 'bin/obsctl.js'), 'test', '--watch'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, PATH: '/nowhere', OBSCTL_SERVERS: '/nowhere' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = await waiting(child);
  expect(said).toContain('prod  1 not checked');
  write(root, { 'monitoring/rules.tests.ts': tests.replace('series(temp', 'serie(temp') });
  expect(await waiting(child)).toContain('serie is not defined');
});

/** What it says until it waits for a change. */
function waiting(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    let text = '';
    const listen = (data: Buffer) => {
      text += data;
      if (!text.includes('waiting for changes')) return;
      child.stdout?.off('data', listen);
      child.stderr?.off('data', listen);
      done(text);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
  });
}
