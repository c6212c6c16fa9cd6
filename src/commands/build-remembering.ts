import type { Compiled } from '../compile/compile.js';
import { areApart, areOfRules } from '../compile/part.js';
import type { PreparedTest } from '../compile/tests/prepare.js';
import { testFile } from '../compile/tests/tests.js';
import type { Test } from '../define/test.js';
import { changesInPlace } from '../load/changes-in-place.js';
import { nameless } from '../load/collect.js';
import { buildId } from '../load/fingerprint.js';
import { hashOf } from '../load/inputs.js';
import type { Project } from '../load/project.js';
import { manifestHash } from '../targets/files/as-built.js';
import type { Report } from '../types.js';
import type { BuildMemory } from './build-memory.js';

/** What to keep of a successful build; undefined where the definitions read anything but themselves. */
export function remembered(
  project: Project,
  compiled: readonly Pick<Compiled, 'tests' | 'groups'>[],
  { environments = [] }: Report,
): BuildMemory | undefined {
  const { config, definitions } = project.hashes;
  if (config === undefined || definitions === undefined) return undefined;
  const { entries, inputs, imports } = project.bundle;
  return {
    ...{ obsctl: buildId(), config, definitions: project.definitions, files: entries, inputs, imports },
    apart: exportsApart(project),
    rules: groupsOfRules(project),
    tests: filesOfTests(entries, project, compiled),
    groups: compiled.map(({ groups }) => groups),
    // of what was built, and not of what the files have become meanwhile
    folders: environments.map(({ out }) => ({ out, manifest: manifestHash(project.root, out) })),
  };
}

/** Of each of these modules that exports tests, the files that they are in, in each environment. */
export function filesOfTests(
  modules: readonly string[],
  { bundle, environments }: Project,
  compiled: readonly { readonly tests: readonly PreparedTest[] }[],
): BuildMemory['tests'] {
  const files = compiled.map(({ tests }) => new Map(tests.map((one) => [one.test, testFile(one)])));
  return Object.fromEntries(
    modules.flatMap((module) => {
      const index = bundle.entries.indexOf(module);
      const exported = environments.map((one) => (one.exported[index] ?? []).filter(({ kind }) => kind === 'test'));
      if (exported.every((tests) => tests.length === 0)) return [];
      const ofModule = exported.map((tests, at) => tests.flatMap((test) => files[at]?.get(test as Test) ?? []));
      return [[module, ofModule.map((ids) => [...new Set(ids)])]];
    }),
  );
}

/** Identifies what a module exports in each environment, as far as others must not be called so. */
export function exportsHash(module: string, { bundle, environments }: Project): string {
  const index = bundle.entries.indexOf(module);
  const names = environments.map(({ exported }) =>
    (exported[index] ?? []).flatMap(({ kind, name }) => (nameless.has(kind) ? [] : `${kind} ${name}`)),
  );
  return hashOf(JSON.stringify(names));
}

function exportsApart(project: Project): BuildMemory['apart'] {
  const { bundle, environments } = project;
  if (changesInPlace(bundle.code)) return {};
  const apart = bundle.entries.filter((_, index) =>
    environments.every((one) => areApart(one.exported[index] ?? [], one)),
  );
  return Object.fromEntries(apart.map((file) => [file, exportsHash(file, project)]));
}

function groupsOfRules({ bundle, environments }: Project): BuildMemory['rules'] {
  return Object.fromEntries(
    bundle.entries.flatMap((file, index) => {
      const exported = environments.flatMap((one) => one.exported[index] ?? []);
      const groups = exported.flatMap(({ kind, name }) => (kind === 'rule-group' ? name : []));
      return areOfRules(exported) ? [[file, [...new Set(groups)]]] : [];
    }),
  );
}
