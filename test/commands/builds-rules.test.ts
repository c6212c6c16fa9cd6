import { describe, expect, it } from 'vitest';
import { built, builtAgain, change, inTwoEnvironments } from '../helpers/built-again.js';
import { obsctl, small, type Tree } from '../helpers/project.js';

const alertIn = (name: string, reads: string, more = '') => `import { alert, gt, max, promql, ruleGroup } from 'obsctl';
import { coldest, hottest, spare } from '../lib/records.js';
import { temperature } from './metrics.js';

const made = { labels: { severity: 'warning' }, annotations: { summary: 'too much' } };

export const too${name} = alert('Too${name}', { expr: ${reads}, for: '5m', ...made });
${more}
export default ruleGroup('${name.toLowerCase()}', { interval: '30s' }, [too${name}]);
`;

const testsOf = (name: string, ...more: readonly string[]) => `import { expect, scenario, series, test } from 'obsctl';
import { coldest, hottest } from '../lib/records.js';
import { too${name} } from './${name.toLowerCase()}.js';
import { temperature } from './metrics.js';

export default [
  test('${name}', series(temperature, { room: 'attic' }, 35), expect(too${name}).toFireAt('6m')),
  ${more.join(',\n  ')}
];
`;

/** Records that two groups use, groups in modules of their own, and what reads records only by their names. */
const project: Tree = {
  ...inTwoEnvironments(small),
  'lib/records.ts': `import { max, min, record } from 'obsctl';
import { temperature } from '../monitoring/metrics.js';

export const hottest = record('room:temperature:max', max(temperature).by('room'));
export const coldest = record('room:temperature:min', min(temperature).by('room'));
export const spare = record('room:temperature:min', min(temperature).by('room'), { labels: { of: 'spare' } });
`,
  'monitoring/rules.ts': `import { ruleGroup } from 'obsctl';
import { coldest, hottest, spare } from '../lib/records.js';

export default ruleGroup('records', { interval: '30s' }, [hottest, coldest, spare]);
`,
  'monitoring/heat.ts': alertIn('Heat', 'gt(hottest, 30)'),
  'monitoring/heat.tests.ts': testsOf('Heat'),
  'monitoring/cold.ts': alertIn('Cold', 'gt(coldest, 5)'),
  'monitoring/cold.tests.ts': testsOf('Cold'),
  'monitoring/raw.ts': alertIn('Raw', 'promql`{__name__="room:temperature:max"} > 9`'),
  'monitoring/raw.tests.ts': testsOf('Raw'),
};

const rules = Object.keys(project).filter((file) => /\/(heat|cold|raw|rules)\b/.test(file));
const allRules = rules.sort().join(', ');
const heat = 'monitoring/heat.tests.ts, monitoring/heat.ts';

/** A tree where the text of a file is another. */
const where = (file: string, what: string | RegExp, by: string, tree: Tree = project): Tree => {
  const text = tree[file] ?? '';
  expect(text.replace(what, by)).not.toBe(text);
  return { ...tree, [file]: text.replace(what, by) };
};

type Edit = (root: string) => void;
const edit =
  (file: string, what: string | RegExp, by: string): Edit =>
  (root) =>
    change(root, file, what, by);

/** One alert more in the group, on the way with the first. */
const another = (query: string): Edit =>
  edit('monitoring/heat.ts', '[tooHeat]', `[tooHeat, alert('Another', { expr: ${query}, ...made })]`);

