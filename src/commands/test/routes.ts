import type { RoutingTest } from '../../define/routing.js';
import type { Environment } from '../../load/project.js';
import { runRoutingTests } from '../../testing/routes.js';
import type { TestResult } from '../../types/testing.js';
import type { Resource } from '../../types.js';
import { alertmanagerOf } from '../alertmanager-of.js';
import { casePlaces } from './case-places.js';

/** Runs the routing tests of an environment against its Alertmanager configuration. Takes no server and little time. */
export function testRoutes(
  environment: Environment,
  resources: readonly Resource[],
  { root, filter, now }: { readonly root: string; readonly filter?: string | undefined; readonly now: Date },
): readonly TestResult[] {
  const { name, definitions, originOf } = environment;
  const tests = definitions.filter((one): one is RoutingTest => one.kind === 'routing-test');
  if (tests.length === 0) return [];
  const notifications = definitions.find((one) => one.kind === 'notifications');
  const alertmanager = alertmanagerOf(resources, environment);
  if (!alertmanager || !notifications) {
    const reason = notifications ? 'Alertmanager would refuse the configuration' : 'there are no notifications()';
    return tests.map((test) => ({
      ...{ name: test.name, kind: 'route', environment: name, status: 'skipped' },
      ...{ origin: originOf(test), reason, differences: [] },
    }));
  }
  const results = runRoutingTests(tests, {
    config: alertmanager.config,
    notifications,
    environment: name,
    originOf,
    now,
    placeOf: casePlaces(root, originOf),
  });
  const wanted = filter?.toLowerCase();
  return results.filter(
    ({ name: of, origin }) => !wanted || [of, origin.file].some((text) => text.toLowerCase().includes(wanted)),
  );
}
