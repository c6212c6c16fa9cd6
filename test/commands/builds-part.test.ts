import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtAgain, built as builtOnce, change, inTwoEnvironments, whole } from '../helpers/built-again.js';
import { filesBelow } from '../helpers/files.js';
import { obsctl, type Run, small, type Tree, write } from '../helpers/project.js';

const page = (name: string, more = '') => `import { dashboard, max, panel, query, row, variable } from 'obsctl';
import { temperature } from './metrics.js';
import { home, width } from './shared.js';

const source = variable.datasource('source', { type: 'prometheus', label: 'Source' });
const now = row('Now', [
  panel.stat('Hottest', { description: 'Of all rooms.', width, queries: [query(max(temperature), { legend: '${name}' })] }),
]);

export default dashboard({
  uid: '${name}',
  title: 'The ${name}',
  from: '1h',
  folder: home,
  description: 'How warm it is.',
  tags: [],
  refresh: '1m',
  variables: [source],
  rows: [now],
});
${more}`;

/** Two environments, a rule group, two dashboards and what they share. */
const project: Tree = {
  ...inTwoEnvironments(small),
  'monitoring/shared.ts': `import { folder } from 'obsctl';
import { size } from '../lib/size.js';

export const home = folder('home', 'Home');
export const width = size * 2;
`,
  'lib/size.ts': 'export const size = 3;\n',
  'monitoring/garden.ts': page('garden'),
  'monitoring/house.ts': page('house'),
};

const built = (tree: Tree = project) => builtOnce(tree);

