import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { filesBelow } from '../helpers/files.js';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';
import { passing, tested } from '../helpers/tested-project.js';
import { describeOn } from '../real/describe-on.js';
import { binary, isThere, run } from '../real/servers.js';

const noPromtool = { PATH: '/nowhere', OBSCTL_SERVERS: '/nowhere', OBSCTL_PROMTOOL: '' };
const harbour = filesBelow(join(repository, 'test/fixtures/harbour'));

describe.skipIf(!isThere('forky'))('obsctl test', () => {
  const promtool = { OBSCTL_PROMTOOL: binary('forky', 'promtool') };

  it('counts what passes', async () => {
    const { code, stdout, stderr } = await obsctl(temporaryProject(tested(passing)), ['test'], promtool);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'prod  1 passed\n', stderr: '' });
  });

  it('shows what is not as expected, and where', async () => {
    const root = temporaryProject(
      tested(`${passing}
  test('20 degrees', series(temperature, { room: 'attic' }, 20), expect(tooHot).toFireAt('6m')),
  test(
    'labels and annotations',
    series(temperature, { room: 'attic' }, 35),
    series(temperature, { room: 'cellar' }, 31),
    expect(tooHot).toFireAt('6m', { labels: { room: 'attic', severity: 'critical' }, annotations: { summary: /cold/ } }),
    expect(tooHot).toBePending('6m'),
    expect(tooHot).toStayQuiet('10m'),
    expect(tooHot).toResolveBy('10m'),
  ),
  test('a value', series(temperature, { room: 'attic' }, 35), expect(hottest).toBe('1m', 34, { within: 0.5 })),`),
    );
    const { code, stdout } = await obsctl(root, ['test'], promtool);
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot('../golden/test/failing.txt');
  });

  it('prints the contract as JSON', async () => {
    const root = temporaryProject(tested(passing.replace('35)', '20)')));
    const { code, stdout } = await obsctl(root, ['test', '--format', 'json'], promtool);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'obsctl/test/v1',
      ok: false,
      summary: { passed: 0, failed: 1, skipped: 0 },
      tests: [
        {
          name: '35 degrees',
          kind: 'rules',
          environment: 'prod',
          status: 'failed',
          file: 'monitoring/rules.tests.ts',
          line: 6,
          column: 3,
          differences: [{ message: 'TooHot does not fire at 6m', file: 'monitoring/rules.tests.ts', line: 6 }],
        },
      ],
    });
  });

  it('prints JUnit for whatever reads it', async () => {
    const root = temporaryProject(
      tested(`${passing}
  test('20 degrees', series(temperature, { room: 'attic' }, 20), expect(tooHot).toFireAt('6m')),`),
    );
    const { stdout } = await obsctl(root, ['test', '--format', 'junit'], promtool);
    expect(stdout).toContain('tests="2" failures="1" errors="0" skipped="0"');
    expect(stdout).toContain('<failure type="rules" message="TooHot does not fire at 6m">');
    expect(stdout).toContain('monitoring/rules.tests.ts:7:81 TooHot does not fire at 6m');
  });

  it('shows what no test touches', async () => {
    const root = temporaryProject(
      tested("  test('x', series(temperature, { room: 'a' }, 3), expect(hottest).toBe('1m', 3)),"),
    );
    const { stdout } = await obsctl(root, ['test', '--coverage'], promtool);
    expect(stdout).toBe(`prod  1 passed

untested  TooHot  alert rules  monitoring/rules.ts:6:23
prod  tested: 0 of 1 alert rules, 1 of 1 recording rules
`);
  });

  it('asks promtool only what has changed', async () => {
    const root = temporaryProject(tested(passing));
    const counted = {
      ...promtool,
      OBSCTL_PROMTOOL: join(root, 'promtool.sh'),
    };
    write(root, { 'promtool.sh': `#!/bin/sh\necho x >> ${root}/calls\nexec ${promtool.OBSCTL_PROMTOOL} "$@"\n` });
    chmodSync(join(root, 'promtool.sh'), 0o755);
    const tests = async () => {
      write(root, { calls: '' });
      const { stdout } = await obsctl(root, ['test'], counted);
      // each time it is asked for its version
      return [stdout, readFileSync(join(root, 'calls'), 'utf8').trim().split('\n').length - 1];
    };
    expect(await tests()).toEqual(['prod  1 passed\n', 1]);
    expect(await tests()).toEqual(['prod  1 passed\n', 0]);
    write(root, {
      'monitoring/rules.ts': (tested(passing)['monitoring/rules.ts'] ?? '').replace(
        'gt(hottest, 30)',
        'gt(hottest, 40)',
      ),
    });
    expect(await tests()).toEqual([expect.stringContaining('TooHot does not fire at 6m'), 1]);
  });

  it('says once, and where, that a rule cannot be evaluated', async () => {
    const root = temporaryProject({
      ...tested(`${passing}
  test(
    'two rooms, and no way to tell which',
    series(temperature, { room: 'attic' }, 35),
    series(temperature, { room: 'cellar' }, '_x3 31x9'),
    expect(onlyOne).toFireAt('6m'),
    expect(onlyOne).toStayQuiet('5m'),
  ),`),
    });
    const source = (name: string) => readFileSync(join(root, 'monitoring', name), 'utf8');
    write(root, {
      'monitoring/rules.ts': source('rules.ts')
        .replace('record,', 'promql, record,')
        .replace(
          'export default',
          "export const onlyOne = alert('OnlyOne', { expr: promql`vector(1) < on () temperature_celsius`, labels: {}, annotations: {} });\n\nexport default",
        )
        .replace('tooHot]', 'tooHot, onlyOne]'),
      'monitoring/rules.tests.ts': source('rules.tests.ts').replace('{ hottest, ', '{ hottest, onlyOne, '),
    });
    const { code, stdout } = await obsctl(root, ['test'], promtool);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ two rooms, and no way to tell which {2}prod {2}monitoring\/rules\.tests\.ts:7:3\n/);
    expect(stdout.match(/promtool cannot evaluate OnlyOne at 3m: found duplicate series/g)).toHaveLength(1);
    expect(stdout).toContain('prod  1 failed, 1 passed\n');
  });

  it('says which text of an alert cannot be written', async () => {
    const files = tested(passing);
    const summary = "'{{ $labels.room }} is too hot'";
    const rules = (files['monitoring/rules.ts'] ?? '').replace(summary, "'{{ humanizeDuration $labels.room }}'");
    const root = temporaryProject({ ...files, 'monitoring/rules.ts': rules });
    const { code, stdout } = await obsctl(root, ['test'], promtool);
    expect(code).toBe(1);
    expect(stdout).toContain('    summary of TooHot cannot be written: error executing template');
    expect(stdout).toContain('monitoring/rules.tests.ts:6:');
  });

  it('says that the version is another one', async () => {
    const config = (small['obsctl.config.ts'] ?? '').replace("'3.5'", "'3.4'");
    const { stderr, code } = await obsctl(temporaryProject({ ...tested(passing), 'obsctl.config.ts': config }), [
      'test',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('prod has Prometheus 3.4, and its rules were tested by promtool');
  });
});

