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
});
