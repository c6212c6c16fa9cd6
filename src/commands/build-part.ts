import { join } from 'node:path';
import { areApart, compileApart, isOfRules, isShared } from '../compile/part.js';
import { rememberParts } from '../define/origin.js';
import type { Bundle } from '../load/bundle.js';
import { changesInPlace } from '../load/changes-in-place.js';
import { loadProject, type Project } from '../load/project.js';
import { manifestAsBuilt, manifestHash } from '../targets/files/as-built.js';
import { type FolderPlan, writeFolder } from '../targets/files/build-folder.js';
import { readLastTexts, writeLastTexts } from '../targets/files/last-texts.js';
import { planPart } from '../targets/files/plan-part.js';
import type { Report } from '../types.js';
import type { BuildOptions } from './build-anew.js';
import { type BuildMemory, textsFile } from './build-memory.js';
import { identity } from './build-remembering.js';

interface Last {
  readonly root: string;
  readonly memory: BuildMemory;
  /** The modules that the edit reaches. */
  readonly part: readonly string[];
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
  const { root, memory, bundles } = last;
  const bundle = bundles.find(({ entries }) => entries.join('\n') === last.part.join('\n'));
  if (!bundle?.pure || changesInPlace(bundle.code)) return undefined;
  const plans = planned(options, last);
  if (!plans) return undefined;
  options.progress?.(`writing what comes from ${last.part.join(', ')}`);
  const environments = plans.map((plan) => {
    const built = writeFolder(plan);
    if (hasRules(last.part, memory)) writeLastTexts(textsFile(root, plan.out), memory.obsctl, plan.texts ?? {});
    return built;
  });
  return {
    report: { command: 'build', root, exitCode: 0, diagnostics: [], environments },
    memory: {
      ...memory,
      inputs: { ...memory.inputs, ...bundle.inputs },
      imports: { ...memory.imports, ...bundle.imports },
      folders: environments.map(({ out }) => ({ out, manifest: manifestHash(root, out) })),
    },
  };
}

function planned({ cwd, config, env }: BuildOptions, { root, memory, part, bundles }: Last): FolderPlan[] | undefined {
  try {
    rememberParts(false);
    const common = { cwd, config, environments: env, ahead: bundles, checkedConfig: memory.config };
    const modules = part.map((entry) => join(root, entry));
    const project = loadProject({ ...common, part: { modules, allGroups: hasRules(part, memory) } });
    if (project.hashes.config !== memory.config) return undefined;
    const plans = project.environments.map((_, index) => plannedFor(index, project, { memory, part }));
    return plans.every((plan) => plan !== undefined) ? plans : undefined;
  } catch {
    return undefined;
  } finally {
    rememberParts(true);
  }
}

/** @param index which of the environments */
function plannedFor(index: number, project: Project, { memory, part }: Pick<Last, 'memory' | 'part'>) {
  const environment = project.environments[index];
  const folder = memory.folders[index];
  if (!environment || !folder) return undefined;
  const { definitions, exported } = environment;
  const identities = exported.map((ofModule) => ofModule.map(identity));
  const before = part.map((file) => memory.apart[file]?.[index]);
  if (JSON.stringify(identities) !== JSON.stringify(before) || !areApart(definitions, environment)) return undefined;
  const { resources, diagnostics } = compileApart(project.name, environment);
  const manifest = manifestAsBuilt(project.root, folder.out, folder.manifest);
  if (!manifest || diagnostics.length > 0) return undefined;
  const withRules = hasRules(part, memory);
  // to write out a test takes longer than to see that it is the same; of dashboards, those that are here are others
  const lastTexts = withRules ? readLastTexts(textsFile(project.root, folder.out), memory.obsctl) : {};
  const isWhole = (entry: { readonly kind: string }) => withRules && isOfRules(entry);
  return planPart({ root: project.root, out: folder.out, manifest, resources, lastTexts, isShared, isWhole });
}

/** Then all rules and tests are in it. */
function hasRules(part: readonly string[], { rules }: BuildMemory): boolean {
  return part.some((file) => rules.includes(file));
}
