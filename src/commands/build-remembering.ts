import { areApart, areOfRules } from '../compile/part.js';
import type { Definition } from '../define/definition.js';
import { changesInPlace } from '../load/changes-in-place.js';
import { buildId } from '../load/fingerprint.js';
import type { Project } from '../load/project.js';
import { manifestHash } from '../targets/files/as-built.js';
import type { Report } from '../types.js';
import type { BuildMemory } from './build-memory.js';

/** What to keep of a successful build; undefined where the definitions read anything but themselves. */
export function remembered(project: Project, { environments = [] }: Report): BuildMemory | undefined {
  const { config, definitions } = project.hashes;
  if (config === undefined || definitions === undefined) return undefined;
  const { entries, inputs, imports } = project.bundle;
  return {
    ...{ obsctl: buildId(), config, definitions: project.definitions, files: entries, inputs, imports },
    apart: exportsApart(project),
    rules: entries.filter((_, index) => project.environments.some(({ exported }) => areOfRules(exported[index] ?? []))),
    // of what was built, and not of what the files have become meanwhile
    folders: environments.map(({ out }) => ({ out, manifest: manifestHash(project.root, out) })),
  };
}

export const identity = ({ kind, name }: Definition) => `${kind} ${name}`;

function exportsApart({ bundle, environments }: Project): BuildMemory['apart'] {
  if (changesInPlace(bundle.code)) return {};
  return Object.fromEntries(
    bundle.entries.flatMap((file, index) => {
      const exported = environments.map((one) => ({ one, definitions: one.exported[index] ?? [] }));
      if (!exported.every(({ one, definitions }) => areApart(definitions, one))) return [];
      return [[file, exported.map(({ definitions }) => definitions.map(identity))]];
    }),
  );
}
