import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';

const rules = `groups:
  - name: a
    rules:
      - alert: Slow
        expr: histogram_quantile(0.99, sum by (job) (rate(x_bucket[5m]))) > 1
      - record: b
        expr: |
          sum by (job) (
            rate(x[5mm])
          )
      - record: c
        expr: "rate(y{a=\\"b\\"})"
      - alert: Folded
        expr: >-
          up ==
            nosuch(1)
`;

const dashboard = {
  title: 'D',
  panels: [
    { type: 'row', panels: [{ title: 'Inner "quoted"', targets: [{ expr: 'rate(x{a="b"})' }] }] },
    { title: 'Logs', datasource: { type: 'loki', uid: 'l' }, targets: [{ expr: '{app="x"} |= "error"' }] },
  ],
  templating: { list: [{ type: 'query', name: 'job', query: { query: 'label_values(up{job=~"(}, job)' } }] },
};

const resource = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
${rules.replaceAll(/^/gm, '  ')}`;

interface Place {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

const found = async (tree: Record<string, string>, args: readonly string[]) => {
  const root = temporaryProject(tree);
  const { code, stdout, stderr } = await obsctl(root, ['validate', ...args, '--format', 'json']);
  const report = JSON.parse(stdout || '{}');
  const lines = (report.diagnostics ?? [])
    .filter((one: Place) => one.code.startsWith('promql/'))
    .map(
      (one: Record<string, unknown>) =>
        `${one.file}:${one.line}:${one.column}-${one.endLine}:${one.endColumn} ${one.code}`,
    );
  return { code, stderr, report, lines };
};

describe('validate', () => {
  it('finds what is wrong in a rule file, at its line and column, however YAML writes the query', async () => {
    const { code, lines, report } = await found({ 'rules.yaml': rules }, ['rules.yaml']);
    expect(code).toBe(1);
    expect(report).toMatchObject({ schema: 'obsctl/validate/v1', ok: false });
    expect(lines).toEqual([
      'rules.yaml:5:40-5:73 promql/quantile-le',
      'rules.yaml:9:20-9:23 promql/syntax',
      'rules.yaml:12:21-12:31 promql/type',
      'rules.yaml:16:13-16:19 promql/type',
    ]);
  });

  it('finds the same in a PrometheusRule', async () => {
    const { lines } = await found({ 'r.yaml': resource }, ['r.yaml']);
    expect(lines[1]).toBe('r.yaml:12:22-12:25 promql/syntax');
    expect(lines).toHaveLength(4);
  });

  it('finds what is wrong in a dashboard, in rows and variables too, and leaves other data sources alone', async () => {
    const text = JSON.stringify(dashboard, null, 2);
    const { report } = await found({ 'd.json': text }, ['d.json']);
    const queries = report.diagnostics.filter((one: Place) => one.code.startsWith('promql/'));
    const shown = queries.map((one: Place) => {
      const line = text.split('\n')[one.line - 1] ?? '';
      return `${one.code} ${line.slice(one.column - 1, one.endColumn - 1)}`;
    });
    expect(shown).toEqual([String.raw`promql/type x{a=\"b\"}`, String.raw`promql/syntax \"(}`]);
    expect(queries[0].message).toContain('panel "Inner "quoted""');
    const oneLine = await found({ 'd.json': JSON.stringify({ dashboard }) }, ['d.json']);
    expect(oneLine.lines).toHaveLength(2);
  });

  it('says so when there is nothing to find', async () => {
    const root = temporaryProject({
      'ok.yaml': 'groups:\n  - name: a\n    rules:\n      - record: b:c\n        expr: sum(up)\n',
    });
    const { code, stdout, stderr } = await obsctl(root, ['validate', 'ok.yaml']);
    expect([code, stdout, stderr]).toEqual([0, 'nothing found in 1 file\n', '']);
  });

  it('shows the line of a finding with carets below the place, in foreign files and in definitions', async () => {
    const root = temporaryProject({
      ...small,
      'r.yaml': rules,
      'monitoring/broken.ts': `import { alert, promql, ruleGroup } from 'obsctl';

export default ruleGroup('broken', { interval: '30s' }, [
  alert('Broken', { expr: promql\`up == \`, labels: {}, annotations: { summary: 'x' } }),
]);
`,
      'deeper/folder/x.txt': '',
    });
    expect((await obsctl(root, ['validate', 'r.yaml'])).stderr).toContain(
      '\n  9 |             rate(x[5mm])\n    |                    ^^^\n',
    );
    const own = await obsctl(`${root}/deeper/folder`, ['validate']);
    expect(own.stderr).toContain('monitoring/broken.ts:4:3');
    expect(own.stderr).toMatch(/\n {2}4 \| {3}alert\('Broken'.*\n {4}\| {3}\^\n/);
  });

  it.each([
    ['markdown', /^\*\*obsctl validate\*\*: .*4 errors/],
    ['github', /^::error file=rules\.yaml,line=5,/m],
    ['sarif', /"ruleId": "promql\/quantile-le"/],
    ['junit', /<failure type="error"/],
    ['checkstyle', /<file name="rules\.yaml">/],
  ])('prints %s, and nothing else', async (format, expected) => {
    const root = temporaryProject({ 'rules.yaml': rules });
    const { code, stdout, stderr } = await obsctl(root, ['validate', 'rules.yaml', '--format', format]);
    expect(stdout).toMatch(expected);
    expect([code, stderr]).toEqual([1, '']);
  });

  it('checks every file below a folder that is something to check, and says what it left alone', async () => {
    const tree = {
      'mon/rules/a.yaml': rules,
      'mon/d.json': JSON.stringify(dashboard),
      'mon/values.yaml': 'image: x\n',
      'mon/chart.yml': '{{- if .Values.x }}\na: [\n',
      'mon/.hidden/b.yaml': rules,
      'mon/node_modules/c.yaml': rules,
      'mon/notes.txt': 'groups: []',
    };
    const { report, code } = await found(tree, ['mon']);
    expect(code).toBe(1);
    expect([...new Set(report.diagnostics.map(({ file }: { file: string }) => file))].sort()).toEqual([
      'mon/d.json',
      'mon/rules/a.yaml',
    ]);
    expect(report.skipped.map(({ file }: { file: string }) => file)).toEqual(['mon/chart.yml', 'mon/values.yaml']);
    const root = temporaryProject(tree);
    expect((await obsctl(root, ['validate', 'mon'])).stdout).toContain(
      'skipped  mon/values.yaml: this is no dashboard',
    );
    const nothing = await obsctl(root, ['validate', 'mon/.hidden/..', 'mon/node_modules']);
    expect(nothing.code).toBe(1);
    const empty = await obsctl(temporaryProject({ 'x/y.txt': '' }), ['validate', 'x']);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('x holds no dashboard')]);
  });

  it('does not pass over a file below a folder that cannot be read and is something to check', async () => {
    const tree = {
      'mon/ok.yaml': rules,
      'mon/tabs.yaml': 'groups:\n\t- name: a\n\t  rules:\n\t  - alert: A\n\t    expr: up == 0\n',
      'mon/cut.json': '{ "title": "a", "panels": [',
      'mon/alertmanager.yml': 'route: { receiver: a\nreceivers:\n  - name: a\n',
      'mon/chart.yaml': 'groups:\n- name: {{ .Values.name }}\n  rules:\n  - alert: A\n{{- end }}\n\t- b\n',
      'mon/jsonc.json': '{ // a comment\n "strict": true }',
    };
    const { report, code } = await found(tree, ['mon']);
    const unread = report.diagnostics.filter((one: { code: string }) => one.code === 'file/syntax');
    expect(unread.map((one: { file: string; line: number }) => `${one.file}:${one.line}`)).toEqual([
      expect.stringMatching(/^mon\/alertmanager\.yml:\d$/),
      'mon/cut.json:1',
      'mon/tabs.yaml:2',
    ]);
    expect(report.skipped.map(({ file }: { file: string }) => file)).toEqual(['mon/chart.yaml', 'mon/jsonc.json']);
    expect(code).toBe(1);
    const alone = await found({ 'mon/tabs.yaml': tree['mon/tabs.yaml'] }, ['mon', '--fix']);
    expect([alone.code, alone.report.diagnostics.length]).toEqual([1, 1]);
  });

  it('reads the templates below a folder that has a configuration of Alertmanager, and no others', async () => {
    const template = '{{ define "team.text" }}{{ .Status }{{ end }}';
    const config = `route: { receiver: team }
receivers:
  - name: team
    slack_configs: [{ api_url: 'https://hooks.example.com/a', channel: '#a', text: '{{ template "team.text" . }}' }]
templates: ['templates/*.tmpl']
`;
    const tree = { 'am/alertmanager.yml': config, 'am/templates/team.tmpl': template };
    const { report, code } = await found(tree, ['am']);
    const places = report.diagnostics.map((one: { file: string; code: string }) => `${one.file} ${one.code}`);
    expect(places).toContain('am/templates/team.tmpl template/syntax');
    expect(code).toBe(1);
    const consul = '{{ with $port := key "web/port" | or "80" }}listen {{ $port | default("80") }};{{ end }}';
    const beside = await found({ ...tree, 'am/web/site.conf.tmpl': consul }, ['am']);
    expect(JSON.stringify(beside.report)).not.toContain('site.conf.tmpl');
    const other = await found({ 'dots/a.yaml': rules.replace('{{', ''), 'dots/profile.tmpl': template }, ['dots']);
    expect(JSON.stringify(other.report)).not.toContain('profile.tmpl');
  });

  it('says which name was probably meant in a configuration of Alertmanager', async () => {
    const config = `global: { resolve_timout: 5m }
route:
  receiver: team
  routes: [{ receiver: tem, matchers: [a="b"], mute_time_intervals: [nigts] }]
receivers:
  - name: team
    slak_configs: []
time_intervals: [{ name: nights, time_intervals: [{ weekdays: [sunday] }] }]
`;
    const { report } = await found({ 'am.yml': config }, ['am.yml']);
    const messages = report.diagnostics.map(({ message }: { message: string }) => message);
    expect(messages.filter((message: string) => message.includes('did you mean'))).toEqual([
      'alertmanager: there is no field resolve_timout here: did you mean "resolve_timeout"?',
      'alertmanager: there is no receiver tem: did you mean "team"?',
      'alertmanager: there is no time interval nigts: did you mean "nights"?',
      'alertmanager: there is no kind of channel slak_configs: did you mean "slack_configs"?',
    ]);
    const other = await found({ 'am.yml': config.replace('resolve_timout', 'colour') }, ['am.yml']);
    const helpOf = (of: typeof report, field: string) =>
      of.diagnostics.find(({ message }: { message: string }) => message.includes(` no field ${field} here`)).help;
    expect(helpOf(report, 'resolve_timout')).toBeUndefined();
    expect(helpOf(other.report, 'colour')).toMatch(/^the fields are resolve_timeout, http_config, /);
  });

  it('checks the other files that were named where one of them cannot be, and changes none of them', async () => {
    const fixable = rules.replace('groups:', '# ours\ngroups:');
    const tree = { 'a.yaml': 'kind: ConfigMap\n', 'b.json': '{', 'c.yaml': fixable };
    const { report, code } = await found(tree, ['a.yaml', 'b.json', 'gone.yaml', 'c.yaml', '--fix']);
    const codes = report.diagnostics.map((one: { code: string }) => one.code);
    expect(codes).toEqual(expect.arrayContaining(['file/unknown', 'file/syntax', 'file/unreadable', 'promql/syntax']));
    expect([code, report.fixed]).toEqual([2, undefined]);
  });

  it('says that files need no project, where there is none', async () => {
    const { code, stderr } = await obsctl(temporaryProject({ 'rules.yaml': rules }), ['validate']);
    expect(stderr).toContain('files need no project: obsctl validate rules/*.yaml');
    expect(code).toBe(2);
  });

  it('judges files for the version named, and for the newest where none is', async () => {
    const tree = {
      'v.yaml':
        'groups:\n  - name: a\n    query_offset: 1m\n    rules:\n      - {record: "a:b", expr: "limitk(1, up)"}\n',
    };
    const codes = async (...args: string[]) =>
      (await found(tree, [...args, 'v.yaml'])).report.diagnostics?.map((one: { code: string }) => one.code);
    expect(await codes()).toEqual(['promql/experimental']);
    expect(await codes('--target', 'prometheus=2.42')).toEqual([
      'rule/version',
      'promql/experimental',
      'promql/version',
    ]);
    const wrong = await found(tree, ['v.yaml', '--target', 'prometheus=new']);
    expect([wrong.code, wrong.report.diagnostics[0].message]).toEqual([
      2,
      '--target prometheus=new names no version of a server',
    ]);
    expect((await found(small, ['--target', 'prometheus=3.5'])).code).toBe(2);
  });

  it('compares rules and dashboards of one folder, and not those of clusters beside each other', async () => {
    const group =
      'groups: [{name: a, rules: [{record: "a:b", expr: x}, {alert: Down, expr: up == 0, labels: {severity: page}}]}]\n';
    const panels = JSON.stringify({ title: 'Shop', uid: 'shop', panels: [] });
    const ofTwins = async (first: string, second: string) => {
      const tree = Object.fromEntries(
        [first, second].flatMap((at) => [
          [`${at}.yml`, group],
          [`${at}.json`, panels],
        ]),
      );
      const { report } = await found(tree, ['.']);
      const codes = report.diagnostics.map(({ file, code }: Record<string, string>) => `${file} ${code}`);
      return codes.filter((one: string) => /duplicate|uid/.test(one));
    };
    expect(await ofTwins('clusters/a/shop', 'clusters/b/shop')).toEqual([]);
    expect(await ofTwins('clusters/a', 'clusters/b')).toEqual([
      'clusters/b.json dashboard/uid',
      'clusters/b.yml rule/duplicate',
      'clusters/b.yml rule/duplicate',
    ]);
  });

  it('checks a file once that is named twice, or with its folder', async () => {
    const group = 'groups: [{name: a, rules: [{record: "a:b", expr: x}]}]\n';
    const { report, code } = await found({ 'rules/a.yml': group }, ['rules', 'rules/a.yml', './rules/../rules/a.yml']);
    expect([code, report.diagnostics]).toEqual([0, []]);
    const { stdout } = await obsctl(temporaryProject({ 'a.yml': group }), ['validate', 'a.yml', './a.yml']);
    expect(stdout).toBe('nothing found in 1 file\n');
  });

  it('counts warnings with --strict only', async () => {
    const tree = { 'w.yaml': 'groups:\n  - name: a\n    rules:\n      - alert: B\n        expr: sum(up)\n' };
    expect((await found(tree, ['w.yaml'])).code).toBe(0);
    expect((await found(tree, ['w.yaml', '--strict'])).code).toBe(1);
  });

  it('checks the project where no file is named, and points at the definition', async () => {
    const broken = `import { alert, promql, ruleGroup } from 'obsctl';
import { hottest } from './rules.js';

const rules = [
  alert('Always', { expr: hottest, labels: {}, annotations: { summary: 'x' } }),
  alert('Broken', { expr: promql\`up == \`, labels: {}, annotations: { summary: 'x' } }),
];

export default ruleGroup('broken', { interval: '30s' }, rules);
`;
    const { code, report } = await found({ ...small, 'monitoring/broken.ts': broken }, []);
    expect(code).toBe(1);
    expect(report.diagnostics.filter((one: { severity: string }) => one.severity !== 'info')).toMatchObject([
      { code: 'alert/no-condition', file: 'monitoring/broken.ts', line: 5, column: 3 },
      { code: 'promql/syntax', file: 'monitoring/broken.ts', line: 6, column: 3 },
    ]);
  });

  const always = (wrapped: (definition: string) => string) => `import { alert, except, ruleGroup } from 'obsctl';
import { hottest } from './rules.js';

export default ruleGroup('always', { interval: '30s' }, [
  ${wrapped("alert('Always', { expr: hottest, labels: {}, annotations: { summary: 'x' } })")},
]);
`;
  const warnings = async (tree: Record<string, string>) => {
    const { report } = await found({ ...small, ...tree }, []);
    const shown = report.diagnostics.filter((one: { severity: string }) => one.severity !== 'info');
    return shown.map((one: Record<string, unknown>) => `${one.file}:${one.line} ${one.severity} ${one.code}`);
  };

  it('lets a definition be excepted with a reason, and says when the exception is not needed any more', async () => {
    expect(await warnings({ 'monitoring/always.ts': always((definition) => definition) })).toEqual([
      'monitoring/always.ts:5 warning alert/no-condition',
    ]);
    const excepted = (code: string, reason = 'it is meant so') =>
      warnings({ 'monitoring/always.ts': always((definition) => `except(${definition}, '${code}', '${reason}')`) });
    expect(await excepted('alert/no-condition')).toEqual([]);
    expect(await excepted('promql/never')).toEqual([
      'monitoring/always.ts:5 warning exception/unused',
      'monitoring/always.ts:5 warning alert/no-condition',
    ]);
    const { report } = await found(
      { ...small, 'monitoring/always.ts': always((one) => `except(${one}, 'a/b', ' ')`) },
      [],
    );
    expect(report.diagnostics[0].message).toBe('an exception from a/b needs a reason');
  });

  it('weighs checks as the configuration does', async () => {
    const weighed = (checks: string) =>
      warnings({
        'monitoring/always.ts': always((definition) => definition),
        'obsctl.config.ts':
          small['obsctl.config.ts']?.replace('  environments', `  checks: ${checks},\n  environments`) ?? '',
      });
    expect(await weighed("{ 'alert/no-condition': 'error' }")).toEqual([
      'monitoring/always.ts:5 error alert/no-condition',
    ]);
    expect(await weighed("{ 'alert/no-condition': 'off' }")).toEqual([]);
    expect(await weighed("{ 'alert/nonsense': 'off' }")).toEqual(['obsctl.config.ts:6 error config/unknown-check']);
  });

  it.each([
    ['no file', 'nowhere.yaml', {}, 'nowhere.yaml does not exist'],
    ['no YAML', 'bad.yaml', { 'bad.yaml': 'groups: [\n' }, 'this is no YAML'],
    ['no JSON', 'bad.json', { 'bad.json': '{"panels": [}' }, 'this is no JSON'],
    ['neither rules nor a dashboard', 'x.yaml', { 'x.yaml': 'a: 1\n' }, 'this is no dashboard, no rule file and no'],
  ])('exits 2 for %s', async (_, file, tree, message) => {
    const root = temporaryProject(tree as Record<string, string>);
    const { code, stderr } = await obsctl(root, ['validate', file]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('a project that was validated before', () => {
  const rulesWith = (limit: string) => small['monitoring/rules.ts']?.replace('hottest, 30', `hottest, ${limit}`) ?? '';

  it('is not checked again, and the same is said of it', async () => {
    const root = temporaryProject(small);
    const say = async (...args: string[]) => await obsctl(root, ['validate', '--verbose', ...args]);
    const [first, second] = [await say(), await say()];
    expect(first.stderr).toContain('reading definitions');
    expect(second.stderr).toBe(first.stderr.replace(/^(reading|checking) .*\n/gm, ''));
    expect(second.stdout).toBe(first.stdout);
    expect((await say('--env', 'prod')).stderr).toContain('reading definitions');
  });

  it('is checked again where a definition has changed, or reads what can change by itself', async () => {
    const root = temporaryProject(small);
    const found = async (env = {}) => {
      const { stdout } = await obsctl(root, ['validate', '--format', 'json'], env);
      return JSON.parse(stdout)
        .diagnostics.map(({ code }: { code: string }) => code)
        .sort();
    };
    const clean = await found();
    write(root, { 'monitoring/rules.ts': rulesWith('30').replace("'room:temperature:max'", "'room_temperature'") });
    expect(await found()).toEqual([...clean, 'rule/name'].sort());
    write(root, {
      'monitoring/rules.ts': rulesWith('Number(process.env.LIMIT)').replace(
        "severity: 'warning'",
        'limit: String(process.env.LIMIT)',
      ),
    });
    expect(await found({ LIMIT: '31' })).toEqual([...clean, 'alert/missing-severity'].sort());
    write(root, {
      'monitoring/rules.ts': rulesWith('30').replace(
        "'room:temperature:max'",
        "process.env.NAME ?? 'room:temperature:max'",
      ),
    });
    expect(await found()).toEqual(clean);
    expect(await found({ NAME: 'room_temperature' })).toEqual([...clean, 'rule/name'].sort());
  });
});

describe('--level', () => {
  it('shows people less, and programs everything', async () => {
    const root = temporaryProject({
      'rules.yaml': 'groups: [{name: a, rules: [{alert: Down, expr: up, annotations: {summary: Down.}}]}]\n',
    });
    const run = (...flags: string[]) => obsctl(root, ['validate', 'rules.yaml', ...flags]);
    const all = await run();
    expect(all.stderr).toContain('alert/missing-severity');
    const { stderr, stdout, code } = await run('--level', 'warning');
    expect(stderr).not.toContain('alert/missing-severity');
    expect(stderr).toContain('alert/no-condition');
    expect([stdout, code]).toEqual([all.stdout, all.code]);
    expect((await run('--level', 'warning', '--format', 'github')).stdout).not.toContain('alert/missing-severity');
    expect((await run('--level', 'warning', '--format', 'json')).stdout).toContain('alert/missing-severity');
    expect((await run('--level', 'wrong')).code).toBe(2);
  });
});

describe('a folder that obsctl has built', () => {
  const rules = (small['monitoring/rules.ts'] ?? '')
    .replace('import { alert,', 'import { alert, except,')
    .replace("  alert('TooHot', {", "  except(alert('TooHot', {")
    .replace(
      "    annotations: { summary: '{{ $labels.room }} is too hot' },\n  }),",
      "    annotations: { summary: 'Hot.' },\n  }), 'alert/missing-runbook', 'open a window'),",
    );

  it('is judged with what its definitions except, as long as it is what they build', async () => {
    const root = temporaryProject({ ...small, 'monitoring/rules.ts': rules });
    await obsctl(root, ['build']);
    const codes = async () =>
      JSON.parse((await obsctl(root, ['validate', 'build/prod', '--format', 'json'])).stdout).diagnostics.map(
        ({ code }: { code: string }) => code,
      );
    expect(await codes()).toEqual([]);
    write(root, { 'monitoring/rules.ts': rules.replace('30)', '31)') });
    expect(await codes()).toEqual(['alert/missing-runbook']);
  });

  it('is judged by itself, where the folder above is named', async () => {
    const root = temporaryProject({
      ...small,
      'obsctl.config.ts': (small['obsctl.config.ts'] ?? '').replace(
        '    prod: {',
        '    staging: { versions: { grafana: "12.4", prometheus: "3.5", alertmanager: "0.28", blackbox: "0.26", collector: "0.100" } },\n    prod: {',
      ),
    });
    await obsctl(root, ['build']);
    const { stdout } = await obsctl(root, ['validate', 'build', '--format', 'json']);
    const codes = JSON.parse(stdout).diagnostics.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(['alert/missing-runbook', 'alert/missing-runbook']);
  });

  it('and one file of it is judged as all of it together', async () => {
    const root = temporaryProject({ ...small, 'monitoring/rules.ts': rules });
    await obsctl(root, ['build']);
    for (const [cwd, name] of [
      [root, 'build/prod/prometheus/rules/home.yaml'],
      [join(root, 'build/prod/prometheus'), 'rules/home.yaml'],
    ] as const) {
      expect((await obsctl(cwd, ['validate', name])).stdout).toBe('nothing found in 1 file\n');
    }
    cpSync(join(root, 'build/prod/prometheus/rules'), join(root, 'copied'), { recursive: true });
    expect((await obsctl(root, ['validate', 'copied/home.yaml'])).stderr).toContain('alert/missing-runbook');
  });

  it('and so is our own configuration of Alertmanager: which alerts there are, only the rules tell', async () => {
    const root = temporaryProject({});
    for (const part of ['alerts', 'dashboards', 'platform', 'obsctl.config.ts', 'package.json']) {
      cpSync(join(repository, part), join(root, part), { recursive: true });
    }
    await obsctl(root, ['build', '--env', 'prod']);
    const built = 'build/prod/alertmanager/alertmanager.yml';
    expect((await obsctl(root, ['validate', built])).stdout).toBe('nothing found in 1 file\n');
    cpSync(join(root, built), join(root, 'alertmanager.yml'));
    expect((await obsctl(root, ['validate', 'alertmanager.yml'])).stderr).toContain('inhibit/both-sides');
  });

  it('says where there are no definitions that it does not know', async () => {
    const root = temporaryProject({ ...small, 'monitoring/rules.ts': rules });
    await obsctl(root, ['build']);
    renameSync(join(root, 'obsctl.config.ts'), join(root, 'gone.ts'));
    const { stderr, code } = await obsctl(root, ['validate', 'build/prod']);
    expect(stderr).toContain('build/prod was built by obsctl for prod of small');
    expect(stderr).toContain('validate it where they are: obsctl validate --env prod');
    expect(code).toBe(0);
  });
});

describe('an alert of a project that no test sees fire', () => {
  it('is found, and is not where one does', async () => {
    const tested = `import { expect, series, steady, test } from 'obsctl';
import { temperature } from './metrics.js';
import { hot } from './rules.js';

export default [
  test('hot', series(temperature, { room: 'attic' }, steady(40)), expect(hot).toFireAt('10m')),
];
`;
    const exported = (small['monitoring/rules.ts'] ?? '')
      .replace(
        'export default',
        "export const hot = alert('TooHot', {\n  expr: gt(hottest, 30),\n  for: '5m',\n  labels: { severity: 'warning' },\n  annotations: { summary: 'Hot.', runbook_url: 'https://example.com/hot' },\n});\n\nexport default",
      )
      .replace(/ {2}alert\('TooHot'[\s\S]*?\n {2}\}\),/, '  hot,');
    const codes = async (root: string) =>
      JSON.parse((await obsctl(root, ['validate', '--format', 'json'])).stdout).diagnostics.map(
        ({ code }: { code: string }) => code,
      );
    expect(await codes(temporaryProject({ ...small, 'monitoring/rules.ts': exported }))).toEqual([
      'alert/missing-test',
    ]);
    const whole = { ...small, 'monitoring/rules.ts': exported, 'monitoring/rules.tests.ts': tested };
    expect(await codes(temporaryProject(whole))).toEqual([]);
  });
});

describe('a recorded series that only a status reads', () => {
  const shown = `import { dashboard, folder, max, panel, query, record, ruleGroup, row, status, variable } from 'obsctl';
import { temperature } from './metrics.js';
import { hottest } from './rules.js';

const coldest = record('room:temperature:min', max(temperature).by('room'));

export const others = ruleGroup('others', { interval: '30s' }, [coldest]);

export const home = dashboard({
  uid: 'home',
  title: 'Home',
  description: 'Home.',
  folder: folder('home', 'Home'),
  tags: [],
  from: '6h',
  refresh: '30s',
  variables: [variable.datasource('d', { type: 'prometheus', label: 'Source' })],
  rows: [row('Now', [panel.stat('Hottest', { description: 'Hottest.', queries: [query(hottest)] })])],
});
`;
  const asked = `
export default status('home', { health: max(coldest), tables: [] });
`;

  it('is read, in definitions and in what was built of them', async () => {
    const found = async (text: string) => {
      const root = temporaryProject({ ...small, 'monitoring/shown.ts': text });
      await obsctl(root, ['build']);
      const [definitions, built] = await Promise.all([
        obsctl(root, ['validate', '--format', 'json']),
        obsctl(root, ['validate', 'build/prod', '--format', 'json']),
      ]);
      return [definitions, built].map(({ stdout }) => stdout.match(/rule\/unused-record/g)?.length ?? 0);
    };
    expect(await found(shown)).toEqual([1, 1]);
    expect(await found(`${shown}${asked}`)).toEqual([0, 0]);
  });
});
