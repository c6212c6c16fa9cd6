import { join } from 'node:path';
import { areApart, type CompiledPart, compileApart, isShared } from '../compile/part.js';
import { rememberParts } from '../define/origin.js';
import type { Bundle } from '../load/bundle.js';
import { changesInPlace } from '../load/changes-in-place.js';
import { type LoadedConfig, loadConfig } from '../load/config.js';
import { loadProject, type Project } from '../load/project.js';
import { manifestAsBuilt, manifestHash } from '../targets/files/as-built.js';
import { type FolderPlan, writeFolder } from '../targets/files/build-folder.js';
import { type LastTexts, readLastTexts, writeLastTexts } from '../targets/files/last-texts.js';
import type { Manifest } from '../targets/files/manifest.js';
import { planPart } from '../targets/files/plan-part.js';
import type { BuildOptions, Built } from './build-anew.js';
import { type BuildMemory, textsFile } from './build-memory.js';
import type { Part } from './build-reach.js';
import { exportsHash, filesOfTests } from './build-remembering.js';

interface Last {
  readonly root: string;
  readonly memory: BuildMemory;
  readonly part: Part;
  /** The bundle of the configuration. */
  readonly ahead: readonly Bundle[];
}

/** What is known before the part is bundled. */
interface Opened extends Last {
  readonly loaded: LoadedConfig;
  readonly folders: readonly { readonly out: string; readonly manifest: Manifest; readonly lastTexts: LastTexts }[];
}

type Finish = (bundle: Bundle) => Built | undefined;

/**
 * Compiles the modules that an edit reaches, once they are bundled, and leaves everything else as the last build made
 * it. Undefined, and nothing written, where the whole could come out otherwise, or where anything is wrong: a build of
 * all says what.
 */
export function openPart(options: BuildOptions, last: Last): Finish | undefined {
  const { root, memory, part, ahead } = last;
  const { cwd, config: file } = options;
  const loaded = quietly(() => loadConfig({ cwd, file, ahead, checked: memory.config }));
  if (loaded?.hash !== memory.config) return undefined;
  const folders = memory.folders.flatMap(({ out, manifest: hash }) => {
    const manifest = manifestAsBuilt(root, out, hash);
    // to write out a test takes longer than to see that it is the same; of dashboards, those that are built are others
    const lastTexts = hasRules(part, memory) ? readLastTexts(textsFile(root, out), memory.obsctl) : {};
    return manifest ? [{ out, manifest, lastTexts }] : [];
  });
  if (folders.length < memory.folders.length) return undefined;
  return (bundle) => finishPart(options, { ...last, loaded, folders }, bundle);
}

/** Nothing where anything is wrong; of what is right, only the places of what becomes a file are asked for. */
function quietly<T>(work: () => T): T | undefined {
  try {
    rememberParts(false);
    return work();
  } catch {
    return undefined;
  } finally {
    rememberParts(true);
  }
}

function finishPart(options: BuildOptions, opened: Opened, bundle: Bundle): Built | undefined {
  const { root, memory, part } = opened;
  if (!bundle.pure || changesInPlace(bundle.code)) return undefined;
  const planned = quietly(() => plannedIn(options, opened, bundle));
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

function plannedIn({ cwd, env }: BuildOptions, opened: Opened, bundle: Bundle): Planned | undefined {
  const { root, memory, part, loaded, folders } = opened;
  const entries = part.entries.map((entry) => join(root, entry));
  const asked = { entries, own: part.reached, rules: rulesIn(part, memory) };
  const project = loadProject({ cwd, loaded, environments: env, ahead: [bundle], part: asked });
  if (!part.modules.every((file) => exportsHash(file, project) === memory.apart[file])) return undefined;
  const compiled = project.environments.map((_, index) => compiledFor(index, project, opened));
  if (!compiled.every((one) => one !== undefined)) return undefined;
  const tests = filesOfTests(part.modules, project, compiled);
  if (!areAsBefore(compiled, tests, opened)) return undefined;
  const plans = folders.map((folder, index) =>
    planPart({ root, ...folder, resources: compiled[index]?.resources ?? [], isShared }),
  );
  if (!plans.every((plan) => plan !== undefined)) return undefined;
  return { plans, tests: { ...memory.tests, ...tests }, groups: compiled.map(({ groups }) => groups) };
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

function hasRules({ modules }: Part, { rules }: BuildMemory): boolean {
  return modules.some((file) => rules[file]);
}

/** The rules of all groups in these modules, as they were. */
function rulesIn({ modules }: Part, { rules, groups }: BuildMemory): ReadonlySet<string> {
  const names = new Set(modules.flatMap((file) => rules[file] ?? []));
  const own = groups.flat().filter(({ name }) => names.has(name));
  return new Set(own.flatMap((group) => group.rules.map(({ name, alert }) => `${alert ? 'alert' : 'record'} ${name}`)));
}
