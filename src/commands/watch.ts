import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Folders that no definition lies in. */
const ignored = new Set(['node_modules', '.git', '.obsctl', 'build', 'dist']);

/** Waits until a module or template below a folder is written, made or removed, since it was in that state. */
export async function untilChanged(root: string, since: string): Promise<void> {
  do await setTimeout(200);
  while (stateOf(root) === since);
  // an editor may still be writing
  await setTimeout(50);
}

/** Which modules and templates there are below a folder, and when each was written. */
export function stateOf(root: string): string {
  const states: string[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !ignored.has(entry.name)) visit(path);
      else if (entry.isFile() && /\.(ts|tmpl|json)$/.test(entry.name)) states.push(`${path} ${modified(path)}`);
    }
  };
  visit(root);
  return states.join('\n');
}

function modified(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
