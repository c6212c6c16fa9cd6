/** What a command on an environment needs and was not given. */
import { describe, expect, it } from 'vitest';
import { obsctl, small, temporaryProject } from '../helpers/project.js';

const project = () =>
  temporaryProject({
    ...small,
    'environments.ts': `import { bearerToken, secret, target } from 'obsctl';
const token = bearerToken(secret.env('HOUSE_TOKEN'));
export const targets = [
  target.files({ folder: '/nowhere' }),
  target.grafana({ name: 'panels', url: 'http://127.0.0.1:9', auth: token }),
  target.prometheus({ folder: '/nowhere', url: 'http://127.0.0.1:9', headers: { 'X-Key': secret.env('HOUSE_KEY') } }),
];
`,
    'obsctl.config.ts': `import { defineConfig } from 'obsctl';
import { targets } from './environments.js';
const versions = { grafana: '12.4', prometheus: '3.5', alertmanager: '0.33', blackbox: '0.28', collector: '0.100' };
export default defineConfig({
  project: 'small',
  definitions: ['monitoring'],
  environments: { home: { versions, targets }, away: { versions } },
});
`,
  });

describe('a secret that is not set', () => {
  it.each(['plan', 'status', 'apply'])(
    'is named by %s with its environment, its target, and its place',
    async (command) => {
      const run = await obsctl(project(), [command, '--env', 'home'], { HOUSE_KEY: 'k' });
      expect(run.code).toBe(3);
      expect(run.stderr).toContain('home, target panels: the token is expected in HOUSE_TOKEN, which is not set');
      expect(run.stderr).toMatch(/environments\.ts:5:\d+/);
      const other = await obsctl(project(), [command, '--env', 'home'], { HOUSE_TOKEN: 't' });
      expect(other.stderr).toContain('home, target prometheus: the header X-Key is expected in HOUSE_KEY');
      expect(other.stderr).toMatch(/environments\.ts:6:\d+/);
    },
  );
});

describe('servers that do not answer', () => {
  it.each(['plan', 'apply'])('are all named by %s, with their environment and target', async (command) => {
    const run = await obsctl(project(), [command, '--env', 'home'], { HOUSE_KEY: 'k', HOUSE_TOKEN: 't' });
    const errors = run.stderr.split('\n').filter((line) => line.startsWith('error'));
    expect(errors).toEqual([
      expect.stringMatching(/^error {2}home, target panels: http:\/\/127\.0\.0\.1:9 cannot be reached: /),
      expect.stringMatching(/^error {2}home, target prometheus: http:\/\/127\.0\.0\.1:9 cannot be reached: /),
    ]);
    expect(run.code).toBe(3);
  });
});

describe('obsctl status', () => {
  it('says which environments it was given where it takes one', async () => {
    const run = await obsctl(project(), ['status', '--env', 'home', '--env', 'away']);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('--env names home and away')]);
  });
});

describe('obsctl undo --help', () => {
  it('speaks of what was there, and not of the source', async () => {
    const { stdout } = await obsctl(project(), ['undo', '--help']);
    expect(stdout.replace(/\s+/g, ' ')).toContain('write what was there before that apply');
    expect(stdout).not.toContain('source');
  });
});
