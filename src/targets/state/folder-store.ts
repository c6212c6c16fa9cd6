import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.js';
import type { Files, Store } from './store.js';

/** A folder that everybody who applies can write to. */
export function folderStore(folder: string): Store {
  const write = (files: Files) => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      if (text === undefined) rmSync(file, { force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, text, { flush: true });
        renameSync(`${file}.new`, file);
      }
    }
  };
  return {
    where: `the folder ${folder}`,
    read: async (path) => attempt(folder, () => readIfThere(join(folder, path))),
    list: async (path) => attempt(folder, () => foldersIn(join(folder, path))),
    write: async (files) => attempt(folder, () => write(files)),
    take: async (path, files) =>
      attempt(folder, () => {
        const { [path]: own = '', ...rest } = files;
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        if (!createWith(join(folder, path), own)) return readIfThere(join(folder, path)) ?? '{}';
        write(rest);
        return undefined;
      }),
  };
}

/** False where it is there: of several that try at once, one creates it. */
function createWith(file: string, text: string): boolean {
  try {
    const descriptor = openSync(file, 'wx');
    writeFileSync(descriptor, text, { flush: true });
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function attempt<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new UserError(`the state in ${folder} cannot be used: ${(error as Error).message}`, {
      code: 'state/unusable',
      help: 'check its permissions and the free space',
      exitCode: 3,
      cause: error,
    });
  }
}
