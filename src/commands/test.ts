import { compile } from '../compile/compile.js';
import type { PreparedTest } from '../compile/tests/prepare.js';
import { type Environment, loadProject } from '../load/project.js';
import { promtoolEngine } from '../testing/promtool/engine.js';
import { findPromtools, isVersion, nearestPromtool, type Places, type Promtool } from '../testing/promtool/find.js';
import { notRun, runRuleTests } from '../testing/rules/run.js';
import type { TestResult } from '../types/testing.js';
import type { Diagnostic, Report } from '../types.js';
import { testRoutes } from './test-routes.js';

export interface TestOptions {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** Only tests whose name, rule or file contains it. */
  readonly filter?: string | undefined;
  readonly promtool: Places;
  /** What days of the week in routing tests are counted from. */
  readonly now: Date;
  /** How many processes may run side by side. */
  readonly processes: number;
  readonly progress?: ((step: string) => void) | undefined;
}

/** Runs the tests that stand beside the definitions. What could not be checked has not passed. */
export async function test(options: TestOptions): Promise<Report> {
  options.progress?.('reading definitions');
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const compiled = project.environments.map((environment) => ({ environment, ...compile(project.name, environment) }));
  const wrong = compiled.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) return { command: 'test', exitCode: 2, diagnostics: wrong };
  const promtools = findPromtools(options.promtool);
  const diagnostics: Diagnostic[] = [];
  const results: TestResult[] = [];
  for (const { environment, tests, resources } of compiled) {
    results.push(...testRoutes(environment, resources, options));
    const chosen = tests.filter((one) => isChosen(one, environment, options.filter));
    if (chosen.length === 0) continue;
    const found = nearestPromtool(promtools, environment.config.versions.prometheus);
    diagnostics.push(...aboutPromtool(environment, found, options.promtool.stated));
    results.push(...(await runIn(environment, chosen, found, options)));
  }
  return { command: 'test', exitCode: exitCode(results), diagnostics, tests: results };
}

async function runIn(
  environment: Environment,
  tests: readonly PreparedTest[],
  promtool: Promtool | undefined,
  { processes, progress }: TestOptions,
): Promise<readonly TestResult[]> {
  const common = {
    environment: environment.name,
    originOf: environment.originOf,
    histograms: environment.config.histograms ?? 'classic',
  };
  if (!promtool) return notRun(tests, 'there is no promtool', common);
  const say = (done: number) => progress?.(`testing the rules of ${environment.name}: ${done} of ${tests.length}`);
  say(0);
  return runRuleTests(tests, promtoolEngine(promtool.file, { processes }), { ...common, progress: say });
}

function isChosen(
  { test, expectations }: PreparedTest,
  { originOf }: Environment,
  filter: string | undefined,
): boolean {
  if (!filter) return true;
  const { name } = test;
  const rules = expectations.flatMap(({ rule }) => (rule ? [rule.name] : []));
  const { file } = originOf(test);
  return [name, file, ...rules].some((text) => text.toLowerCase().includes(filter.toLowerCase()));
}

function aboutPromtool(
  { name, config }: Environment,
  found: Promtool | undefined,
  stated: string | undefined,
): readonly Diagnostic[] {
  const wanted = config.versions.prometheus;
  if (!found) {
    return [
      {
        code: 'test/not-checked',
        severity: 'error',
        message: `the rules of ${name} were not checked: ${stated ? `${stated} is no promtool` : 'there is no promtool'}`,
        help: `install promtool ${wanted} (it comes with Prometheus), or name it: OBSCTL_PROMTOOL=/path/to/promtool`,
      },
    ];
  }
  if (stated || isVersion(found, wanted)) return [];
  return [
    {
      code: 'test/promtool-version',
      severity: 'warning',
      message: `${name} has Prometheus ${wanted}, and its rules were tested by promtool ${found.version}`,
      help: `install promtool ${wanted}, or accept this one: OBSCTL_PROMTOOL=${found.file}`,
    },
  ];
}

/** 1 where a test failed; 3 where none did, but something could not be checked. */
function exitCode(results: readonly TestResult[]): number {
  if (results.some(({ status }) => status === 'failed')) return 1;
  return results.some(({ status }) => status === 'skipped') ? 3 : 0;
}
