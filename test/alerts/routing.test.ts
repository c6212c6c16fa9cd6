import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/alertmanager/config/read.js';
import { labelsText, readLabels } from '../../src/alertmanager/labels.js';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { routesFor } from '../../src/alertmanager/route.js';
import { matcherMode } from '../../src/checks/model/alertmanager.js';
import type { RoutingTest } from '../../src/define/routing.js';
import { ownEnvironment } from '../helpers/environment.js';
import { alertmanagerFolder, amtool } from '../real/alertmanager.js';
import { generationOf, isThere } from '../real/servers.js';

/** The alerts of our own routing tests; `obsctl test` says that they reach whom they should. */
function alertsOf(environment: string): readonly string[] {
  const tests = ownEnvironment(environment).environment.definitions.filter(
    (one): one is RoutingTest => one.kind === 'routing-test',
  );
  const alerts = tests.flatMap(({ cases }) => cases.flatMap(({ alert }) => (typeof alert === 'string' ? [alert] : [])));
  return [...new Set(alerts)];
}

/** amtool knows no time: a route that is silent now is listed like any other. */
describe.each(['local', 'staging', 'prod'] as const)('the routes of %s, by amtool of its version', (environment) => {
  const generation = generationOf[environment];
  const there = isThere(generation);
  const folder = alertmanagerFolder(environment);
  const file = `${folder}/alertmanager.yml`;
  afterAll(() => rmSync(folder, { recursive: true }));
  const { resources, environment: own } = ownEnvironment(environment);
  const body = resources.find(({ kind }) => kind === 'alertmanager/config')?.body;
  const { config } = readConfig(body, matcherMode(own.config.versions.alertmanager));
  const alerts = alertsOf(environment);

  it.skipIf(!there)('are accepted, templates included', () => {
    expect(amtool(generation, ['check-config', file])).toContain('SUCCESS');
  });

  it('have tests', () => {
    expect(alerts.length).toBeGreaterThan(15);
  });

  it.skipIf(!there).each(alerts)('%s', (alert) => {
    const read = readLabels(alert);
    const labels = 'labels' in read ? read.labels : {};
    const words = labelsText(labels).split(' ');
    const found = amtool(generation, ['config', 'routes', 'test', `--config.file=${file}`, ...words]);
    const ours = routesFor(config as AmConfig, labels).map(({ receiver }) => receiver);
    expect(found.trim()).toBe(ours.join(','));
  });
});
