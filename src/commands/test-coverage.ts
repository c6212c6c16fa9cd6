import { readConfig } from '../alertmanager/config/read.js';
import { matcherMode } from '../checks/model/alertmanager.js';
import type { Compiled } from '../compile/compile.js';
import type { RoutingTest } from '../define/routing.js';
import type { RuleGroup } from '../define/rules.js';
import type { Environment } from '../load/project.js';
import { routingCoverage, ruleCoverage } from '../testing/coverage.js';
import type { EnvironmentCoverage } from '../types/testing.js';
import { makersOf } from './makers.js';

/** What of an environment no test touches. */
export function coverageOf(environment: Environment, { resources, madeFrom, tests }: Compiled): EnvironmentCoverage {
  const { name, config, definitions, originOf } = environment;
  const groups = definitions.filter((one): one is RuleGroup => one.kind === 'rule-group');
  const rules = ruleCoverage(groups, tests, { madeFrom, originOf });
  const resource = resources.find(({ kind }) => kind === 'alertmanager/config');
  const notifications = definitions.find((one) => one.kind === 'notifications');
  const read = resource && readConfig(resource.body, matcherMode(config.versions.alertmanager));
  if (!resource || !notifications || !read?.config) return { environment: name, parts: rules };
  const routing = routingCoverage({
    config: read.config,
    notifications,
    tests: definitions.filter((one): one is RoutingTest => one.kind === 'routing-test'),
    place: (path) => {
      const maker = makersOf(resource.body, path, madeFrom).at(-1);
      return maker ? originOf(maker) : resource.origin;
    },
    originOf,
  });
  return { environment: name, parts: [...rules, ...routing] };
}
