import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';

const rules = `import { alert, gt, max, record, ruleGroup } from 'obsctl';
import { temperature } from './metrics.js';

export const hottest = record('room:temperature:max', max(temperature).by('room'));
export const tooHot = alert('TooHot', { expr: gt(hottest, 30), labels: { severity: 'warning' }, annotations: {} });

export default ruleGroup('home', { interval: '30s' }, [hottest, tooHot]);
`;

/** A module with one test of these parts. */
const tests = (
  ...parts: readonly string[]
) => `import { expect, missing, perMinute, series, steady, test } from 'obsctl';
import { temperature } from './metrics.js';
import { hottest, tooHot } from './rules.js';

export default [test('hot', ${parts.join(', ')})];
`;

const given = (values: string, room = 'attic') => `series(temperature, { room: '${room}' }, ${values})`;
const fires = "expect(tooHot).toFireAt('6m')";

/** Each is another test than all others, if only by a little. */
const different: readonly (readonly string[])[] = [
  [given('35'), fires],
  [given("'35'"), fires],
  [given('35', 'cellar'), fires],
  [given('perMinute(1).from(35)'), fires],
  [given("steady(35).for('3m'), missing()"), fires],
  [given('steady(Number.NaN)'), fires],
  [given('steady(Infinity)'), fires],
  [given('35'), given('36', 'cellar'), fires],
  [given('35'), fires, "{ step: '30s' }"],
  [given('35'), "expect(tooHot).toFireAt('7m')"],
  [given('35'), "expect(tooHot).toResolveBy('6m')"],
  [given('35'), "expect(tooHot).toFireAt('6m', { labels: { room: 'attic' } })"],
  [given('35'), "expect(hottest).toBe('6m', 35)"],
  [given('35'), "expect(hottest).toBe('6m', 35, { within: 1 })"],
];

it('writes the file of a test again where anything of it has changed', async () => {
  const root = temporaryProject({ ...small, 'monitoring/rules.ts': rules });
  const texts: string[] = [];
  for (const parts of different) {
    write(root, { 'monitoring/rules.tests.ts': tests(...parts) });
    expect(await obsctl(root, ['build'])).toMatchObject({ code: 0 });
    texts.push(readFileSync(join(root, 'build/prod/prometheus/tests/home.yaml'), 'utf8'));
  }
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
}, 120_000);

it('leaves the file alone where the test only stands elsewhere', async () => {
  const root = temporaryProject({ ...small, 'monitoring/rules.ts': rules });
  const module = tests(given('35'), fires);
  write(root, { 'monitoring/rules.tests.ts': module });
  await obsctl(root, ['build']);
  write(root, { 'monitoring/rules.tests.ts': `\n\n${module}` });
  expect((await obsctl(root, ['build'])).stdout).toContain('1 written');
  const manifest = JSON.parse(readFileSync(join(root, 'build/prod/manifest.json'), 'utf8'));
  const { origin } = manifest.resources.find(({ kind }: { kind: string }) => kind === 'prometheus/tests');
  expect(origin).toEqual({ file: 'monitoring/rules.tests.ts', line: 7, column: 17 });
});

it('says what is wrong with a series, and so does validate', async () => {
  const root = temporaryProject({ ...small, 'monitoring/rules.ts': rules });
  write(root, { 'monitoring/rules.tests.ts': tests(given("steady(35).for('90s'), steady(36)"), fires) });
  for (const command of ['build', 'validate']) {
    const { stderr, code } = await obsctl(root, [command]);
    expect(code, command).toBe(2);
    expect(stderr).toContain('a series goes on for 90 seconds, which is no multiple of the step of 60');
  }
});
