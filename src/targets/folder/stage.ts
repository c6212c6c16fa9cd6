import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../errors.js';
import type { Wanted, Write } from '../../types/target.js';
import { sha256 } from '../sha256.js';
import type { World } from '../world.js';
import { corner, type FolderManifest, type ManifestEntry } from './manifest.js';
import type { StagedFile } from './place.js';
import type { Originals } from './read-folder.js';
import { holdsAnother } from './secret-files.js';
import { filled, variablesIn } from './secrets.js';
import { textOf } from './text.js';

/** The files to be put in place with their secrets, and what the manifest says afterwards. */
export function stagedOf(options: {
  readonly writes: readonly Write[];
  readonly entries: FolderManifest['files'];
  readonly world: World;
  readonly originals: Originals;
  readonly mode: number;
}): {
  readonly files: readonly StagedFile[];
  readonly remove: readonly string[];
  readonly entries: FolderManifest['files'];
} {
  const entries: Record<string, ManifestEntry> = { ...options.entries };
  const files: StagedFile[] = [];
  const remove: string[] = [];
  for (const { resource, change } of options.writes) {
    if (!resource) {
      remove.push(change.path);
      delete entries[change.path];
      continue;
    }
    const { kind, id, sum } = resource;
    if (isLost(resource, options.originals)) {
      // the value that is there stays: nobody kept the one before it
      if (resource.givenBack) delete entries[resource.path];
      continue;
    }
    const file = fileOf(resource, options);
    files.push(file);
    if (resource.givenBack) delete entries[resource.path];
    else entries[resource.path] = { kind, id, sum, ...(kind === 'secret/file' ? {} : { sha256: sha256(file.text) }) };
  }
  return { files, remove, entries };
}

/** Whether it is a secret's value that was another one, and that this process has not seen. */
export function isLost({ kind, body }: Pick<Wanted, 'kind' | 'body'>, originals: Originals): boolean {
  return holdsAnother({ kind, body }) && !originals.has(body as object);
}

function fileOf(
  resource: Wanted,
  { world, originals, mode }: { readonly world: World; readonly originals: Originals; readonly mode: number },
): StagedFile {
  const { path, body } = resource;
  // put back as it was seen, with secrets that are shown to nobody
  const original = typeof body === 'object' && body !== null ? originals.get(body) : undefined;
  if (original !== undefined) return { path, text: original, mode: 0o600 };
  const secretIn = (variable: string) => {
    const value = world.variables[variable];
    if (value) return value;
    throw new UserError(`${path} needs the value of ${variable}, which is not set`, {
      code: 'target/secret-missing',
      help: `set ${variable} for this command, in CI from its own store of secrets`,
      origin: resource.origin,
    });
  };
  if (resource.kind === 'secret/file') {
    return { path, text: secretIn((body as { readonly variable: string }).variable), mode: 0o600 };
  }
  const hasSecrets = variablesIn(body).length > 0;
  return { path, text: textOf({ ...resource, body: filled(body, secretIn) }), mode: hasSecrets ? 0o600 : mode };
}

/**
 * Calls `check` with a copy of the folder as it is going to be: ours with placeholders for secrets, everything else by
 * reference.
 */
export async function mergedWith<T>(
  folder: string,
  writes: readonly Write[],
  check: (folder: string) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'obsctl-'));
  try {
    const removed = new Set(writes.filter(({ resource }) => !resource).map(({ change }) => change.path));
    const resources = writes.flatMap(({ resource }) => (resource && resource.kind !== 'secret/file' ? [resource] : []));
    const folders = new Set(['.', ...resources.map(({ path }) => dirname(path)), ...[...removed].map(dirname)]);
    for (const inner of folders) mkdirSync(join(copy, inner), { recursive: true });
    for (const resource of resources) writeFileSync(join(copy, resource.path), textOf(resource));
    for (const inner of folders) refer(resolve(folder), copy, inner, removed);
    return await check(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function refer(folder: string, copy: string, inner: string, removed: ReadonlySet<string>): void {
  if (!existsSync(join(folder, inner))) return;
  for (const name of readdirSync(join(folder, inner))) {
    const path = inner === '.' ? name : `${inner}/${name}`;
    if (name === corner || removed.has(path) || existsSync(join(copy, path))) continue;
    // what a tool opens must not change under it
    if (statSync(join(folder, path), { throwIfNoEntry: false })?.isFile())
      copyFileSync(join(folder, path), join(copy, path));
    else symlinkSync(join(folder, path), join(copy, path));
  }
}
