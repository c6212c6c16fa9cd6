import { describe, expect, it } from 'vitest';
import { ownEnvironment, repository } from '../helpers/environment.js';
import { obsctl } from '../helpers/project.js';
import { binary, generationOf, isThere, run } from '../real/servers.js';

const environments = ['local', 'staging', 'prod'] as const;
const compiled = Object.fromEntries(environments.map((name) => [name, ownEnvironment(name)]));

describe('our own rules', () => {
  // of its version only: since Prometheus 3 ranges are left-open, and a condition may begin to hold a step apart
  it.each(environments)('do in %s what their tests say, by promtool of its version', async (environment) => {
    const generation = generationOf[environment];
    if (!isThere(generation)) return;
    const promtool = { OBSCTL_PROMTOOL: binary(generation, 'promtool') };
    const { code, stdout, stderr } = await obsctl(repository, ['test', '--env', environment], promtool);
    expect(stdout + stderr).toMatch(new RegExp(`^${environment}\\s+\\d+ passed\n$`));
    expect(code).toBe(0);
  });
});

describe.each(environments)('the tests of %s', (name) => {
  const { environment, tests } = compiled[name] ?? expect.fail();
  const alerts = environment.definitions.flatMap((one) =>
    one.kind === 'rule-group' ? one.rules.filter((rule) => rule.kind === 'alert') : [],
  );
  const records = environment.definitions.flatMap((one) =>
    one.kind === 'rule-group' ? one.rules.filter((rule) => rule.kind === 'record') : [],
  );
  const expectations = tests.flatMap((one) => one.expectations);

  it('see each alert fire, and stay quiet, but for the one that always fires', () => {
    const inState = (state: string) =>
      new Set(expectations.filter((one) => one.state === state).map(({ rule }) => rule));
    const [firing, quiet] = [inState('firing'), inState('quiet')];
    expect(alerts.filter((rule) => !firing.has(rule)).map((rule) => rule.name)).toEqual([]);
    expect(alerts.filter((rule) => !quiet.has(rule)).map((rule) => rule.name)).toEqual(['Watchdog']);
  });

  it('need each recording rule', () => {
    const needed = new Set(
      tests.flatMap(({ simulation, madeFrom }) => simulation.groups.flatMap(({ rules }) => rules.map(madeFrom))),
    );
    expect(records.filter((rule) => !needed.has(rule)).map((rule) => rule.name)).toEqual([]);
  });
});

describe('the test files of our own build', () => {
  it.each(environments)(
    'hold in %s for promtool of its version',
    async (environment) => {
      const generation = generationOf[environment];
      if (!isThere(generation)) return;
      expect((await obsctl(repository, ['build', '--env', environment])).code).toBe(0);
      const folder = `${repository}build/${environment}/prometheus/tests`;
      const files = compiled[environment]?.resources.filter(({ kind }) => kind === 'prometheus/tests') ?? [];
      const { code, output } = await run(
        binary(generation, 'promtool'),
        ['test', 'rules', ...files.map(({ id }) => `${id}.yaml`)],
        folder,
      );
      expect(output).not.toContain('FAILED');
      expect(code).toBe(0);
    },
    300_000,
  );
});
