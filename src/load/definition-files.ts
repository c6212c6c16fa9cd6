import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { UserError } from '../errors.js';
import type { Origin } from '../types.js';

/**
 * All modules of the definition folders in one order on every machine; tests beside them are not definitions, and
 * what `obsctl test` keeps beside those holds none.
 */
export function definitionFiles(root: string, folders: readonly string[], place?: () => Origin): string[] {
  return folders.flatMap((folder) => filesOf(root, folder, place));
}

function filesOf(root: string, folder: string, place?: () => Origin): string[] {
  const found: string[] = [];
  const visit = (path: string) => {
    const entries = readdirSync(path, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = `${path}${sep}${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.endsWith('.snapshots')) visit(child);
      } else if (entry.name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(entry.name)) found.push(child);
    }
  };
  try {
    visit(join(root, folder));
  } catch (error) {
    throw new UserError(`the definition folder ${folder} cannot be read`, {
      code: 'config/definitions',
      help: 'create it, or correct `definitions` in the configuration',
      origin: place?.(),
      cause: error,
    });
  }
  return found;
}