describe('after an edit that reaches nothing that others depend on', () => {
  it('only these are built, to the same bytes, again and again', async () => {
    const root = await built();
    change(root, 'monitoring/garden.ts', 'Of all rooms', 'Outside');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts');
    expect((await obsctl(root, ['build', '--verbose'])).stderr).toBe('');
    change(root, 'monitoring/house.ts', 'Of all rooms', 'Inside');
    expect(await builtAgain(root)).toBe('monitoring/house.ts');
    change(root, 'monitoring/shared.ts', 'size * 2', 'size * 4');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts, monitoring/house.ts, monitoring/shared.ts');
    change(root, 'lib/size.ts', '3', '2');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts, monitoring/house.ts, monitoring/shared.ts');
    // a place is part of the manifest
    change(root, 'monitoring/garden.ts', /^/, '\n\n');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts');
    expect((await obsctl(root, ['build', '--verbose'])).stderr).toBe('');
    change(root, 'monitoring/rules.ts', '30)', '31)');
    expect(await builtAgain(root)).toBe('monitoring/rules.ts');
    change(root, 'monitoring/house.ts', 'Inside', 'Upstairs');
    expect(await builtAgain(root)).toBe('monitoring/house.ts');
  });

  it('the report is that of a build of all', async () => {
    const root = await built();
    change(root, 'monitoring/garden.ts', 'Of all rooms', 'Outside');
    const report = ({ stdout }: Run) => ({ ...JSON.parse(stdout), milliseconds: 0, root: '' });
    const expected = report(await whole(root, ['--format', 'json']));
    expect(report(await obsctl(root, ['build', '--format', 'json']))).toEqual(expected);
  });

  it('an import of another module counts from then on', async () => {
    const root = await built({ ...project, 'lib/words.ts': "export const words = 'Far';\n" });
    change(root, 'monitoring/garden.ts', /^/, "import { words } from '../lib/words.js';\n");
    change(root, 'monitoring/garden.ts', "'Of all rooms.'", 'words');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts');
    change(root, 'lib/words.ts', 'Far', 'Away');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts');
  });

  it('what it imports of others, and they use, is not forgotten by it', async () => {
    const root = await built({
      ...project,
      'monitoring/records.ts': `import { max, record } from 'obsctl';
import { temperature } from './metrics.js';
export const hottest = record('room:temperature:max', max(temperature).by('room'));
`,
      'monitoring/rules.ts': `import { ruleGroup } from 'obsctl';
import { hottest } from './records.js';
export default ruleGroup('home', { interval: '30s' }, [hottest]);
`,
      'monitoring/garden.ts': page('garden')
        .replace('max(temperature)', 'max(hottest)')
        .replace("import { temperature } from './metrics.js'", "import { hottest } from './records.js'"),
    });
    change(root, 'monitoring/garden.ts', 'Of all rooms', 'Outside');
    expect(await builtAgain(root)).toBe('monitoring/garden.ts');
  });

  it('with one environment, and to another folder', async () => {
    const root = await built();
    for (const args of [
      ['--env', 'prod'],
      ['--out', 'elsewhere'],
    ]) {
      await obsctl(root, ['build', ...args]);
      change(root, 'monitoring/garden.ts', /description: '/, "description: 'very ");
      const run = await obsctl(root, ['build', '--verbose', ...args]);
      expect(run.stderr).toBe('writing what comes from monitoring/garden.ts\n');
    }
    const inAll = filesBelow(join(root, 'elsewhere'));
    rmSync(join(root, '.obsctl'), { recursive: true });
    await obsctl(root, ['build', '--out', 'elsewhere']);
    expect(filesBelow(join(root, 'elsewhere'))).toEqual(inAll);
  });
});

/** A second dashboard in the module. */
const another = page('attic').replace(/^[\s\S]*export default/, '\nexport const another =');
const server = `import { prometheusServer } from 'obsctl';

export default prometheusServer('prometheus', {
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  evaluationInterval: '15s',
  externalLabels: {},
  dropFromAlerts: [],
  alertmanagers: { scheme: 'http', addresses: ['alertmanager:9093'] },
  maxExemplars: 1000,
  retention: '15d',
  externalUrl: 'https://prometheus.example.com',
});
`;
const raw = "query(promql`limitk(2, up)`, { legend: 'x', unit: 'count' })";

const recorded = `import { max, record } from 'obsctl';
import { temperature } from '../monitoring/metrics.js';

export const hottest = record('room:temperature:max', max(temperature).by('room'));
export const coldest = record('room:temperature:least', max(temperature).by('room'));
`;
const grouped = `import { alert, gt, max, promql, ruleGroup } from 'obsctl';
import { coldest, hottest } from '../lib/records.js';
import { temperature } from './metrics.js';

export const tooHot = alert('TooHot', {
  expr: gt(hottest, 30),
  for: '5m',
  labels: { severity: 'warning' },
  annotations: { summary: '{{ $labels.room }} is too hot' },
});

export const records = ruleGroup('records', { interval: '30s' }, [hottest, coldest]);
export const alerts = ruleGroup('alerts', { interval: '30s' }, [tooHot]);
`;
const cases = `import { expect, series, test } from 'obsctl';
import { temperature } from './metrics.js';
import { tooHot } from './rules.js';

export default [test('35 degrees', series(temperature, { room: 'attic' }, 35), expect(tooHot).toFireAt('6m'))];
`;

describe('rules are built with the tests that import them', () => {
  const withTests = {
    ...project,
    'lib/records.ts': recorded,
    'monitoring/rules.ts': grouped,
    'monitoring/cases.ts': cases,
  };
  const part = 'monitoring/cases.ts, monitoring/rules.ts';

  it.each<[string, string, (root: string) => void]>([
    ['a rule is edited', part, (root) => change(root, 'monitoring/rules.ts', '30)', '31)')],
    ['a test is', 'monitoring/cases.ts', (root) => change(root, 'monitoring/cases.ts', '6m', '7m')],
    [
      'a rule that others read is',
      part,
      (root) => change(root, 'lib/records.ts', "room:temperature:max'", "room:temp:max'"),
    ],
    ['an interval is', part, (root) => change(root, 'monitoring/rules.ts', '30s', '20s')],
    [
      'a rule is new in a group',
      part,
      (root) =>
        change(
          root,
          'monitoring/rules.ts',
          /\[tooHot\]/,
          "[tooHot, alert('No', { expr: gt(coldest, 9), for: '1m', labels: { severity: 'warning' }, annotations: { summary: 'no' } })]",
        ),
    ],
    [
      'a metric is',
      'monitoring/cases.ts, monitoring/garden.ts, monitoring/house.ts, monitoring/metrics.ts, monitoring/rules.ts',
      (root) => change(root, 'monitoring/metrics.ts', 'Temperature.', 'Heat.'),
    ],
    [
      'a rule leaves its group, and is used nowhere',
      'all',
      (root) => change(root, 'monitoring/rules.ts', '[hottest, coldest]', '[hottest]'),
    ],
    [
      'a rule is in two groups',
      'monitoring/cases.ts, monitoring/rules.ts',
      (root) => change(root, 'monitoring/rules.ts', '[tooHot]', '[tooHot, coldest]'),
    ],
    ['a group has another name', 'all', (root) => change(root, 'monitoring/rules.ts', "'records'", "'recorded'")],
    [
      'a test needs other groups',
      'all',
      (root) => change(root, 'monitoring/rules.ts', 'gt(hottest, 30)', "gt(max(temperature).by('room'), 30)"),
    ],
    [
      'a rule needs a flag',
      'all',
      (root) => change(root, 'monitoring/rules.ts', 'gt(hottest, 30)', 'promql`limitk(2, up)`'),
    ],
    ['a rule is wrong', 'all', (root) => change(root, 'monitoring/rules.ts', "for: '5m'", "for: 'soon'")],
  ])('where %s', async (_, expected, edit) => {
    const root = await built(withTests);
    edit(root);
    expect(await builtAgain(root)).toBe(expected);
  });
});

describe('all is built', () => {
  it.each<[string, (root: string) => void]>([
    ['where a module is new', (root) => write(root, { 'monitoring/more.ts': page('more') })],
    ['where a module is gone', (root) => rmSync(join(root, 'monitoring/house.ts'))],
    ['where a dashboard is new', (root) => change(root, 'monitoring/house.ts', /$/, another)],
    ['where a dashboard is gone', (root) => change(root, 'monitoring/house.ts', /export default [\s\S]*/, '')],
    ['where a dashboard has another name', (root) => change(root, 'monitoring/house.ts', "uid: 'house'", "uid: 'hut'")],
    [
      'where a dashboard has the name of another one',
      (root) => change(root, 'monitoring/house.ts', "uid: 'house'", "uid: 'garden'"),
    ],
    [
      'where a dashboard is in another folder',
      (root) => change(root, 'monitoring/house.ts', 'folder: home', "folder: { ...home, name: 'house' }"),
    ],
    ['where a folder has another title', (root) => change(root, 'monitoring/shared.ts', "'Home'", "'Our home'")],
    [
      'where a folder is another with the same name',
      (root) => change(root, 'monitoring/house.ts', 'folder: home', 'folder: { ...home }'),
    ],
    [
      'where a module exports another kind',
      (root) => change(root, 'monitoring/house.ts', /$/, "export { default as rules } from './rules.js';\n"),
    ],
    [
      'where a dashboard is not exported',
      (root) => change(root, 'monitoring/house.ts', /$/, another.replace('export ', '')),
    ],
    [
      'where a definition is wrong',
      (root) => change(root, 'monitoring/house.ts', 'max(temperature)', 'max(temprature)'),
    ],
    [
      'where a definition throws',
      (root) => change(root, 'monitoring/house.ts', /^/, "throw new Error('not today');\n"),
    ],
    ['where the syntax is wrong', (root) => change(root, 'monitoring/house.ts', 'rows:', 'rows;')],
    ['where an import leads nowhere', (root) => change(root, 'monitoring/house.ts', './shared.js', './shred.js')],
    [
      'where the environment is read',
      (root) => change(root, 'monitoring/house.ts', "title: 'The house'", 'title: `${typeof process.env.HOME}`'),
    ],
    [
      'where something is changed in place',
      (root) => change(root, 'monitoring/house.ts', /$/, 'export const numbers: number[] = [];\nnumbers.push(1);\n'),
    ],
    [
      'where the configuration is edited',
      (root) => change(root, 'obsctl.config.ts', "project: 'small'", "project: 'large'"),
    ],
    ['where a setting is', (root) => write(root, { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }' })],
    [
      'where a file of the build is',
      (root) => {
        change(root, 'monitoring/house.ts', 'Of all rooms', 'Inside');
        write(root, { 'build/prod/prometheus/rules/home.yaml': '# edited\n' });
      },
    ],
    [
      'where a file of the build is gone',
      (root) => {
        change(root, 'monitoring/house.ts', 'Of all rooms', 'Inside');
        rmSync(join(root, 'build/test/prometheus/rules/home.yaml'));
      },
    ],
    [
      'where a manifest is edited',
      (root) => {
        change(root, 'monitoring/house.ts', 'Of all rooms', 'Inside');
        change(root, 'build/test/manifest.json', '"project": "small"', '"project": "other"');
      },
    ],
  ])('%s', async (_, edit) => {
    const root = await built();
    edit(root);
    expect(await builtAgain(root)).toBe('all');
  });

  it('where it is only to be looked at', async () => {
    const root = await built();
    change(root, 'monitoring/garden.ts', 'Of all rooms', 'Outside');
    const before = filesBelow(join(root, 'build'));
    expect(await obsctl(root, ['build', '--check'])).toMatchObject({ code: 1 });
    expect(filesBelow(join(root, 'build'))).toEqual(before);
  });

  it('where modules share what they change in place, although none of them imports the others', async () => {
    const list = 'export const names: string[] = [];\nexport const add = (name: string) => names.push(name);\n';
    const root = await built({
      ...project,
      'lib/names.ts': list,
      'monitoring/a.ts': "import { add } from '../lib/names.js';\nadd('one');\n",
      'monitoring/house.ts': page('house')
        .replace(/^/, "import { names } from '../lib/names.js';\n")
        .replace("'Of all rooms.'", 'names.join()'),
    });
    change(root, 'monitoring/a.ts', 'one', 'two');
    expect(await builtAgain(root)).toBe('all');
    change(root, 'monitoring/house.ts', 'How warm', 'How cold');
    expect(await builtAgain(root)).toBe('all');
  });

  it('where a query of a dashboard needs a flag of Prometheus, and where it does not need it any more', async () => {
    const flags = (root: string) => filesBelow(join(root, 'build/prod'))['prometheus/flags'];
    const root = await built({
      ...project,
      'monitoring/server.ts': server,
      'monitoring/house.ts': page('house')
        .replace('import {', 'import { promql,')
        .replace(/query\(.*?\}\)/, raw),
    });
    expect(flags(root)).toContain('promql-experimental-functions');
    change(root, 'monitoring/house.ts', 'limitk', 'topk');
    expect(await builtAgain(root)).toBe('all');
    expect(flags(root)).not.toContain('promql-experimental-functions');
    change(root, 'monitoring/house.ts', 'topk', 'limitk');
    expect(await builtAgain(root)).toBe('all');
    expect(flags(root)).toContain('promql-experimental-functions');
  });
});