describe('without a promtool', () => {
  it('nothing has passed, and the exit code says so', async () => {
    const { code, stdout, stderr } = await obsctl(temporaryProject(tested(passing)), ['test'], noPromtool);
    expect(code).toBe(3);
    expect(stdout).toBe('prod  1 not checked\n');
    expect(stderr).toContain('the rules of prod were not checked: there is no promtool');
  });
});

describe('a test that is no good', () => {
  it('is refused where it expects nothing', async () => {
    const root = temporaryProject(tested("  test('x', series(temperature, { room: 'a' }, 1)),"));
    const { code, stderr } = await obsctl(root, ['test'], noPromtool);
    expect(code).toBe(2);
    expect(stderr).toContain('monitoring/rules.tests.ts:6:3');
    expect(stderr).toContain('the test "x" expects nothing');
  });
});

describe('a test that gives a series twice', () => {
  const given = (room: string, values: string) => `series(temperature, { room: '${room}' }, ${values})`;

  it('is refused, as the engine would take the last of them', async () => {
    const both = `test('x', ${given('a', '35')}, ${given('a', '3')}, expect(tooHot).toFireAt('6m')),`;
    const { code, stderr } = await obsctl(temporaryProject(tested(`  ${both}`)), ['test'], noPromtool);
    expect(code).toBe(2);
    expect(stderr).toContain('the test "x" gives temperature_celsius{room="a"} twice');
    expect(stderr).toContain('monitoring/rules.tests.ts:6:3');
  });

  it('is none where they differ in a label', async () => {
    const both = `test('x', ${given('a', '35')}, ${given('b', '3')}, expect(tooHot).toFireAt('6m')),`;
    expect((await obsctl(temporaryProject(tested(`  ${both}`)), ['test'], noPromtool)).code).toBe(3);
  });
});

