import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from './inputs.js';

/** Where bundles are kept: in the project, or with the user where the project may only be read. */
export function cacheFolder(root: string): string {
  const own = join(root, '.obsctl', 'cache');
  if (isWritable(own)) return own;
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl', hashOf(root));
  mkdirSync(folder, { recursive: true });
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
