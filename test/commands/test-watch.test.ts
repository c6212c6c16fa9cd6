import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { it, onTestFinished } from 'vitest';
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
  await waiting(child, 'prod  1 not checked');
  write(root, { 'monitoring/rules.tests.ts': tests.replace('series(temp', 'serie(temp') });
  await waiting(child, 'serie is not defined');
});

/** Until it has said something, and waits for a change; results and findings come in any order. */
function waiting(child: ChildProcess, forText: string): Promise<void> {
  return new Promise((done) => {
    let text = '';
    const listen = (data: Buffer) => {
      text += data;
      if (!text.includes('waiting for changes') || !text.includes(forText)) return;
      child.stdout?.off('data', listen);
      child.stderr?.off('data', listen);
      done();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
  });
}
