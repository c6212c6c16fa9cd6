import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, normalize, resolve, sep } from 'node:path';
import { refuseTokens } from '../../define/secret.js';
import { UserError } from '../../errors.js';
import type { BuiltEnvironment, Resource } from '../../types.js';
import { sha256 } from '../sha256.js';
import { bodyHash, type LastTexts } from './last-texts.js';
import { type Manifest, manifestName, manifestText } from './manifest.js';
import { serialize } from './serialize.js';

/** What the folder of one environment should hold, and what of that it does not hold yet. */
export interface FolderPlan {
  readonly environment: string;
  /** Relative to the project. */
  readonly out: string;
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  /** Files of an earlier build that no resource stands for any more. */
  readonly obsolete: readonly string[];
  readonly resources: BuiltEnvironment['resources'];
  /** To be kept, so that the next plan takes less time. */
  readonly texts?: LastTexts;
}

export interface PlannedFile {
  readonly path: string;
  /** What it has to hold, where it does not yet. */
  readonly text?: string;
  readonly changed: boolean;
}

/** Compares resources with a build folder; reads it, changes nothing. */
export function planFolder(options: {
  readonly project: string;
  readonly environment: string;
  readonly root: string;
  readonly out: string;
  readonly resources: readonly Resource[];
  /** What was written last, by the same obsctl. */
  readonly lastTexts?: LastTexts;
}): FolderPlan {
  const folder = resolve(options.root, options.out);
  const { resources, lastTexts = {} } = options;
  for (const resource of resources) mustStayInside(resource);
  mustDiffer(resources);
  const planned = resources.map((resource) => planFile(folder, resource, lastTexts[resource.path]));
  const entries = resources.map(({ kind, id, path, origin }, index) => {
    const { sha256 = '' } = planned[index] ?? {};
    return { kind, id, path, sha256, origin };
  });
  const manifest: Manifest = {
    schema: 'obsctl/manifest/v1',
    project: options.project,
    environment: options.environment,
    resources: entries,
  };
  const text = manifestText(manifest);
  const all = [...planned, { path: manifestName, text, changed: readText(join(folder, manifestName)) !== text }];
  const wanted = new Set(all.map((file) => file.path));
  return {
    environment: options.environment,
    out: options.out.split(sep).join('/'),
    folder,
    files: all,
    obsolete: earlierPaths(folder, options).filter((path) => !wanted.has(path) && existsSync(join(folder, path))),
    resources: entries.map(({ origin: _, ...entry }) => entry),
    texts: Object.fromEntries(planned.map(({ path, body, sha256 }) => [path, { body, sha256 }])),
  };
}

export function planFile(
  folder: string,
  resource: Resource,
  last: LastTexts[string] | undefined,
): PlannedFile & LastTexts[string] {
  const { path } = resource;
  const body = bodyHash(resource);
  const onDisk = readText(join(folder, path));
  if (last?.body === body && onDisk !== undefined && sha256(onDisk) === last.sha256) {
    return { path, changed: false, body, sha256: last.sha256 };
  }
  const text = serialize(resource);
  const changed = onDisk !== text;
  // what is there already was looked at when it was written
  if (changed) refuseTokens(text, `the ${resource.kind} "${resource.id}"`, resource.origin);
  return { path, text, changed, body, sha256: sha256(text) };
}

/**
 * Writes what changed and removes what an earlier build left behind. Each file appears whole or not at
 * all; the manifest comes last, so that a build cut short is seen as stale.
 */
export function writeFolder(plan: FolderPlan): BuiltEnvironment {
  const changed = plan.files.filter((file) => file.changed);
  const staged = changed.map((file) => {
    const target = join(plan.folder, file.path);
    return { target, temporary: `${target}.${process.pid}.tmp`, text: file.text ?? '' };
  });
  try {
    for (const folder of new Set(staged.map(({ target }) => dirname(target)))) mkdirSync(folder, { recursive: true });
    for (const { temporary, text } of staged) writeFileSync(temporary, text);
    for (const path of plan.obsolete) {
      rmSync(join(plan.folder, path));
      removeEmptyParents(plan.folder, dirname(path));
    }
    // the manifest is the last of them
    for (const { target, temporary } of staged) renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of staged) removeIfThere(temporary);
    throw new UserError(`the folder ${plan.out} cannot be written: ${(error as Error).message}`, {
      code: 'build/cannot-write',
      help: 'check its permissions and the free space',
      cause: error,
    });
  }
  return {
    name: plan.environment,
    out: plan.out,
    resources: plan.resources,
    files: {
      written: changed.length,
      removed: plan.obsolete.length,
      unchanged: plan.files.length - changed.length,
    },
  };
}

function removeIfThere(file: string): void {
  try {
    rmSync(file);
  } catch {
    // it was never written, or its folder is no folder
  }
}

/** A path made from a definition's id must not leave the output folder, whatever the id says. */
function mustStayInside(resource: Resource): void {
  const path = normalize(resource.path);
  const inside = path === resource.path.split('/').join(sep) && !path.startsWith('..') && !path.startsWith(sep);
  const plain = !resource.id.includes('/');
  if (inside && plain && !path.includes('\0') && path !== manifestName) return;
  throw new UserError(`the ${resource.kind} "${resource.id}" would be written to ${resource.path}`, {
    code: 'build/path-outside',
    help: 'an id becomes a file name: use letters, digits and dashes',
    origin: resource.origin,
  });
}

/** Two definitions for one file would take turns in it. */
function mustDiffer(resources: readonly Resource[]): void {
  const byPath = new Map<string, Resource>();
  for (const resource of resources) {
    const other = byPath.get(resource.path);
    if (other) {
      const { file, line, column } = other.origin;
      throw new UserError(`two definitions are written to ${resource.path}, the other at ${file}:${line}:${column}`, {
        code: 'build/same-path',
        help: 'remove one of them, or give it another name',
        origin: resource.origin,
      });
    }
    byPath.set(resource.path, resource);
  }
}

/** What the manifest of an earlier build lists; anything else in the folder is not ours. */
function earlierPaths(folder: string, of: { readonly project: string; readonly environment: string }): string[] {
  const text = readText(join(folder, manifestName));
  if (text === undefined) return [];
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.schema !== 'obsctl/manifest/v1') return [];
    if (manifest.project !== of.project || manifest.environment !== of.environment) return [];
    return manifest.resources
      .map((resource) => resource.path)
      .filter((path) => !normalize(path).startsWith('..') && !normalize(path).startsWith(sep));
  } catch {
    return [];
  }
}

function removeEmptyParents(folder: string, path: string): void {
  for (let at = path; at !== '.' && at !== ''; at = dirname(at)) {
    const absolute = join(folder, at);
    if (readdirSync(absolute).length > 0) return;
    rmdirSync(absolute);
  }
}

function readText(file: string): string | undefined {
  // to ask takes far less than to catch, and in a first build there is none
  if (!existsSync(file)) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
