import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compile, filesOf, page } from './helpers/pages.js';
import { obsctl, type Tree, temporaryProject } from './helpers/project.js';
import { describeOn } from './real/describe-on.js';
import { binary } from './real/servers.js';

const definitions = page('docs/definitions.md');
const { 'tsconfig.json': tsconfig = '' } = filesOf(page('README.md'));
const project: Tree = { ...filesOf(definitions), 'tsconfig.json': tsconfig, 'package.json': '{ "type": "module" }' };

/** Rows of the table of queries: the definition, and the PromQL that it becomes. */
const queries = [...definitions.matchAll(/^\| `([^|]+?)` \| `((?:[^|]|\\\|)+?)` \|$/gm)].map(
  ([, definition = '', promql = '']) => [definition, promql.replaceAll('\\|', '|')] as const,
);

describe('the project of docs/definitions.md', { timeout: 120_000 }, () => {
  it('is taken by the compiler, builds, and has no finding', async () => {
    expect(Object.keys(project).length).toBeGreaterThan(12);
    const root = temporaryProject(project);
    expect(compile(root)).toEqual([]);
    expect(await obsctl(root, ['build'])).toMatchObject({ code: 0, stderr: '' });
    expect(await obsctl(root, ['validate', '--strict'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^nothing found in \d+ queries\n$/),
    });
  });

  it('tells those whom its tests expect, in words that are kept once they are written', async () => {
    const root = temporaryProject(project);
    const test = (...args: string[]) => obsctl(root, ['test', '--kind', 'route', '--kind', 'message', ...args]);
    expect((await test()).code).toBe(1);
    expect((await test('--update')).code).toBe(0);
    expect(await test()).toMatchObject({ code: 0, stdout: 'staging  4 passed\nprod     5 passed\n' });
  });

  it('has queries that become the PromQL beside them', async () => {
    expect(queries.length).toBeGreaterThan(9);
    const names = [...new Set(queries.flatMap(([text]) => text.match(/\b[a-zA-Z]+(?=\()/g) ?? []))];
    const functions = names.filter((name) => !['by', 'where', 'offset'].includes(name));
    const records = queries.map(([text], index) => `  record('page:query${index}:any', ${text}),`);
    const root = temporaryProject({
      ...project,
      'monitoring/page.ts': `import { record, ruleGroup, ${functions.join(', ')} } from 'obsctl';
import { connections, duration, requests } from './metrics.js';

export default ruleGroup('page', { interval: '30s' }, [
${records.join('\n')}
]);
`,
    });
    expect(await obsctl(root, ['build', '--env', 'prod'])).toMatchObject({ code: 0, stderr: '' });
    const file = parse(readFileSync(join(root, 'build/prod/prometheus/rules/page.yaml'), 'utf8'));
    expect(file.groups[0].rules.map(({ expr }: { expr: string }) => expr)).toEqual(queries.map(([, promql]) => promql));
  });
});

describeOn(['forky'], 'the rules of docs/definitions.md, by the promtool of %s', () => {
  it('do what their tests say', { timeout: 120_000 }, async () => {
    const promtool = { OBSCTL_PROMTOOL: binary('forky', 'promtool') };
    const run = await obsctl(temporaryProject(project), ['test', '--kind', 'rules'], promtool);
    expect(run).toMatchObject({ code: 0, stdout: 'staging  4 passed\nprod     5 passed\n' });
  });
});
