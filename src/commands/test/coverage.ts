import type { Compiled } from '../../compile/compile.js';
import type { RoutingTest } from '../../define/routing.js';
import type { RuleGroup } from '../../define/rules.js';
import type { Environment, Project } from '../../load/project.js';
import { routingCoverage, ruleCoverage, type Seen } from '../../testing/coverage.js';
import { type TemplateFile, templateCoverage, type Visited, visitor } from '../../testing/template-coverage.js';
import type { EnvironmentCoverage } from '../../types/testing.js';
import { alertmanagerOf } from '../alertmanager-of.js';
import { makersOf } from '../makers.js';
import { templateFiles } from '../template-files.js';

/** What the tests of an environment came by, and where they note it. */
interface Noted {
  readonly visited: Visited;
  readonly seen: Seen;
}

interface Of extends Compiled {
  readonly environment: Environment;
}

export function notesOf(compiled: readonly Of[]): ReadonlyMap<Environment, Noted> {
  return new Map(
    compiled.map(({ environment }) => {
      const visited: Visited = new Set();
      return [environment, { visited, seen: { travelled: [], visit: visitor(visited) } }];
    }),
  );
}

export function coverage(
  project: Project,
  compiled: readonly Of[],
  notes: ReadonlyMap<Environment, Noted>,
): readonly EnvironmentCoverage[] {
  const files = templateFiles(project);
  return compiled.flatMap((one) => {
    const noted = notes.get(one.environment);
    return noted ? [coverageOf(one.environment, one, noted, files)] : [];
  });
}

/** What of an environment no test touches. */
function coverageOf(
  environment: Environment,
  { resources, madeFrom, tests }: Compiled,
  { visited, seen }: Noted,
  files: ReadonlyMap<unknown, TemplateFile>,
): EnvironmentCoverage {
  const { name, definitions, originOf } = environment;
  const groups = definitions.filter((one): one is RuleGroup => one.kind === 'rule-group');
  const rules = ruleCoverage(groups, tests, { madeFrom, originOf });
  const resource = resources.find(({ kind }) => kind === 'alertmanager/config');
  const notifications = definitions.find((one) => one.kind === 'notifications');
  const alertmanager = alertmanagerOf(resources, environment);
  if (!resource || !notifications || !alertmanager) return { environment: name, parts: rules };
  const routing = routingCoverage({
    config: alertmanager.config,
    notifications,
    tests: definitions.filter((one): one is RoutingTest => one.kind === 'routing-test'),
    travelled: seen.travelled,
    place: (path) => {
      const maker = makersOf(resource.body, path, madeFrom).at(-1);
      return maker ? originOf(maker) : resource.origin;
    },
    originOf,
  });
  const templates = resources
    .filter(({ kind }) => kind === 'alertmanager/template')
    .map(({ body, origin }) => files.get(body) ?? { text: String(body), place: () => origin });
  return {
    environment: name,
    parts: [...rules, ...routing, ...templateCoverage(templates, alertmanager.receivers, visited)],
  };
}
