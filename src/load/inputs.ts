import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a bundle was made from: files and folders, relative to the root, with the hash of what is in them. */
export type Inputs = Readonly<Record<string, string>>;

/** Files that say how an import is resolved. */
const resolving = ['package.json', 'tsconfig.json'];

/**
 * Everything that decides what a bundle is: the files that went in, the settings beside and above them, and which
 * modules lie in their folders, because an import without its ending may mean another one once that is there.
 */
export function inputsOf(root: string, files: readonly string[]): Inputs {
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
  return Object.fromEntries(keys.map((key) => [key, hashAt(root, key)]));
}

/** Whether everything is as it was. */
export function sameInputs(root: string, inputs: Inputs): boolean {
  return Object.entries(inputs).every(([key, hash]) => hashAt(root, key) === hash);
}

export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 24);
}

/** Of a file its content, of a folder the names of the modules in it; a path that leads nowhere has none. */
function hashAt(root: string, key: string): string {
  try {
    if (!key.endsWith('/')) return hashOf(readFileSync(join(root, key)));
    const modules = readdirSync(join(root, key)).filter((name) => /\.([cm]?[jt]sx?|json)$/.test(name));
    return hashOf(modules.sort().join('\n'));
  } catch {
    return '';
  }
}
