import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obsctl, small, type Tree, temporaryProject } from '../helpers/project.js';

/** A definition that is wrong, and the one line that says so. */
interface Broken {
  readonly tree: Tree;
  /** `file:line:column`. */
  readonly place: string;
  readonly says: string;
}

/** What the broken rules below begin with. */
const rulesOf = "import { alert, promql, ruleGroup } from 'obsctl';\n\n";

const broken: Readonly<Record<string, Broken>> = {
  'a syntax error': {
    tree: { 'monitoring/broken.ts': "export const a = 1;\nexport const b = 'no end;\n" },
    place: 'monitoring/broken.ts:2:26',
    says: 'unterminated string literal',
  },
  'a column after letters of several bytes': {
    tree: { 'monitoring/broken.ts': "export const wärme = 'Ü', = 1;\n" },
    place: 'monitoring/broken.ts:1:27',
    says: 'expected identifier',
  },
  'a definition that throws': {
    tree: { 'monitoring/broken.ts': "const limit = 3;\n\nif (limit > 2) throw new Error('the limit is too high');\n" },
    place: 'monitoring/broken.ts:3:22',
    says: 'the limit is too high',
  },
  'a definition that ends the program': {
    tree: { 'monitoring/broken.ts': 'const limit = 3;\n\nif (limit > 2) process.exit(3);\n' },
    place: 'monitoring/broken.ts:3:24',
    says: 'process.exit(3) would end obsctl before it has said anything',
  },
  'an import of the process that ends it': {
    tree: { 'monitoring/broken.ts': "import { exit } from 'node:process';\n\nexport const a = exit();\n" },
    place: 'monitoring/broken.ts:3:18',
    says: 'process.exit() would end obsctl',
  },
  'a definition that aborts': {
    tree: { 'monitoring/broken.ts': 'process.abort();\n' },
    place: 'monitoring/broken.ts:1:9',
    says: 'process.abort() would end obsctl',
  },
  'a definition that kills obsctl': {
    tree: { 'monitoring/broken.ts': "process.kill(process.pid, 0);\nprocess.kill(process.pid, 'SIGKILL');\n" },
    place: 'monitoring/broken.ts:2:9',
    says: 'process.kill() of obsctl itself would end obsctl',
  },
  'a throw in a helper that another module calls': {
    tree: {
      'monitoring/helper.ts': "export function check(): never {\n  throw new RangeError('out of range');\n}\n",
      'monitoring/other.ts': "import { check } from './helper.js';\n\nexport const x = check();\n",
    },
    place: 'monitoring/helper.ts:2:9',
    says: 'RangeError: out of range',
  },
  'an import of a file that does not exist': {
    tree: { 'monitoring/broken.ts': "import { x } from './nowhere.js';\n\nexport const y = x;\n" },
    place: 'monitoring/broken.ts:1:19',
    says: 'there is nothing to import at "./nowhere.js"',
  },
  'an import of a package that is not installed': {
    tree: { 'monitoring/broken.ts': "import left from 'no-such-package';\n\nexport const y = left;\n" },
    place: 'monitoring/broken.ts:1:18',
    says: 'there is nothing to import at "no-such-package"',
  },
  'an export that another module does not have': {
    tree: { 'monitoring/broken.ts': "import { humidity } from './metrics.js';\n\nexport const y = humidity;\n" },
    place: 'monitoring/broken.ts:1:10',
    says: 'monitoring/metrics.ts exports nothing named "humidity"',
  },
  'an export that obsctl does not have': {
    tree: { 'monitoring/broken.ts': "import { gaugge } from 'obsctl';\n\nexport const y = gaugge;\n" },
    place: 'monitoring/broken.ts:1:10',
    says: 'obsctl exports nothing named "gaugge": did you mean "gauge"?',
  },
  'a misspelt import from another module': {
    tree: {
      'monitoring/broken.ts': "import {\n  temperatur as heat,\n} from './metrics.js';\n\nexport const y = heat;\n",
    },
    place: 'monitoring/broken.ts:2:3',
    says: 'monitoring/metrics.ts exports nothing named "temperatur": did you mean "temperature"?',
  },
  'a function that is not imported': {
    tree: { 'monitoring/broken.ts': "export const y = gaugge('a', {});\n" },
    place: 'monitoring/broken.ts:1:18',
    says: 'ReferenceError: gaugge is not defined',
  },
  'a function that obsctl does not have': {
    tree: { 'monitoring/broken.ts': "import * as all from 'obsctl';\n\nexport const y = all.gaugge('a', {});\n" },
    place: 'monitoring/broken.ts:3:22',
    says: 'obsctl exports nothing named "gaugge": did you mean "gauge"?',
  },
  'a function that a module of node does not have': {
    tree: { 'monitoring/broken.ts': "import { cpuz } from 'node:os';\n\nexport const y = cpuz();\n" },
    place: 'monitoring/broken.ts:3:18',
    says: 'TypeError: cpuz is not a function',
  },
  'a function that another module does not have, by the name of the module': {
    tree: {
      'monitoring/limits.ts': 'export const limits = [1];\n',
      'monitoring/broken.ts': "import * as all from './limits.js';\n\nexport const y = all['limit']();\n",
    },
    place: 'monitoring/broken.ts:3:22',
    says: 'monitoring/limits.ts exports nothing named "limit": did you mean "limits"?',
  },
  'a declaration that lacks its export': {
    tree: {
      'monitoring/env.ts': "import { gauge } from 'obsctl';\n\nconst env = { limit: 1, gauge };\n",
      'monitoring/limits.ts': "import { env } from './env.js';\n\nexport const limits = [env];\n",
    },
    place: 'monitoring/limits.ts:1:10',
    says: 'monitoring/env.ts does not export "env"',
  },
  'a declaration that lacks its export, beside one that has it': {
    tree: {
      'monitoring/env.ts': 'const env = { limit: 1 };\nexport const other = env;\n',
      'monitoring/limits.ts': "import { env } from './env.js';\n\nexport const limits = [env];\n",
    },
    place: 'monitoring/limits.ts:1:10',
    says: 'monitoring/env.ts does not export "env"',
  },
  'a property of nothing': {
    tree: {
      'monitoring/broken.ts': 'const settings: any = {};\n\nexport const limit = settings.limits.cpu;\n',
    },
    place: 'monitoring/broken.ts:3:38',
    says: "TypeError: Cannot read properties of undefined (reading 'cpu')",
  },
  'modules that import each other in a circle': {
    tree: {
      'monitoring/a.ts': "import { b } from './b.js';\n\nexport const a = { limit: b.limit };\n",
      'monitoring/b.ts': "import { a } from './a.js';\n\nexport const b = { limit: a.limit };\n",
    },
    place: 'monitoring/a.ts:1:19',
    says: 'these modules import each other in a circle: monitoring/a.ts → monitoring/b.ts → monitoring/a.ts',
  },
  'a circle that would only make a limit NaN': {
    tree: {
      'monitoring/a.ts': 'import { c } from "./c.js";\n\nexport const a = c + 1;\n',
      'monitoring/b.ts': "import { a } from './a.js';\n\nexport const b = a + 1;\n",
      'monitoring/c.ts': "import {\n  b,\n} from './b.js';\n\nexport const c = b + 1;\n",
    },
    place: 'monitoring/a.ts:1:19',
    says: 'monitoring/a.ts → monitoring/c.ts → monitoring/b.ts → monitoring/a.ts',
  },
  'a module that waits for something': {
    tree: { 'monitoring/broken.ts': 'export const a = await 1;\n' },
    place: 'monitoring/broken.ts:1:18',
    says: 'modules of definitions are read at once: nothing can be awaited',
  },
  'a default export that is still to come': {
    tree: {
      'monitoring/broken.ts': `import { ruleGroup } from 'obsctl';

const later = async () => {
  await 1;
  return ruleGroup('later', { interval: '30s' }, []);
};
export default later();
`,
    },
    place: 'monitoring/broken.ts:7:16',
    says: 'the default export is a promise',
  },
  'exports that are still to come, and fail': {
    tree: {
      'monitoring/broken.ts': "export const ok = 1;\nexport const $all = [Promise.reject(new Error('late'))];\n",
    },
    place: 'monitoring/broken.ts:2:14',
    says: 'the export $all is a promise',
  },
  'a rule group without a name': {
    tree: { 'monitoring/group.ts': "import { ruleGroup } from 'obsctl';\n\nexport default (ruleGroup as any)();\n" },
    place: 'monitoring/group.ts:3:17',
    says: 'the name of a rule group is missing',
  },
  'an alert whose name is its options': {
    tree: {
      'monitoring/alert.ts': `${rulesOf}export default ruleGroup('g', { interval: '30s' }, [
  (alert as any)({ expr: promql\`up == 0\`, labels: {}, annotations: {} }),
]);
`,
    },
    place: 'monitoring/alert.ts:4:4',
    says: 'the name of an alert is an object',
  },
  'a list of rules that was not spread': {
    tree: {
      'monitoring/group.ts':
        "import { ruleGroup } from 'obsctl';\n\nexport default ruleGroup('g', { interval: '30s' }, [[]] as any);\n",
    },
    place: 'monitoring/group.ts:3:16',
    says: 'one of the rules of the rule group g is a list',
  },
  'a panel instead of a list of panels': {
    tree: {
      'monitoring/row.ts': "import { row } from 'obsctl';\n\nexport const home = row('Home', {} as any);\n",
    },
    place: 'monitoring/row.ts:3:21',
    says: 'the panels of the row "Home" are an object',
  },
  'a receiver by its name': {
    tree: {
      'monitoring/routes.ts':
        "import { notifications } from 'obsctl';\n\nexport default notifications({\n  route: { receiver: 'team' as any },\n});\n",
    },
    place: 'monitoring/routes.ts:4:12',
    says: 'the receiver of the route is "team"',
  },
  'a channel that is only written out': {
    tree: {
      'monitoring/team.ts':
        "import { email, receiver } from 'obsctl';\n\nexport const team = receiver('team', [\n  email({ to: 'a@b.c' }),\n  { to: 'a@b.c' } as never,\n]);\n",
    },
    place: 'monitoring/team.ts:5:3',
    says: 'channels[1] of the receiver team is no channel',
  },
  'a route that is only written out, behind one that is turned off': {
    tree: {
      'monitoring/routes.ts': `import { email, notifications, receiver } from 'obsctl';

const team = receiver('team', [email({ to: 'a@b.c' })]);
export default notifications({
  route: { receiver: team, routes: [
    false,
    { matchers: { team: 'web' }, receiver: team } as never,
  ] },
});
`,
    },
    place: 'monitoring/routes.ts:7:5',
    says: 'routes[1] of the root is no route',
  },
  'a branch of a route that is only written out': {
    tree: {
      'monitoring/routes.ts': `import { email, receiver, route } from 'obsctl';

const team = receiver('team', [email({ to: 'a@b.c' })]);
export const web = route({ matchers: { team: 'web' }, routes: [{ receiver: team } as never] });
`,
    },
    place: 'monitoring/routes.ts:4:64',
    says: 'routes[0] of the route is no route',
  },
  'two rule groups of one name': {
    tree: {
      'monitoring/twice.ts':
        "import { ruleGroup } from 'obsctl';\n\nexport const again = ruleGroup('home', { interval: '30s' }, []);\n",
    },
    place: 'monitoring/twice.ts:3:22',
    says: 'rule-group "home" is defined twice, first at monitoring/rules.ts:6:16',
  },
  'two metrics of one name': {
    tree: {
      'monitoring/twice.ts': small['monitoring/metrics.ts']?.replace('const temperature', 'const again') ?? '',
    },
    place: 'monitoring/twice.ts:3:22',
    says: 'metric "temperature_celsius" is defined twice',
  },
  'a label that does not exist': {
    tree: {
      'monitoring/wrong.ts':
        "import { max } from 'obsctl';\nimport { temperature } from './metrics.js';\n\nexport const x = max(temperature).by('rooom' as never);\n",
    },
    place: 'monitoring/wrong.ts:4:35',
    says: 'cannot group by "rooom"',
  },
  'an alert that a helper made and that is in no rule group': {
    tree: {
      'monitoring/helper.ts': `import { alert, gt } from 'obsctl';
import { hottest } from './rules.js';

export const hot = (name: string) =>
  alert(name, { expr: gt(hottest, 30), labels: {}, annotations: {} });
`,
      'monitoring/hot.ts': `import { ruleGroup } from 'obsctl';
import { hot } from './helper.js';

const lost = hot('Lost');

export default ruleGroup('hot', { interval: '30s' }, [hot('Kept')]);
`,
    },
    place: 'monitoring/hot.ts:4:14',
    says: 'the alert "Lost" is in no rule group',
  },
  'an alert that is in no rule group': {
    tree: {
      'monitoring/lost.ts':
        "import { alert, gt } from 'obsctl';\nimport { temperature } from './metrics.js';\n\nconst lost = alert('Lost', { expr: gt(temperature, 1), labels: {}, annotations: {} });\n",
    },
    place: 'monitoring/lost.ts:4:14',
    says: 'the alert "Lost" is in no rule group',
  },
  'an id that leaves the output folder': {
    tree: {
      'monitoring/outside.ts':
        "import { ruleGroup } from 'obsctl';\n\nexport const outside = ruleGroup('../../../outside', { interval: '30s' }, []);\n",
    },
    place: 'monitoring/outside.ts:3:24',
    says: 'would be written to prometheus/rules/../../../outside.yaml',
  },
  'an id that is a path': {
    tree: {
      'monitoring/path.ts':
        "import { ruleGroup } from 'obsctl';\n\nexport const path = ruleGroup('home/attic', { interval: '30s' }, []);\n",
    },
    place: 'monitoring/path.ts:3:21',
    says: 'would be written to prometheus/rules/home/attic.yaml',
  },
  'a dashboard that no module exports': {
    tree: {
      'monitoring/lost.ts':
        "import { dashboard, folder, variable } from 'obsctl';\n\ndashboard({\n  uid: 'lost',\n  title: 'Lost',\n  description: 'Lost.',\n  folder: folder('f', 'F'),\n  tags: [],\n  from: '6h',\n  refresh: '30s',\n  variables: [variable.datasource('d', { type: 'prometheus', label: 'Source' })],\n  rows: [],\n});\n",
    },
    place: 'monitoring/lost.ts:3:1',
    says: 'the dashboard "lost" is exported by no module',
  },
  'one of two rules of a name that a helper makes': {
    tree: {
      'monitoring/lost.ts': `${rulesOf}const wide = () => alert('Wide', { expr: promql\`up\`, labels: {}, annotations: {} });
wide();
export default ruleGroup('lost', { interval: '30s' }, [wide()]);
`,
    },
    place: 'monitoring/lost.ts:4:1',
    says: 'the alert "Wide" is in no rule group',
  },
  'a query that is none': {
    tree: {
      'monitoring/query.ts': `${rulesOf}export default ruleGroup('query', { interval: '30s' }, [
  alert('Query', { expr: promql\`rate(up[5m]\`, labels: {}, annotations: {} }),
]);
`,
    },
    place: 'monitoring/query.ts:4:3',
    says: 'alert Query: this parenthesis is never closed, in rate(up[5m]',
  },
  'a query of the wrong type': {
    tree: {
      'monitoring/query.ts': `${rulesOf}export default ruleGroup('query', { interval: '30s' }, [
  alert('Query', { expr: promql\`rate(up)\`, labels: {}, annotations: {} }),
]);
`,
    },
    place: 'monitoring/query.ts:4:3',
    says: 'rate takes a range vector here',
  },
  'a variable of dashboards in a rule': {
    tree: {
      'monitoring/query.ts': `${rulesOf}export default ruleGroup('query', { interval: '30s' }, [
  alert('Query', { expr: promql\`up{room="$room"}\`, labels: {}, annotations: {} }),
]);
`,
    },
    place: 'monitoring/query.ts:4:3',
    says: 'room is compared with $room, which only Grafana would replace',
  },
  'a part of a query that is undefined': {
    tree: {
      'monitoring/query.ts': `${rulesOf}const names: any = {};
export const query = promql\`sum(\${names.total})\`;
`,
    },
    place: 'monitoring/query.ts:4:22',
    says: 'value 1 of this query does not exist',
  },
  'a duration that is none': {
    tree: {
      'monitoring/query.ts': `${rulesOf}export default ruleGroup('query', { interval: '30s' }, [
  alert('Query', { expr: promql\`up == 0\`, for: '5 minutes' as never, labels: {}, annotations: {} }),
]);
`,
    },
    place: 'monitoring/query.ts:4:43',
    says: 'for of the alert Query is "5 minutes", which is no duration',
  },
  'a range that is no duration': {
    tree: {
      'monitoring/range.ts':
        "import { avgOverTime, gt } from 'obsctl';\nimport { temperature } from './metrics.js';\n\nexport const hot = gt(avgOverTime(temperature, '5min' as never), 30);\n",
    },
    place: 'monitoring/range.ts:4:23',
    says: 'the range of avg_over_time() is "5min", which is no duration',
  },
  'an interval that is no duration': {
    tree: {
      'monitoring/group.ts':
        "import { ruleGroup } from 'obsctl';\n\nexport default ruleGroup('g', { interval: '30' as never }, []);\n",
    },
    place: 'monitoring/group.ts:3:16',
    says: 'interval of the rule group g is "30", which is no duration',
  },
  'a label that is a number': {
    tree: {
      'monitoring/label.ts': `${rulesOf}export default ruleGroup('g', { interval: '30s' }, [
  alert('A', { expr: promql\`up == 0\`, labels: { severity: 1 as never }, annotations: {} }),
]);
`,
    },
    place: 'monitoring/label.ts:4:3',
    says: 'severity among the labels of the alert A is no text',
  },
  'a panel without queries': {
    tree: {
      'monitoring/panel.ts':
        "import { panel } from 'obsctl';\n\nexport const empty = panel.stat('Empty', { description: 'Nothing.' } as never);\n",
    },
    place: 'monitoring/panel.ts:3:28',
    says: 'the panel "Empty" has no queries',
  },
  'a uid that Grafana refuses': {
    tree: {
      'monitoring/folder.ts': "import { folder } from 'obsctl';\n\nexport const home = folder('my home', 'My home');\n",
    },
    place: 'monitoring/folder.ts:3:21',
    says: 'the uid of the folder is "my home"',
  },
  'options that are missing': {
    tree: {
      'monitoring/malformed.ts':
        "import { dashboard } from 'obsctl';\n\nexport const home = dashboard({ uid: 'home', title: 'Home', rows: [] } as never);\n",
    },
    place: 'monitoring/malformed.ts:3:21',
    says: 'the dashboard home has no description',
  },
  'a misspelt option': {
    tree: {
      'monitoring/options.ts': `${rulesOf}export default ruleGroup('g', { interval: '30s' }, [
  alert('A', {
    expr: promql\`up == 0\`, // ')}' in a comment is none, fore: neither
    labels: { fore: 'x' },
    annotations: { summary: 'It says "}", {{ $value }}' },
    fore: '5m' as never,
  } as never),
]);
`,
    },
    place: 'monitoring/options.ts:8:5',
    says: 'the alert A has no option "fore": did you mean "for"?',
  },
  'a misspelt option of a constant that another module exports': {
    tree: {
      'monitoring/common.ts':
        "const on = 'panel' as const;\n\nexport const links = [\n  { title: 'Home', url: '/', on },\n  { titel: 'Runbook', url: '/', on },\n] as any;\n",
      'monitoring/panel.ts':
        "import { gt, panel, query } from 'obsctl';\nimport { links as common } from './common.js';\nimport { temperature } from './metrics.js';\n\nexport const hot = panel.stat('Hot', { description: 'Heat.', queries: [query(gt(temperature, 1))], links: common });\n",
    },
    place: 'monitoring/common.ts:5:5',
    says: 'the panel "Hot" has no option "links[1].titel": did you mean "title"?',
  },
  'a misspelt option that comes from nowhere that can be read': {
    tree: {
      'monitoring/panel.ts':
        "import { row } from 'obsctl';\n\nconst options = () => ({ heigth: 4 }) as never;\n\nexport const empty = row('Empty', [], options());\n",
    },
    place: 'monitoring/panel.ts:5:22',
    says: 'the row "Empty" has no option "heigth": did you mean "height"?',
  },
  'a misspelt unit': {
    tree: {
      'monitoring/unit.ts':
        small['monitoring/metrics.ts']
          ?.replace("unit: 'count'", "unit: 'counts' as never")
          .replaceAll('temperature', 'humidity') ?? '',
    },
    place: 'monitoring/unit.ts:5:3',
    says: 'unit of the gauge humidity_celsius is "counts": did you mean "count"?',
  },
  'a part that the server of the environment does not take': {
    tree: {
      'monitoring/pager.ts': `import { notifications, pagerduty, receiver, secret } from 'obsctl';

const pager = receiver('pager', [
  pagerduty({ routingKey: secret.file('/etc/key'), timeout: '5s' }),
]);
export default notifications({ route: { receiver: pager } });
`,
    },
    place: 'monitoring/pager.ts:4:3',
    says: 'needs Alertmanager 0.30, and the environment prod has 0.28',
  },
  'a password in an address': {
    tree: {
      'monitoring/source.ts':
        "import { datasource } from 'obsctl';\n\nexport const source = datasource.prometheus('p', { title: 'P', url: 'http://me:hunter2@here', timeInterval: '30s' });\n",
    },
    place: 'monitoring/source.ts:3:34',
    says: 'a user name or password in a URL',
  },
};