describe('a rule is built with what imports it, and nothing else', () => {
  it.each<[string, string, Edit]>([
    ['where it waits longer', heat, edit('monitoring/heat.ts', '5m', '4m')],
    ['where its threshold is another', heat, edit('monitoring/heat.ts', '30)', '31)')],
    ['where its texts are', heat, edit('monitoring/heat.ts', 'too much', 'too hot')],
    ['where its labels are', heat, edit('monitoring/heat.ts', "'warning'", "'critical'")],
    ['where it stands elsewhere', heat, edit('monitoring/heat.ts', /^/, '\n\n')],
    ['where only its test is edited', 'monitoring/heat.tests.ts', edit('monitoring/heat.tests.ts', '35', '36')],
    [
      'where its test is of a record that its module does not import',
      'monitoring/heat.tests.ts',
      edit('monitoring/heat.tests.ts', 'expect(tooHeat)', 'expect(hottest.where({})).toBe("5m", 35), expect(tooHeat)'),
    ],
    [
      'where a group is edited that others read by the name of its records',
      'monitoring/rules.ts',
      edit('monitoring/rules.ts', /^/, '\n'),
    ],
  ])('%s', async (_, expected, edited) => {
    const root = await built(project);
    edited(root);
    expect(await builtAgain(root)).toBe(expected);
    expect((await obsctl(root, ['build', '--verbose'])).stderr).toBe('');
  });

  it('again and again, with a build of all between them', async () => {
    const root = await built(project);
    change(root, 'monitoring/heat.ts', '30)', '31)');
    expect(await builtAgain(root)).toBe(heat);
    change(root, 'monitoring/heat.ts', 'hottest, 31', 'coldest, 31');
    expect(await builtAgain(root)).toBe(allRules);
    change(root, 'monitoring/heat.ts', '31)', '32)');
    expect(await builtAgain(root)).toBe(heat);
    change(root, 'monitoring/heat.ts', 'gt(coldest, 32)', "gt(max(temperature).by('room'), 32)");
    expect(await builtAgain(root)).toBe('all');
    change(root, 'monitoring/heat.ts', '32)', '33)');
    expect(await builtAgain(root)).toBe(heat);
    change(root, 'monitoring/cold.ts', '5)', '6)');
    expect(await builtAgain(root)).toBe('monitoring/cold.tests.ts, monitoring/cold.ts');
  });

  it('where others use rules that it imports and does not use', async () => {
    const root = await built(
      where('monitoring/heat.ts', 'export default', 'export const also = [coldest];\nexport default'),
    );
    change(root, 'monitoring/heat.ts', '30)', '31)');
    expect(await builtAgain(root)).toBe(heat);
  });

  it('whatever reads it, where there are no tests', async () => {
    const tree = Object.fromEntries(Object.entries(project).filter(([file]) => !file.includes('.tests.')));
    const root = await built(tree);
    change(root, 'monitoring/heat.ts', 'hottest, 30', 'coldest, 30');
    expect(await builtAgain(root)).toBe('monitoring/heat.ts');
    change(root, 'monitoring/heat.ts', '30s', '20s');
    expect(await builtAgain(root)).toBe('monitoring/heat.ts');
  });

  it('also where it is not there in every environment, and where modules that make no file name it', async () => {
    const config = project['obsctl.config.ts'] ?? '';
    const here = `import { currentEnvironment } from 'obsctl';

export const { warm } = currentEnvironment({ prod: { warm: true }, test: { warm: false } });
`;
    const survivors = `import { survivor } from 'obsctl';
import { tooHeat } from './heat.js';

export default [survivor(tooHeat, '> became >=', 'nobody minds')];
`;
    const tree = { ...project, 'obsctl.config.ts': config, 'lib/here.ts': here, 'monitoring/survivors.ts': survivors };
    const root = await built(
      where('monitoring/heat.ts', "alert('TooHeat'", "warm && alert('TooHeat'", {
        ...where('monitoring/heat.ts', /^/, "import { warm } from '../lib/here.js';\n", tree),
      }),
    );
    change(root, 'monitoring/heat.ts', '30)', '31)');
    expect(await builtAgain(root)).toBe(`${heat}, monitoring/survivors.ts`);
  });

  it('with a test in the file of its own, in whichever module that is', async () => {
    const root = await built({ ...project, 'monitoring/more.tests.ts': testsOf('Heat').replace("'Heat'", "'more'") });
    for (const file of ['monitoring/heat.ts', 'monitoring/more.tests.ts']) {
      change(root, file, /$/, '\n// edited\n');
      const all = file.includes('more') ? 'monitoring/heat.tests.ts, monitoring/more.tests.ts' : heat;
      expect(await builtAgain(root)).toBe(all.includes('more') ? all : `${heat}, monitoring/more.tests.ts`);
    }
  });
});

const twins = `import { alert, gt, max } from 'obsctl';
import { temperature } from '../monitoring/metrics.js';

const twin = (severity: string) =>
  alert('Twin', { expr: gt(max(temperature), 1), labels: { severity }, annotations: { summary: 'both' } });

export const warning = twin('warning');
export const critical = twin('critical');
`;

