import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';

const rules = 'build/prod/prometheus/rules/home.yaml';
const limit = (expression: string) => ({
  ...small,
  'monitoring/rules.ts': small['monitoring/rules.ts']?.replace('hottest, 30', `hottest, ${expression}`) ?? '',
});
const built = (root: string) => readFileSync(join(root, rules), 'utf8');

describe('a build that was done before', () => {
  it('is not done again, and says the same', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const compiled = await obsctl(root, ['build', '--format', 'json', '--verbose']);
    const remembered = await obsctl(root, ['build', '--format', 'json', '--verbose']);
    const report = ({ stdout }: { stdout: string }) => JSON.parse(stdout);
    expect(report(remembered)).toEqual(report(compiled));
    expect(remembered.stderr).toBe('');
    expect((await obsctl(root, ['build', '--check'])).stdout).toBe('everything is up to date\n');
  });

  it('is done again where a file on disk was edited, is gone, or an output folder is another', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const before = built(root);
    writeFileSync(join(root, rules), '# edited\n');
    await obsctl(root, ['build']);
    expect(built(root)).toBe(before);
    expect((await obsctl(root, ['build', '--out', 'elsewhere'])).stdout).toContain('2 written');
    expect((await obsctl(root, ['build', '--env', 'prod'])).stdout).toContain('unchanged');
  });

  it.each([
    ['an environment variable', 'Number(process.env.LIMIT)'],
    ['an environment variable by another way', "Number(globalThis['process'].env.LIMIT)"],
    ['the clock', 'Number(process.env.LIMIT) + 0 * Date.now()'],
    ['a variable through a function made of text', "Number(new Function('return process.env.LIMIT')())"],
    ['a variable through eval', "Number((0, eval)('process.env.LIMIT'))"],
    ['chance, taken out of Math', 'Number(process.env.LIMIT) + 0 * (({ random }) => random())(Math)'],
    ['a module of Node at run time', "Number(require('node:process').env.LIMIT)"],
  ])('is done again where a definition reads %s', async (_, expression) => {
    const root = temporaryProject(limit(expression));
    for (const LIMIT of ['31', '31', '32']) {
      await obsctl(root, ['build'], { LIMIT });
      expect(built(root)).toContain(`> ${LIMIT}`);
    }
  });

  it('is done again where a definition reads a file', async () => {
    const root = temporaryProject(limit("Number(readFileSync('limit.txt', 'utf8'))"));
    const source = readFileSync(join(root, 'monitoring/rules.ts'), 'utf8');
    write(root, { 'monitoring/rules.ts': `import { readFileSync } from 'node:fs';\n${source}` });
    for (const text of ['31', '31', '32']) {
      write(root, { 'limit.txt': text });
      await obsctl(root, ['build']);
      expect(built(root)).toContain(`> ${text}`);
    }
  });

  it('is done again where an import means another file', async () => {
    const root = temporaryProject({
      ...limit('most'),
      'lib/limit.ts': 'export const most = 31;\n',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "#limit": ["./lib/limit.ts"] } } }',
      'package.json': '{ "type": "module" }',
    });
    const source = readFileSync(join(root, 'monitoring/rules.ts'), 'utf8');
    const imports = (from: string) =>
      write(root, { 'monitoring/rules.ts': `import { most } from '${from}';\n${source}` });
    const builds = async (most: number) => {
      await obsctl(root, ['build']);
      expect(built(root)).toContain(`> ${most}`);
    };
    imports('../lib/limit');
    await builds(31);
    write(root, { 'lib/limit.tsx': 'export const most = 32;\n' });
    await builds(32);
    imports('#limit');
    await builds(31);
    write(root, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "#limit": ["./lib/limit.tsx"] } } }' });
    await builds(32);
  });

  it('is done again where a definition is new, changed or gone, or the configuration is another', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const more = "import { ruleGroup } from 'obsctl';\n\nexport default ruleGroup('more', { interval: '30s' }, []);\n";
    write(root, { 'monitoring/more.ts': more });
    expect((await obsctl(root, ['build'])).stdout).toContain('2 rule groups');
    write(root, { 'monitoring/more.ts': 'export {};\n' });
    expect((await obsctl(root, ['build'])).stdout).toContain('1 removed');
    const config = small['obsctl.config.ts'] ?? '';
    write(root, { 'obsctl.config.ts': config.replace("project: 'small'", "project: 'other'") });
    expect((await obsctl(root, ['build'])).stdout).toContain('1 written');
  });
});

describe('a first build', () => {
  const config = small['obsctl.config.ts'] ?? '';
  const rest = "export default defineConfig({\n  project: 'small',\n  ";

  it.each([
    [
      'in a comment',
      config.replace("definitions: ['monitoring']", "// definitions: ['old']\n  definitions: ['monitoring']"),
    ],
    ['in a comment that names nothing', config.replace(rest, `// definitions: ['gone', 'package.json']\n${rest}`)],
    ['nowhere', config.replace("['monitoring']", "'monitoring old'.split(' ').slice(0, 1)")],
  ])('takes the definitions that the configuration names, where its text names others %s', async (_, text) => {
    const root = temporaryProject({ ...small, 'obsctl.config.ts': text, 'old/broken.ts': 'throw new Error();\n' });
    expect(text).not.toBe(config);
    expect(await obsctl(root, ['build'])).toMatchObject({ code: 0, stderr: '' });
    expect(built(root)).toContain('TooHot');
    expect((await obsctl(root, ['build'])).stdout).toContain('unchanged');
  });

  it('prints once what the configuration prints', async () => {
    const root = temporaryProject({ ...small, 'obsctl.config.ts': `console.error('here');\n${config}` });
    expect(await obsctl(root, ['build'])).toMatchObject({ code: 0, stderr: 'here\n' });
  });

  it('says that a configuration cannot be read, as it says what else is wrong', async () => {
    const { 'obsctl.config.ts': _, ...rest } = small;
    const root = temporaryProject({ ...rest, 'obsctl.config.ts/kept': '' });
    expect(await obsctl(root, ['build'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('obsctl.config.ts'),
    });
  });
});
