import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/all.js';
import { explain } from '../../src/commands/explain.js';
import { text } from '../../src/report/text.js';
import { repository } from '../helpers/environment.js';
import { obsctl, temporaryProject } from '../helpers/project.js';

const src = join(repository, 'src');
const shown = async (code?: string) => text(await explain({ code }), { color: false, quiet: false });

/** What looks like a code and is none: kinds of resources, media types, units, features of servers, names of pipelines. */
const isNone =
  /^(grafana\/(dashboard|datasource|folder).*|prometheus\/(config|flags|rules|scrape|tests)|alertmanager\/(config|template)|blackbox\/config|otel\/.*|secret\/file|kubernetes\/manifest|(application|text|http|filter|forward|otlp|traces|templating)\/.*|.*\/s)$/;

/** Every code that is written anywhere in the source, beside those of the checks. */
function writtenCodes(): string[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^(checks|commands\/explain)\//.test(file) && file !== 'compile/versions.ts',
  );
  const features = readFileSync(join(src, 'compile/versions.ts'), 'utf8');
  const found = files.flatMap((file) =>
    [...readFileSync(join(src, file), 'utf8').matchAll(/'([a-z]+\/[a-z0-9-]+)'/g)].map(([, code]) => code as string),
  );
  const codes = found.filter((code) => !isNone.test(code) && !features.includes(`'${code}': {`));
  return [...new Set([...codes, 'version/unsupported'])].sort();
}

describe('explain', () => {
  it('knows every code that obsctl can print', async () => {
    const known = (await explain({})).codes?.flatMap(({ codes }) => codes.map(({ code }) => code)) ?? [];
    expect(writtenCodes().length).toBeGreaterThan(100);
    expect(writtenCodes().filter((code) => !known.includes(code))).toEqual([]);
  });

  it('explains no code that nothing prints', async () => {
    const known = (await explain({})).codes?.flatMap(({ codes }) => codes.map(({ code }) => code)) ?? [];
    const printed = new Set<string>([...writtenCodes(), ...checks.map(({ code }) => code)]);
    expect(known.filter((code) => code.includes('/') && !printed.has(code))).toEqual([]);
  });

  it('lists them by group, checks with their severity', async () => {
    const lines = (await shown()).split('\n');
    expect(lines).toContain('promql');
    expect(lines.find((line) => line.startsWith('  promql/nan '))).toMatch(/^ {2}promql\/nan {2,}warning {2}\S/);
    expect(await shown('live')).toBe(`live
  live/empty         info     a rule records nothing now
  live/many-series   warning  a rule returns more series than are budgeted
  live/no-label      warning  a query groups, matches or copies by a label that no series of the server has
  live/no-metric     warning  the server has no series of this name
  live/no-series     warning  the server has the metric, and none with these labels
  live/refused       error    the server refuses a query
  live/runbook-link  warning  the link to a runbook does not answer
  live/slow          warning  a rule takes longer than is budgeted, and delays its group

obsctl explain CODE says why it matters, and how it is right
`);
  });

  it.each([
    ['definition/unknown-option', 'An option that nobody reads, most often misspelt.'],
    ['live/no-metric', 'The server has no series of this name.'],
    ['drifted', 'Somebody changed it by hand since the last apply; the source has not changed.'],
    ['route/page-lost', 'Nobody is paged any more for an alert that used to page.'],
  ])('says what %s means, and what to do', async (code, means) => {
    expect(await shown(code)).toMatch(
      new RegExp(`^${code}\n\n${means.replace(/[.]/g, '\\.')}\n {2}what to do: \\S.*\n$`),
    );
  });

  it('keeps the lines of examples apart', async () => {
    const [, , , , ...lines] = (await shown('alert/missing-severity')).split('\n');
    expect(lines.filter((line) => line !== '' && !/^( {2}\S| {3,}|not right|right)/.test(line))).toEqual([]);
    const bad = checks.find(({ code }) => code === 'alert/nobody')?.bad ?? [];
    const indented = bad.map((one) =>
      one
        .split('\n')
        .map((line) => `  ${line}`.trimEnd())
        .join('\n'),
    );
    expect(await shown('alert/nobody')).toContain(`not right\n${indented.join('\n\n')}\n\nright\n`);
  });

  it.each([
    ['promql/nann', 'promql/nan'],
    ['promql/quantile', 'promql/quantile-le'],
    ['panel/unknown-metric', 'promql/unknown-metric'],
    ['nan', 'promql/nan'],
    ['promq', 'promql'],
    ['drfted', 'drifted'],
  ])('takes %s for %s', async (code, meant) => {
    await expect(explain({ code })).rejects.toThrow(`there is no code ${code}: did you mean ${meant}?`);
  });

  it.each(['foo', 'fro', 'foo/bar', 'xyz', 'promql/median'])('guesses nothing for %s', async (code) => {
    await expect(explain({ code })).rejects.toThrow(new RegExp(`there is no code ${code}$`));
  });

  it('says the same as JSON', async () => {
    const root = temporaryProject({});
    const asked = async (...args: string[]) =>
      JSON.parse((await obsctl(root, ['explain', ...args, '--format', 'json'])).stdout);
    expect(await asked('drifted')).toMatchObject({ ok: true, message: { code: 'drifted', todo: expect.any(String) } });
    expect(await asked('live')).toMatchObject({
      codes: [{ group: 'live', codes: [{ code: 'live/empty', severity: 'info' }, {}, {}, {}, {}, {}, {}, {}] }],
    });
  });
});

describe('help of a misspelt command', () => {
  it.each([
    [['help', 'bild'], 'bild', 'build'],
    [['help', 'alerts', 'rout'], 'rout', 'route'],
    [['bild'], 'bild', 'build'],
  ])('%j names the one that was meant', async (args, written, meant) => {
    const { code, stdout, stderr } = await obsctl(temporaryProject({}), args);
    expect(stderr).toBe(`error: unknown command '${written}'\n(Did you mean ${meant}?)\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is that of the command where it is right', async () => {
    const { code, stdout } = await obsctl(temporaryProject({}), ['help', 'alerts', 'route']);
    expect(stdout).toMatch(/^Usage: obsctl alerts route /);
    expect(code).toBe(0);
  });
});
