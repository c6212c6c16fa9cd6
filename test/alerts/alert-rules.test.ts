import { describe, expect, it } from 'vitest';
import { ownEnvironment } from '../helpers/environment.js';
import { binary, isThere } from '../real/servers.js';
import application from './cases/application.js';
import business from './cases/business.js';
import health from './cases/health.js';
import meta from './cases/meta.js';
import resources from './cases/resources.js';
import slo from './cases/slo.js';
import system from './cases/system.js';
import { runCases } from './promtool.js';

const all = { system, application, resources, business, health, slo, meta };

const { environment, resources: compiled } = ownEnvironment('prod');
const rules = compiled.filter((resource) => resource.kind === 'prometheus/rules');
const alerts = environment.definitions
  .filter((definition) => definition.kind === 'rule-group')
  .flatMap((group) => group.rules)
  .filter((rule) => rule.kind === 'alert');

describe.skipIf(!isThere('forky'))('alert rules, run by promtool', () => {
  it.each(Object.entries(all))('%s', async (_, cases) => {
    const { code, output } = await runCases(binary('forky', 'promtool'), cases, rules);
    expect(
      output
        .replace(/\s*SUCCESS\n?/g, '')
        .replace(/Unit Testing: .*\n?/g, '')
        .trim(),
    ).toBe('');
    expect(code).toBe(0);
  });
});

describe('the cases', () => {
  const cases = Object.values(all).flat();

  it('fire each rule of each alert, told apart by severity', () => {
    const tested = new Set(cases.flatMap((one) => one.fires.map((labels) => `${one.alert} ${labels.severity}`)));
    const defined = new Set(alerts.map((rule) => `${rule.name} ${rule.labels.severity}`));
    expect([...tested].sort()).toEqual([...defined].sort());
  });

  it('keep each alert quiet, but for the one that always fires', () => {
    const quiet = new Set(cases.filter((one) => one.fires.length === 0).map((one) => one.alert));
    const names = new Set(alerts.map((rule) => rule.name).filter((name) => name !== 'Watchdog'));
    expect([...quiet].sort()).toEqual([...names].sort());
  });
});
