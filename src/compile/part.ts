import type { Definition } from '../define/definition.js';
import type { Diagnostic, Resource } from '../types.js';
import { compileDashboards } from './dashboard/dashboard.js';
import { inputFor } from './input.js';
import { neededFlags } from './promql-versions.js';
import { compileProvisioning } from './provisioning.js';
import { compileRules } from './rules.js';
import { type PreparedTest, prepareTests } from './tests/prepare.js';
import { type SeenGroup, seenGroups, testedGroups, withThose } from './tests/rules.js';
import { compileTests } from './tests/tests.js';

type Environment = Parameters<typeof inputFor>[1];
type Kinds = ReadonlySet<Definition['kind']>;

/** What becomes files of Grafana's, and what becomes no file. */
const alone: Kinds = new Set([
  ...(['dashboard', 'datasource', 'folder'] as const),
  ...(['message-test', 'metric', 'routing-test', 'status', 'survivor'] as const),
]);

/** Which file a test is in depends on all rules that it may need, whichever modules they are in. */
const rules: Kinds = new Set(['alert', 'record', 'rule-group', 'test']);

export function areOfRules(definitions: readonly Definition[]): boolean {
  return definitions.some(({ kind }) => rules.has(kind));
}

/**
 * Whether no file of the other definitions depends on these, but for those of rules and tests. Queries can do so: some
 * ask for a flag of Prometheus.
 */
export function areApart(definitions: readonly Definition[], environment: Environment): boolean {
  if (!definitions.every(({ kind }) => alone.has(kind) || rules.has(kind))) return false;
  return neededFlags(inputFor('', { ...environment, definitions }).input).length === 0;
}

/** What is written because of such definitions, and what tests take from all rule groups then. */
export interface CompiledPart {
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
  readonly tests: readonly PreparedTest[];
  readonly groups: readonly SeenGroup[];
}

/**
 * @param last of all rule groups, what tests took from them last time
 * @param evaluated definitions that are not compiled, but that those may name
 */
export function compileApart(
  project: string,
  environment: Environment,
  last: readonly SeenGroup[],
  evaluated: readonly Definition[],
): CompiledPart {
  const { input, diagnostics, madeFrom } = inputFor(project, environment);
  const rules = compileRules(input);
  const others = evaluated.filter((one) => one.kind === 'rule-group');
  const groups = withThose(last, testedGroups(rules, madeFrom, input), others);
  const tests = prepareTests(input, groups, madeFrom);
  const all = [...compileDashboards(input), ...compileProvisioning(input), ...rules, ...compileTests(tests, input)];
  return { resources: all, diagnostics, tests, groups: seenGroups(groups) };
}

/** A folder belongs to all dashboards in it, and only all together tell whether there are two with its name. */
export function isShared({ kind }: Resource): boolean {
  return kind === 'grafana/dashboard-provider';
}