describe('a broken definition is one message with its place, and nothing is written', () => {
  it.each(Object.entries(broken))('%s', async (_, { tree, place, says }) => {
    const root = temporaryProject({ ...small, ...tree });
    const { code, stdout, stderr } = await obsctl(root, ['build']);
    expect(stderr).toContain(says);
    expect(stderr.split('\n')[0]).toMatch(new RegExp(`^${place.replaceAll('.', '\\.')}  error  `));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('dist/');
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(existsSync(join(root, 'build'))).toBe(false);
  });

  it('a thrown text has no place, and says what would have one', async () => {
    const root = temporaryProject({ ...small, 'monitoring/broken.ts': "throw 'too hot';\n" });
    const { code, stderr } = await obsctl(root, ['build']);
    expect(stderr).toMatch(/^error {2}too hot {2}definition\/threw\n {2}help: .*throw new Error/);
    expect(code).toBe(2);
  });

  it('what only a type needs makes no circle', async () => {
    const root = temporaryProject({
      ...small,
      'monitoring/a.ts': "import type { B } from './b.js';\n\nexport const a: B = 1;\n",
      'monitoring/b.ts': "import { a } from './a.js';\n\nexport type B = number;\n\nexport const b = a;\n",
    });
    expect((await obsctl(root, ['build'])).code).toBe(0);
  });

  it('what a package imports in vain is its own affair, but not what definitions do beside it', async () => {
    const inVain = "import * as all from './empty.js';\n\nexport const width = all.maybe ?? 12;\n";
    const tree: Tree = {
      ...small,
      'node_modules/grid/package.json': '{ "name": "grid", "version": "1.0.0", "type": "module", "main": "index.js" }',
      'node_modules/grid/index.js': inVain,
      'node_modules/grid/empty.js': 'const nothing = 1;\n',
      'monitoring/grid.ts': "import { width } from 'grid';\n\nif (width !== 12) throw new Error(`${width}`);\n",
    };
    expect(await obsctl(temporaryProject(tree), ['build'])).toMatchObject({ code: 0 });
    const root = temporaryProject({
      ...tree,
      'monitoring/empty.js': 'const nothing = 1;\n',
      'monitoring/own.ts': inVain,
    });
    const { code, stderr } = await obsctl(root, ['build']);
    expect(stderr).toMatch(/^monitoring\/own\.ts:3:26 {2}error/);
    expect(stderr).not.toContain('node_modules');
    expect(code).toBe(2);
  });

  it('and the same as data', async () => {
    const { tree, place, says } = broken['a property of nothing'] as Broken;
    const root = temporaryProject({ ...small, ...tree });
    const { code, stdout } = await obsctl(root, ['build', '--format', 'json']);
    const [file, line, column] = place.split(':');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'obsctl/build/v1',
      ok: false,
      diagnostics: [{ severity: 'error', message: says, file, line: Number(line), column: Number(column) }],
    });
    expect(code).toBe(2);
  });
});

