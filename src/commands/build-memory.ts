import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { SeenGroup } from '../compile/tests/rules.js';
import { freshHash, relativeTo } from '../load/bundle.js';
import { cacheFolder } from '../load/cache-folder.js';
import { readCached, writeCached } from '../load/cached-file.js';
import { definitionFiles } from '../load/definition-files.js';
import { buildId } from '../load/fingerprint.js';
import type { Imports } from '../load/imports.js';
import { changedFiles, hashOf, type Inputs, type Seen } from '../load/inputs.js';
import type { BuildOptions } from './build-anew.js';

/** What a successful build was made from, and what it made. It is kept where definitions read nothing but themselves. */
export interface BuildMemory {
  readonly obsctl: string;
  /** The hash of the configuration. */
  readonly config: string;
  /** The folders of the definitions. */
  readonly definitions: readonly string[];
  /** The modules in them. */
  readonly files: readonly string[];
  /** These and everything that they import. */
  readonly inputs: Inputs;
  readonly imports: Imports;
  /** The modules that no file of another one depends on, but for those of rules, with the hash of what they export. */
  readonly apart: Readonly<Record<string, string>>;
  /** The modules that export rules or tests of them, with the names of their rule groups. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
  /** Those that export tests, with the files that these are in, in each environment. */
  readonly tests: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** What tests took from all rule groups, in each environment. */
  readonly groups: readonly (readonly SeenGroup[])[];
  readonly folders: readonly { readonly out: string; readonly manifest: string }[];
}

/** Builds of different environments, or to different places, are remembered side by side. */
export function memoryFile(root: string, { cwd, env, out }: Pick<BuildOptions, 'cwd' | 'env' | 'out'>): string {
  const asked = JSON.stringify([env ?? [], out === undefined ? '' : resolve(cwd, out)]);
  const selection = createHash('sha256').update(asked).digest('hex').slice(0, 12);
  return join(cacheFolder(root), `build-${selection}.json`);
}

/** Where the texts of an environment's files are remembered. */
export function textsFile(root: string, out: string): string {
  return join(cacheFolder(root), `texts-${hashOf(out)}.json`);
}

/** Of the obsctl that is running; another one may make something else of the same definitions. */
export function readMemory(file: string): BuildMemory | undefined {
  const memory = readCached<BuildMemory>(file);
  return memory?.obsctl === buildId() ? memory : undefined;
}

export function writeMemory(file: string, memory: BuildMemory): void {
  writeCached(file, JSON.stringify(memory));
}

/** The files that were edited since; undefined where anything else changed, so that everything may be another. */
export function editedSince(memory: BuildMemory, config: string, seen: Seen): readonly string[] | undefined {
  const root = dirname(config);
  if (freshHash({ root, name: 'config', entries: [config], seen }) !== memory.config) return undefined;
  const files = relativeTo(root, definitionFiles(root, memory.definitions));
  return files.join('\n') === memory.files.join('\n') ? changedFiles(root, memory.inputs, seen) : undefined;
}
