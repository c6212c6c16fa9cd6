import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PreparedTest } from '../../compile/tests/prepare.js';
import { cacheFolder } from '../../load/cache-folder.js';
import { writeCached } from '../../load/cached-file.js';
import { buildId } from '../../load/fingerprint.js';
import type { Environment } from '../../load/project.js';
import type { Seen } from '../../testing/coverage.js';
import { promtoolEngine } from '../../testing/promtool/engine.js';
import { isVersion, nearestTool, type Promtool } from '../../testing/promtool/find.js';
import type { Slots } from '../../testing/promtool/slots.js';
import { type Memory, memoryText, readMemory, remembering } from '../../testing/remembering.js';
import { notRun, runRuleTests } from '../../testing/rules/run.js';
import type { TestResult } from '../../types/testing.js';
import type { Diagnostic, Resource } from '../../types.js';

interface Options {
  readonly root: string;
  readonly resources: readonly Resource[];
  /** What days of the week in scenarios are counted from. */
  readonly now: Date;
  readonly promtools: () => readonly Promtool[];
  /** The promtool that the user named. */
  readonly stated: string | undefined;
  readonly filter?: string | undefined;
  /** Where to note what scenarios come by, where somebody wants to know. */
  readonly seen?: Seen | undefined;
  /** For promtool's processes. */
  readonly slots: Slots;
  /** Of those processes. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  readonly counted: Counted;
}

/** Is told how many tests there are, and how many are done. */
export type Counted = (environment: string, done: number, all: number) => void;

export interface RulesTested {
  readonly results: readonly TestResult[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the rule tests of an environment with the promtool of its version, as far as it has not done so before. */
export async function testRules(
  environment: Environment,
  tests: readonly PreparedTest[],
  options: Options,
): Promise<RulesTested> {
  const chosen = tests.filter((one) => isChosen(one, environment, options.filter));
  if (chosen.length === 0) return { results: [], diagnostics: [] };
  const { name, config, originOf } = environment;
  const promtool = nearestTool(options.promtools(), config.versions.prometheus);
  const diagnostics = aboutPromtool(environment, promtool, options.stated);
  const context = { environment: name, originOf, histograms: config.histograms ?? 'classic' };
  if (!promtool) return { results: notRun(chosen, 'there is no promtool', context), diagnostics };
  const done = { plain: 0, scenarios: 0 };
  const say = (kind: keyof typeof done) => (count: number) => {
    done[kind] = count;
    options.counted(name, done.plain + done.scenarios, chosen.length);
  };
  say('plain')(0);
  const file = join(cacheFolder(options.root), `tests-${name}.json`);
  const memory = remembered(file);
  const used = new Set<string>(options.filter ? memory.keys() : []);
  const engine = remembering(promtoolEngine(promtool.file, options), {
    memory,
    used,
    name: `promtool ${promtool.version} ${promtool.file} ${buildId()}`,
  });
  const scenarios = chosen.filter(({ test }) => test.begins !== undefined);
  const plain = chosen.filter(({ test }) => test.begins === undefined);
  const play = scenarios.length > 0 ? await import('../../testing/scenario/run.js') : undefined;
  const alertmanager = play && (await alertmanagerFor(environment, options));
  const [played, ran] = await Promise.all([
    // first, because they ask twice
    play && alertmanager
      ? play.runScenarios(scenarios, engine, alertmanager, { ...context, progress: say('scenarios') })
      : notRun(scenarios, 'there is no configuration of Alertmanager that would start', context),
    runRuleTests(plain, engine, { ...context, progress: say('plain') }),
  ]);
  writeCached(file, memoryText(memory, used));
  return { results: [...ran, ...played], diagnostics };
}

async function alertmanagerFor(environment: Environment, { resources, now, seen }: Options) {
  const { scenarioContext } = await import('./scenarios.js');
  return scenarioContext(environment, resources, now, seen);
}

/** Whether a filter names the test, its file, or a rule that it is about. */
export function isChosen(
  { test, expectations }: PreparedTest,
  { originOf }: Environment,
  filter: string | undefined,
): boolean {
  if (!filter) return true;
  const rules = expectations.flatMap(({ rule }) => (rule ? [rule.name] : []));
  const texts = [test.name, originOf(test).file, ...rules];
  return texts.some((text) => text.toLowerCase().includes(filter.toLowerCase()));
}

function remembered(file: string): Memory {
  try {
    return readMemory(readFileSync(file, 'utf8'));
  } catch {
    return new Map();
  }
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
