import { type Compiled, compile } from '../compile/compile.js';
import type { PreparedTest } from '../compile/tests/prepare.js';
import { UserError } from '../errors.js';
import { type Environment, loadProject } from '../load/project.js';
import { promtoolEngine } from '../testing/promtool/engine.js';
import { findTools, nearestTool, type Promtool } from '../testing/promtool/find.js';
import { slots } from '../testing/promtool/slots.js';
import type { Mutation, TestResult } from '../types/testing.js';
import type { Diagnostic, Report } from '../types.js';
import type { notesOf } from './test/coverage.js';
import type { testMessages } from './test/messages.js';
import { testRoutes } from './test/routes.js';
import { type Counted, isChosen, testRules } from './test/rules.js';
import { type Snapshots, snapshotsIn } from './test/snapshots.js';
import { promtoolPlaces } from './tools.js';

export interface TestOptions {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** Only tests whose name, rule or file contains it. */
  readonly filter?: string | undefined;
  /** Only tests of these kinds. */
  readonly kind?: readonly TestResult['kind'][] | undefined;
  /** The environment variables of whoever runs obsctl. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What days of the week in routing tests are counted from. */
  readonly now: Date;
  /** Whether to write what messages read like, instead of comparing it. */
  readonly update?: boolean | undefined;
  /** Whether to say what no test touches. */
  readonly coverage?: boolean | undefined;
  /** Whether to change the rules, and to look what the tests notice, instead of only running them. */
  readonly mutate?: boolean | undefined;
  /** Of the changes only so many, chosen by the seed. */
  readonly sample?: number | undefined;
  readonly seed?: number | undefined;
  /** The percentage of changes that have to be noticed, of alert rules and of recording rules. */
  readonly minScore?: number | undefined;
  /** Whether each change that is not noticed has to have a reason. */
  readonly explained?: boolean | undefined;
  /** How many processes may run side by side. */
  readonly processes: number;
  readonly progress?: ((step: string) => void) | undefined;
}

type Wants = (kind: TestResult['kind']) => boolean;
type Prepared = Compiled & { readonly environment: Environment };

/** Runs the tests that stand beside the definitions. What could not be checked has not passed. */
export async function test(options: TestOptions): Promise<Report> {
  refuseFlagsOfMutate(options);
  options.progress?.('reading definitions');
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const wants: Wants = (kind) => options.kind === undefined || options.kind.includes(kind);
  const compiled = project.environments.map((environment) => prepared(project.name, environment, wants));
  const wrong = compiled.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) return { command: 'test', exitCode: 2, diagnostics: wrong };

  const promtools = promtoolsOf(options);
  const snapshots = snapshotsIn(project.root, options);
  const noting = options.coverage ? await import('./test/coverage.js') : undefined;
  const notes = noting?.notesOf(compiled);
  const { results, diagnostics } = await runAll(compiled, {
    ...options,
    wants,
    root: project.root,
    promtools,
    snapshots,
    notes,
  });
  if (options.filter === undefined && wants('message')) {
    const names = project.environments.map(({ name }) => name);
    diagnostics.push(...snapshots.settle(project.definitions, names));
  }
  if (results.length === 0 && diagnostics.length === 0) refuseFilterOfNothing(options);

  const coverage = noting && notes ? { coverage: noting.coverage(project, compiled, notes) } : {};
  const { written, removed } = snapshots;
  const kept = options.update ? { snapshots: { written, removed } } : {};
  const report: Report = {
    ...{ command: 'test', exitCode: exitCode(results), diagnostics, tests: results },
    ...{ ...coverage, ...kept },
  };
  // what fails as it is tells nothing about changes
  return options.mutate && report.exitCode === 0 ? await mutated(report, compiled, promtools, options) : report;
}

function refuseFlagsOfMutate(options: TestOptions): void {
  const alone = (['sample', 'seed', 'minScore', 'explained'] as const).find((key) => options[key] !== undefined);
  if (alone === undefined || options.mutate) return;
  throw new UserError(`--${alone === 'minScore' ? 'min-score' : alone} goes with --mutate`, {
    code: 'test/without-mutate',
    help: 'add --mutate',
  });
}

function refuseFilterOfNothing({ filter, kind }: TestOptions): void {
  if (filter === undefined) return;
  const of = kind === undefined ? '' : ` of the kind ${kind.join(', ')}`;
  throw new UserError(`no test${of} matches "${filter}"`, {
    code: 'test/no-match',
    help: 'give a part of the name of a test, of a rule or of a file',
  });
}

/** An environment with those of its tests that are wanted. */
function prepared(project: string, environment: Environment, wants: Wants): Prepared {
  const all = compile(project, environment);
  const tests = all.tests.filter(({ test: { begins } }) => wants(begins === undefined ? 'rules' : 'scenario'));
  return { environment, ...all, tests };
}

