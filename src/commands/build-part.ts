import { join } from 'node:path';
import { areApart, type CompiledPart, compileApart, isShared } from '../compile/part.js';
import { rememberParts } from '../define/origin.js';
import type { Bundle } from '../load/bundle.js';
import { changesInPlace } from '../load/changes-in-place.js';
import { loadProject, type Project } from '../load/project.js';
import { manifestHash } from '../targets/files/as-built.js';
import { type FolderPlan, writeFolder } from '../targets/files/build-folder.js';
import { readLastTexts, writeLastTexts } from '../targets/files/last-texts.js';
import type { Manifest } from '../targets/files/manifest.js';
import { planPart } from '../targets/files/plan-part.js';
import type { Report, Resource } from '../types.js';
import type { BuildOptions } from './build-anew.js';
import { type BuildMemory, textsFile } from './build-memory.js';
import type { Part } from './build-reach.js';
import { exportsHash, filesOfTests } from './build-remembering.js';

interface Last {
  readonly root: string;
  readonly memory: BuildMemory;
  readonly part: Part;
  /** Of the folders that are still as they were built. */
  readonly manifests: readonly (Manifest | undefined)[];
  readonly bundles: readonly Bundle[];
}

/**
 * Compiles the modules that an edit reaches, and leaves everything else as the last build made it. Undefined, and
 * nothing written, where the whole could come out otherwise, or where anything is wrong: a build of all says what.
 */
export function buildPart(
  options: BuildOptions,
  last: Last,
): { readonly report: Report; readonly memory: BuildMemory } | undefined {
  const { root, memory, part, manifests, bundles } = last;
  const bundle = bundles.find(({ entries }) => entries.join('\n') === part.entries.join('\n'));
  if (!bundle?.pure || changesInPlace(bundle.code)) return undefined;
  if (!manifests.every((one) => one !== undefined)) return undefined;
  const planned = plannedIn(options, last, manifests);
  if (!planned) return undefined;
  const { plans, tests, groups } = planned;
  options.progress?.(`writing what comes from ${part.modules.join(', ')}`);
  const environments = plans.map((plan) => {
    const built = writeFolder(plan);
    if (plan.texts) writeLastTexts(textsFile(root, plan.out), memory.obsctl, plan.texts);
    return built;
  });
  return {
    report: { command: 'build', root, exitCode: 0, diagnostics: [], environments },
    memory: {
      ...memory,
      inputs: { ...memory.inputs, ...bundle.inputs },
      imports: { ...memory.imports, ...bundle.imports },
      tests,
      groups,
      folders: environments.map(({ out }) => ({ out, manifest: manifestHash(root, out) })),
    },
  };
}

interface Planned extends Pick<BuildMemory, 'tests' | 'groups'> {
  readonly plans: readonly FolderPlan[];
}

function plannedIn(
  { cwd, config, env }: BuildOptions,
  { root, memory, part, bundles }: Last,
  manifests: readonly Manifest[],
): Planned | undefined {
  try {
    rememberParts(false);
    const common = { cwd, config, environments: env, ahead: bundles, checkedConfig: memory.config };
    const entries = part.entries.map((entry) => join(root, entry));
    const project = loadProject({ ...common, part: { entries, own: part.reached, rules: rulesIn(part, memory) } });
    if (project.hashes.config !== memory.config) return undefined;
    if (!part.modules.every((file) => exportsHash(file, project) === memory.apart[file])) return undefined;
    const compiled = project.environments.map((_, index) => compiledFor(index, project, { memory, part }));
    if (!compiled.every((one) => one !== undefined)) return undefined;
    const tests = filesOfTests(part.modules, project, compiled);
    if (!areAsBefore(compiled, tests, { memory, part })) return undefined;
    const plans = compiled.map(({ resources }, index) => {
      const [folder, manifest] = [memory.folders[index], manifests[index]];
      return folder && manifest && plannedFor(folder.out, manifest, resources, { root, memory, part });
    });
    if (!plans.every((plan) => plan !== undefined)) return undefined;
    return { plans, tests: { ...memory.tests, ...tests }, groups: compiled.map(({ groups }) => groups) };
  } catch {
    return undefined;
  } finally {
    rememberParts(true);
  }
}

type Known = Pick<Last, 'memory' | 'part'>;

/** @param index which of the environments */
function compiledFor(index: number, project: Project, { memory, part }: Known): CompiledPart | undefined {
  const environment = project.environments[index];
  const groups = memory.groups[index];
  if (!environment || !groups) return undefined;
  const { exported } = environment;
  const definitions = [...new Set(part.modules.flatMap((file) => exported[part.entries.indexOf(file)] ?? []))];
  if (!areApart(definitions, environment)) return undefined;
  const compiled = compileApart(project.name, { ...environment, definitions }, groups, environment.definitions);
  return compiled.diagnostics.length > 0 ? undefined : compiled;
}

/**
 * Whether tests are in the same files as before, so that none of these is of others too, or gone. And those of others,
 * where there are any: they know of these rules what all tests take from them.
 */
function areAsBefore(compiled: readonly CompiledPart[], tests: BuildMemory['tests'], { memory, part }: Known): boolean {
  const files = (of: BuildMemory['tests'], index: number) =>
    [...new Set(part.modules.flatMap((module) => of[module]?.[index] ?? []))].sort().join('\n');
  if (!compiled.every((_, index) => files(tests, index) === files(memory.tests, index))) return false;
  if (!hasRules(part, memory)) return true;
  const ofOthers = Object.keys(memory.tests).some((module) => !part.modules.includes(module));
  return !ofOthers || JSON.stringify(compiled.map(({ groups }) => groups)) === JSON.stringify(memory.groups);
}

function plannedFor(
  out: string,
  manifest: Manifest,
  resources: readonly Resource[],
  { root, memory, part }: Pick<Last, 'root' | 'memory' | 'part'>,
): FolderPlan | undefined {
  // to write out a test takes longer than to see that it is the same; of dashboards, those that are here are others
  const lastTexts = hasRules(part, memory) ? readLastTexts(textsFile(root, out), memory.obsctl) : {};
  return planPart({ root, out, manifest, resources, lastTexts, isShared });
}

function hasRules({ modules }: Part, { rules }: BuildMemory): boolean {
  return modules.some((file) => rules[file]);
}

/** The rules of all groups in these modules, as they were. */
function rulesIn({ modules }: Part, { rules, groups }: BuildMemory): ReadonlySet<string> {
  const names = new Set(modules.flatMap((file) => rules[file] ?? []));
  const own = groups.flat().filter(({ name }) => names.has(name));
  return new Set(own.flatMap((group) => group.rules.map(({ name, alert }) => `${alert ? 'alert' : 'record'} ${name}`)));
}
