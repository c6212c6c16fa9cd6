import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What a bundle was made from: files and folders, relative to the root, with the hash of what is in them. */
export type Inputs = Readonly<Record<string, string>>;

/** Hashes that were looked up before. A file that changes meanwhile is noticed next time, because it has another one. */
export type Seen = Map<string, string>;

/** Files that say how an import is resolved. */
const resolving = ['package.json', 'tsconfig.json'];

/**
 * Everything that decides what a bundle is: the files that went in, the settings beside and above them, and which
 * modules lie in their folders, because an import without its ending may mean another one once that is there.
 */
export function inputsOf(root: string, files: readonly string[], seen: Seen): Inputs {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === '.' || folder === dirname(folder) || folder.endsWith('..')) break;
    }
  }
  const settings = [...folders].flatMap((folder) => resolving.map((name) => join(folder, name)));
  const own = [...folders].filter((folder) => !folder.includes('node_modules'));
  const keys = [...new Set([...files, ...settings]), ...own.map((folder) => `${folder}/`)];
  return Object.fromEntries(keys.map((key) => [key, hashAt(root, key, seen)]));
}

/** Whether everything is as it was. */
export function sameInputs(root: string, inputs: Inputs, seen: Seen): boolean {
  return Object.entries(inputs).every(([key, hash]) => hashAt(root, key, seen) === hash);
}

/**
 * The files that changed. Undefined where anything else did: a setting, or which modules there are, so that an import
 * may lead elsewhere.
 */
export function changedFiles(root: string, inputs: Inputs, seen: Seen): readonly string[] | undefined {
  const changed = Object.keys(inputs).filter((key) => hashAt(root, key, seen) !== inputs[key]);
  const isFile = (key: string) => !key.endsWith('/') && !resolving.includes(basename(key));
  return changed.every(isFile) ? changed : undefined;
}

export function hashOf(content: string | Buffer): string {
  return hash('sha256', content).slice(0, 24);
}

function hashAt(root: string, key: string, seen: Seen): string {
  const path = `${root}/${key}`;
  let hash = seen.get(path);
  if (hash === undefined) {
    hash = hashNow(path, key.endsWith('/'));
    seen.set(path, hash);
  }
  return hash;
}

/** Of a file its content, of a folder the names of the modules in it; a path that leads nowhere has none. */
function hashNow(path: string, isFolder: boolean): string {
  try {
    if (!isFolder) return hashOf(readFileSync(path));
    const modules = readdirSync(path).filter((name) => /\.([cm]?[jt]sx?|json)$/.test(name));
    return hashOf(modules.sort().join('\n'));
  } catch {
    return '';
  }
}