/** The promtools of this machine, looked for when the first is needed: each of them is asked for its version. */
function promtoolsOf({ variables }: TestOptions): () => readonly Promtool[] {
  let found: readonly Promtool[] | undefined;
  return () => {
    found ??= findTools('promtool', promtoolPlaces(variables));
    return found;
  };
}

interface Running extends TestOptions {
  readonly wants: Wants;
  readonly root: string;
  readonly promtools: () => readonly Promtool[];
  readonly snapshots: Snapshots;
  readonly notes: ReturnType<typeof notesOf> | undefined;
}

/** Runs the tests of all environments side by side. */
async function runAll(
  compiled: readonly Prepared[],
  { wants, notes, ...options }: Running,
): Promise<{ readonly results: readonly TestResult[]; readonly diagnostics: Diagnostic[] }> {
  const { stated, environment } = promtoolPlaces(options.variables);
  const common = { ...options, slots: slots(options.processes), stated, environment };
  const counted = counter(options.progress);
  const diagnostics: Diagnostic[] = [];
  const results = await allOf(
    compiled.map(async (one) => {
      const { tests, resources } = one;
      const seen = notes?.get(one.environment)?.seen;
      const [rules, routes, messages] = await allOf([
        // promtool is busy with them while the others are done here
        testRules(one.environment, tests, { ...common, resources, seen, counted }),
        wants('route') ? routeTests(one.environment, resources, common) : [],
        wants('message') ? messageTests(one, { ...options, seen }) : [],
      ]);
      diagnostics.push(...rules.diagnostics);
      return [...routes, ...messages, ...rules.results];
    }),
  );
  return { results: results.flat(), diagnostics };
}

/** All results, once everything has ended: what fails must not leave the rest running. */
async function allOf<T extends readonly unknown[]>(all: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

async function routeTests(...args: Parameters<typeof testRoutes>): Promise<readonly TestResult[]> {
  return testRoutes(...args);
}

/** Their code is only loaded where there are any. */
async function messageTests(
  { environment, ...compiled }: Prepared,
  options: Parameters<typeof testMessages>[2],
): Promise<readonly TestResult[]> {
  if (!environment.definitions.some(({ kind }) => kind === 'message-test')) return [];
  return (await import('./test/messages.js')).testMessages(environment, compiled, options);
}

/** Says how many tests of all environments are done. */
function counter(progress: TestOptions['progress']): Counted {
  const of = new Map<string, { readonly done: number; readonly all: number }>();
  return (environment, done, all) => {
    of.set(environment, { done, all });
    const sum = (key: 'done' | 'all') => [...of.values()].reduce((total, one) => total + one[key], 0);
    progress?.(`testing rules with promtool: ${sum('done')} of ${sum('all')} tests (${[...of.keys()].join(', ')})`);
  };
}

/** Of the environments asked for, or else of the one with the most tests. */
async function mutated(
  report: Report,
  compiled: readonly { readonly environment: Environment; readonly tests: readonly PreparedTest[] }[],
  promtools: () => readonly Promtool[],
  options: TestOptions,
): Promise<Report> {
  const { mutate } = await import('./test/mutate.js');
  const most = [...compiled].sort((a, b) => b.tests.length - a.tests.length).slice(0, 1);
  const mutation: Mutation[] = [];
  const wrong: Diagnostic[] = [];
  for (const { environment, tests } of options.env?.length ? compiled : most) {
    const promtool = nearestTool(promtools(), environment.config.versions.prometheus);
    const chosen = tests.filter((one) => isChosen(one, environment, options.filter));
    if (!promtool || chosen.length === 0) continue;
    const engine = promtoolEngine(promtool.file, {
      slots: slots(options.processes),
      environment: promtoolPlaces(options.variables).environment,
    });
    const found = await mutate(environment, chosen, engine, options);
    mutation.push(found.mutation);
    wrong.push(...found.diagnostics);
  }
  const parts = mutation.flatMap((one) => one.parts);
  const tooFew = parts.some(({ mutants, killed }) => 100 * killed < (options.minScore ?? 0) * mutants);
  const open = parts.some(({ mutants, killed, explained }) => killed + explained < mutants) || wrong.length > 0;
  const exitCode = tooFew || (options.explained && open) ? 1 : 0;
  return { ...report, exitCode, mutation, diagnostics: [...report.diagnostics, ...wrong] };
}

/** 1 where a test failed; 3 where none did, but something could not be checked. */
function exitCode(results: readonly TestResult[]): number {
  if (results.some(({ status }) => status === 'failed')) return 1;
  return results.some(({ status }) => status === 'skipped') ? 3 : 0;
}