describe('what nobody uses any more is said', () => {
  it('of two rules that look the same to tests', async () => {
    const use = (file: string, name: string, tree: Tree) =>
      where(file, '[too', `[${name}, too`, where(file, /^/, `import { ${name} } from '../lib/twins.js';\n`, tree));
    const tree = use('monitoring/cold.ts', 'critical', use('monitoring/heat.ts', 'warning', project));
    const root = await built({ ...tree, 'lib/twins.ts': twins });
    change(root, 'monitoring/heat.ts', '5m', '4m');
    expect(await builtAgain(root)).toBe(allRules);
    change(root, 'monitoring/heat.ts', /warning(?=[ ,])/g, 'critical');
    expect(await builtAgain(root)).toBe('all');
    expect((await obsctl(root, ['build'])).stderr).toContain('the alert "Twin" is in no rule group');
  });

  it.each([
    ['a test', "test('lost', series(temperature, { room: 'attic' }, 1), expect(hottest).toBe('5m', 1));"],
    ['a rule group', "ruleGroup('lost', { interval: '30s' }, []);"],
    ['a rule', "record('room:temperature:lost', max(temperature).by('room'));"],
  ])('%s in a module that exports no definitions', async (_, lost) => {
    const root = await built(project);
    change(
      root,
      'lib/records.ts',
      'import { max, min, record }',
      'import { expect, max, min, record, ruleGroup, series, test }',
    );
    change(root, 'lib/records.ts', /$/, `\n${lost}\n`);
    expect(await builtAgain(root)).toBe('all');
    expect((await obsctl(root, ['build'])).stderr).toContain('lost" is');
  });
});

describe('with all rules and tests', () => {
  const scenario = `scenario('cold', 'Sun 03:00', series(temperature, { room: 'attic' }, 35), expect(false).toHearNothing('30m'), expect(tooCold).toFireAt('6m'))`;
  const withScenario = where('monitoring/cold.tests.ts', /\n {2}\n/, `\n  ${scenario},\n`);
  const readsAlerts = where('monitoring/raw.ts', /promql`[^`]*`/, 'promql`ALERTS{alertname="TooHeat"}`');

  it.each<[string, string, Tree, Edit]>([
    ['where a rule reads another record', allRules, project, edit('monitoring/heat.ts', 'hottest, 30', 'coldest, 30')],
    ['where a rule is new', allRules, project, another('gt(hottest, 40)')],
    ['where a rule has another name', allRules, project, edit('monitoring/heat.ts', "alert('TooHeat'", "alert('Hot'")],
    [
      'where a rule has another name, and somebody asks whether that alert fires',
      'all',
      readsAlerts,
      edit('monitoring/heat.ts', "alert('TooHeat'", "alert('Hot'"),
    ],
    ['where the interval of a group is another', allRules, project, edit('monitoring/rules.ts', '30s', '20s')],
    ['where the labels of a record are', allRules, project, edit('lib/records.ts', "of: 'spare'", "of: 'others'")],
    [
      'where a test is of a rule whose group is not evaluated',
      allRules,
      project,
      edit('monitoring/heat.tests.ts', 'expect(tooHeat)', "expect(hottest).toBe('5m', 35), expect(tooHeat)"),
    ],
    [
      'where a record is called otherwise, and somebody reads it by its name',
      'all',
      project,
      edit('lib/records.ts', "'room:temperature:max'", "'room:temperature:most'"),
    ],
    [
      'where a scenario sees one more alert',
      'all',
      where('monitoring/heat.ts', 'gt(hottest, 30)', 'promql`up > 30`', withScenario),
      edit('monitoring/heat.ts', 'promql`up > 30`', 'gt(temperature, 30)'),
    ],
    [
      'where an alert that a scenario sees is gone',
      'all',
      withScenario,
      edit('monitoring/heat.ts', 'gt(hottest, 30)', 'promql`up > 30`'),
    ],
    [
      'where a test needs other groups',
      'all',
      project,
      edit('monitoring/heat.ts', 'hottest, 30', "max(temperature).by('room'), 30"),
    ],
    [
      'where a test is in the file of others now',
      'all',
      project,
      edit('monitoring/heat.tests.ts', 'expect(tooHeat)', 'expect(tooRaw)'),
    ],
    [
      'where one of two tests is',
      allRules,
      where(
        'monitoring/heat.tests.ts',
        /\n {2}\n/,
        "\n  test('two', series(temperature, { room: 'attic' }, 35), expect(tooHeat).toFireAt('7m')),\n",
      ),
      edit('monitoring/heat.tests.ts', 'expect(tooHeat)', 'expect(tooRaw)'),
    ],
    ['where a rule is forgotten', 'all', project, edit('monitoring/rules.ts', ', spare]', ']')],
  ])('%s', async (_, expected, tree, edited) => {
    const root = await built(
      where(
        'monitoring/heat.tests.ts',
        'import { tooHeat }',
        "import { tooRaw } from './raw.js';\nexport const named = tooRaw.name;\nimport { tooHeat }",
        tree,
      ),
    );
    edited(root);
    expect(await builtAgain(root)).toBe(expected);
  });
});
