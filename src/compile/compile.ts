import type { Definition } from '../define/definition.js';
import { isUserError, UserError } from '../errors.js';
import type { Diagnostic, Resource } from '../types.js';
import { compileAlertmanager } from './alertmanager/alertmanager.js';
import { compileBlackbox } from './blackbox.js';
import { compileCollector } from './collector.js';
import { compileDashboards } from './dashboard/dashboard.js';
import { type Input, inputFor } from './input.js';
import { compilePrometheus } from './prometheus.js';
import { compileProvisioning } from './provisioning.js';
import { compileRules } from './rules.js';
import { compileScrapeFiles } from './scrape.js';
import { compileSdkEnv } from './sdk-env.js';
import { type PreparedTest, prepareTests } from './tests/prepare.js';
import { type SeenGroup, seenGroups, testedGroups } from './tests/rules.js';
import { compileTests } from './tests/tests.js';

export interface Compiled {
  /** The definition that a part of a resource's body was made from. */
  readonly madeFrom: (part: object) => object | undefined;
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
  /** The tests of this environment's rules. */
  readonly tests: readonly PreparedTest[];
  /** What these take from its rule groups. */
  readonly groups: readonly SeenGroup[];
}

type Compiler = (input: Input) => Resource[];

const compilers: readonly Compiler[] = [
  compileAlertmanager,
  compileBlackbox,
  compileCollector,
  compileDashboards,
  compilePrometheus,
  compileProvisioning,
  compileRules,
  compileScrapeFiles,
  compileSdkEnv,
];

/** Definitions of one environment → everything that is written for it, in one order on every machine. */
export function compile(...[project, environment]: Parameters<typeof inputFor>): Compiled {
  const { input, diagnostics, madeFrom } = inputFor(project, environment);
  const resources = compilers.flatMap((compiler) => attempt(compiler, input));
  if (resources.length === 0 && diagnostics.length === 0) reportNothing(input);
  const groups = testedGroups(resources, madeFrom, input);
  const tests = prepareTests(input, groups, madeFrom);
  const all = [...resources, ...compileTests(tests, input)].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { resources: all, diagnostics, madeFrom, tests, groups: seenGroups(groups) };
}

/** Most likely a forgotten `export`; it would otherwise look like a success. */
function reportNothing(input: Input): void {
  input.report({
    code: 'definition/nothing',
    severity: 'warning',
    message: `there is nothing to write for ${input.environment}: no module exports a rule group, a dashboard or anything else that becomes a file`,
    help: 'what is exported is compiled: export default ruleGroup(…)',
  });
}

/** Types are not checked on the way here: a definition may lack what its type demands. */
function attempt(compiler: Compiler, input: Input): Resource[] {
  try {
    return compiler(input);
  } catch (error) {
    if (isUserError(error)) throw error;
    const culprit = input.definitions.find((one) => compilesWithout(one, compiler, input));
    if (!culprit) throw error;
    throw new UserError(
      `the ${culprit.kind} "${culprit.name}" is not what its type demands: ${(error as Error).message}`,
      {
        code: 'definition/malformed',
        help: 'the compiler of TypeScript says where: npx tsc --noEmit',
        origin: input.originOf(culprit),
        cause: error,
      },
    );
  }
}

function compilesWithout(definition: Definition, compiler: Compiler, input: Input): boolean {
  try {
    const definitions = input.definitions.filter((one) => one !== definition);
    compiler({ ...input, definitions, report: () => {} });
    return true;
  } catch {
    return false;
  }
}