describe('a test of rules that are evaluated every 20 minutes', () => {
  const times = (at: string) => `  test('x', { step: '10m', every: '20m' }, series(temperature, { room: 'a' }, 35),
    expect(tooHot).toResolveBy('${at}')),`;

  it.each(['25m', '39m', '1h 30m'])('is refused where nothing is left of the last time, at %s', async (at) => {
    const { code, stderr } = await obsctl(temporaryProject(tested(times(at))), ['test'], noPromtool);
    expect(code).toBe(2);
    expect(stderr).toContain('where nothing is left of the evaluation before');
    expect(stderr).toContain('monitoring/rules.tests.ts:6:3');
  });

  it.each(['20m', '24m 59s', '1h'])('is none where something is, at %s', async (at) => {
    expect((await obsctl(temporaryProject(tested(times(at))), ['test'], noPromtool)).code).toBe(3);
  });
});

describeOn(['bookworm', 'trixie', 'forky'], 'the test files of a build', (generation) => {
  it(`hold for promtool of ${generation}`, async () => {
    const root = temporaryProject(harbour);
    expect((await obsctl(root, ['build'])).code).toBe(0);
    const folder = join(root, 'build', generation === 'bookworm' ? 'old' : 'new', 'prometheus/tests');
    const files = Object.keys(filesBelow(folder));
    expect(files.length).toBeGreaterThan(0);
    const { code, output } = await run(binary(generation, 'promtool'), ['test', 'rules', ...files], folder);
    expect(output).not.toContain('FAILED');
    expect(code).toBe(0);
  });

  it(`hold for promtool of ${generation} without tests whose series stand for rules that would run`, async () => {
    const files = tested(`  test('the hottest, as recorded, while it is cold',
    series(temperature, { room: 'attic' }, 3),
    series(hottest, { room: 'attic' }, 35),
    expect(tooHot).toFireAt('6m'),
    expect(coldest).toBe('6m', 3)),
  ${passing}`);
    const rules = (files['monitoring/rules.ts'] ?? '')
      .replace('max,', 'max, min,')
      .replace(
        'export const tooHot',
        "export const coldest = record('room:temperature:min', min(temperature).by('room'));\nexport const tooHot",
      )
      .replace('[hottest,', '[hottest, coldest,');
    const tests = (files['monitoring/rules.tests.ts'] ?? '').replace('{ hottest,', '{ coldest, hottest,');
    const root = temporaryProject({ ...files, 'monitoring/rules.ts': rules, 'monitoring/rules.tests.ts': tests });
    const promtool = { OBSCTL_PROMTOOL: binary(generation, 'promtool') };
    expect(await obsctl(root, ['test'], promtool)).toMatchObject({ code: 0, stdout: 'prod  2 passed\n' });
    expect((await obsctl(root, ['build'])).code).toBe(0);
    const file = join(root, 'build/prod/prometheus/tests/home.yaml');
    expect(readFileSync(file, 'utf8').match(/name: .*/g)).toEqual(['name: 35 degrees']);
    expect((await run(promtool.OBSCTL_PROMTOOL, ['test', 'rules', file], root)).code).toBe(0);
  });
});