const config = small['obsctl.config.ts'] ?? '';

describe('a broken configuration', () => {
  it.each([
    ['that is missing', { 'obsctl.config.ts': undefined }, 'there is no obsctl.config.ts in this folder or above it'],
    ['that exports nothing', { 'obsctl.config.ts': 'export const x = 1;\n' }, 'default export'],
    [
      'that ends the program',
      { 'obsctl.config.ts': 'process.exit(0);\n' },
      'obsctl.config.ts:1:9  error  process.exit(0)',
    ],
  ])('%s is one clear message', async (_, change, says) => {
    const tree = Object.entries({ ...small, ...change }).filter(([, text]) => text !== undefined) as [string, string][];
    const root = temporaryProject(Object.fromEntries(tree));
    const { code, stdout, stderr } = await obsctl(root, ['build']);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  const versions = "grafana: '12.4', prometheus: '3.5'";
  const inProd = (text: string) => config.replace('prod: {', `prod: {\n      ${text}`);

  it.each<[what: string, text: string, place: string, says: string, help: string]>([
    [
      'a version is missing',
      config.replace("grafana: '12.4', ", ''),
      '8:7',
      'environments.prod.versions.grafana is missing',
      'it has to be a text',
    ],
    [
      'a version is none',
      config.replace("'3.5'", "'v3'"),
      '8:36',
      'environments.prod.versions.prometheus is "v3"',
      'it has to be major.minor, as in "2.53"',
    ],
    [
      'a version is too old',
      config.replace(versions, "grafana: '9.5', prometheus: '3.5'"),
      '8:19',
      'environments.prod.versions.grafana is 9.5, and of Grafana obsctl knows 10.0 to 13.x',
      'state the version that runs',
    ],
    [
      'a version does not exist',
      config.replace("'3.5'", "'9.5'"),
      '8:36',
      'environments.prod.versions.prometheus is 9.5, and of Prometheus obsctl knows 2.26 to 3.x',
      'state the version that runs',
    ],
    [
      'a folder is outside',
      config.replace("['monitoring']", "['../x']"),
      '5:17',
      'definitions[0] leads out of the project',
      'it has to be a folder inside the project',
    ],
    [
      'a folder is not there',
      config.replace('monitoring', 'nowhere'),
      '5:3',
      'the definition folder nowhere cannot be read',
      'create it, or correct `definitions` in the configuration',
    ],
    [
      'an option does not exist',
      config.replace('project:', "colour: 'red',\n  project:"),
      '4:3',
      'the configuration has no option "colour"',
      'the options are project, definitions, out, environments, checks',
    ],
    [
      'an option of an environment is misspelt',
      inProd("histogram: 'native',"),
      '8:7',
      'environments.prod.histogram is no option: did you mean "histograms"?',
      'write histograms',
    ],
    [
      'a word is misspelt',
      inProd("histograms: 'natve',"),
      '8:7',
      'environments.prod.histograms is "natve": did you mean "native"?',
      'it has to be one of classic, native',
    ],
    [
      'an option of a target is misspelt',
      inProd("targets: [{ system: 'grafana', url: 'http://localhost:3000', organization: 1 } as never],"),
      '8:68',
      'environments.prod.targets[0] has no option "organization": did you mean "organisation"?',
      'the options are system, name, wave, url, auth, tls,',
    ],
    [
      'a system is misspelt',
      inProd("targets: [{ system: 'grafna' } as never],"),
      '8:19',
      'environments.prod.targets[0].system is "grafna": did you mean "grafana"?',
      'it has to be one of files, prometheus,',
    ],
    [
      'an alternative is none',
      inProd("targets: [{ system: 'files', folder: '/srv', reload: 'http' } as never],"),
      '8:52',
      'environments.prod.targets[0].reload is "http"',
      'it can be { pidFile } or { command }',
    ],
    [
      'a check is misspelt',
      config.replace('project:', "checks: { 'promql/nann': 'off' },\n  project:"),
      '4:13',
      'there is no check promql/nann: did you mean promql/nan?',
      'obsctl explain lists them',
    ],
    [
      'a check is turned to what there is not',
      config.replace('project:', "checks: { 'promql/nan': 'warn' },\n  project:"),
      '4:13',
      'checks.promql/nan is "warn"',
      'it has to be one of error, warning, info, off',
    ],
  ])('says where %s, whatever the file is called', async (_, text, place, says, help) => {
    const root = temporaryProject({ ...small, 'shop.config.ts': text });
    const { code, stderr } = await obsctl(root, ['validate', '--config', 'shop.config.ts']);
    expect(stderr.split('\n')[0]).toContain(`shop.config.ts:${place}  error  ${says}`);
    expect(stderr).toContain(help);
    expect(code).toBe(2);
  });

  it('says where an imported part is written', async () => {
    const root = temporaryProject({
      ...small,
      'obsctl.config.ts': `import { defineConfig } from 'obsctl';
import { environments as all } from './environments.js';

const config = { project: 'small', definitions: ['monitoring'], environments: all } as const;

export default defineConfig(config);
`,
      'environments.ts': `const versions = {
  grafana: '9.5', // '12.4',
  ...{ prometheus: '3.5', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' },
};

export const environments = { prod: { versions } } as const;
`,
    });
    const { stderr } = await obsctl(root, ['build']);
    expect(stderr.split('\n')[0]).toMatch(
      /^environments\.ts:2:3 {2}error {2}environments\.prod\.versions\.grafana is 9\.5/,
    );
  });

  it('says once what is wrong in a part that environments share', async () => {
    const root = temporaryProject({
      ...small,
      'obsctl.config.ts': `import { defineConfig } from 'obsctl';

const versions = { grafana: '9.5', prometheus: '3.5', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' };

export default defineConfig({
  project: 'small',
  definitions: ['monitoring'],
  environments: {
    local: { versions },
    staging: { versions },
    prod: { versions: { ...versions, grafana: '9.5' } },
  },
});
`,
    });
    const { stderr } = await obsctl(root, ['build']);
    expect(stderr.split('\n').filter((line) => / {2}error {2}/.test(line))).toEqual([
      'obsctl.config.ts:3:20  error  environments.local.versions.grafana is 9.5, and of Grafana obsctl knows 10.0 to 13.x (the same in staging)  config/invalid',
      'obsctl.config.ts:11:38  error  environments.prod.versions.grafana is 9.5, and of Grafana obsctl knows 10.0 to 13.x  config/invalid',
    ]);
  });

  it('says all that is wrong at one place, where environments do not share it', async () => {
    const wrong = JSON.stringify({ project: 1, out: 1, checks: { 'rule/shape': 'a', 'rule/cycle': 'a' } });
    const config = `import { defineConfig } from 'obsctl';\nexport default defineConfig(JSON.parse('${wrong}'));\n`;
    const { stderr } = await obsctl(temporaryProject({ ...small, 'obsctl.config.ts': config }), ['build']);
    for (const name of ['project', 'out', 'checks.rule/shape', 'checks.rule/cycle']) {
      expect(stderr).toMatch(new RegExp(`error  ${name} is (1|"a")  config/invalid`));
    }
  });

  it('an environment that does not exist is named, with those that do', async () => {
    const { code, stderr } = await obsctl(temporaryProject(small), ['build', '--env', 'prd']);
    expect(stderr).toContain('there is no environment "prd": did you mean "prod"?');
    expect(stderr).toContain('the configuration names prod');
    expect(code).toBe(2);
  });
});
