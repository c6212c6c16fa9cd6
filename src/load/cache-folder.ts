import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { hashOf } from './inputs.js';

/** Where bundles are kept: in the project, or with the user where the project may only be read. */
export function cacheFolder(root: string): string {
  const own = join(root, '.obsctl', 'cache');
  if (isWritable(own)) return own;
  const users = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl', hashOf(root));
  return isWritable(users) ? users : passingFolder();
}

let passing: string | undefined;

/** For this run only, where nothing may be kept. Nobody else can have put something there to be run. */
function passingFolder(): string {
  if (passing) return passing;
  try {
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    passing = folder;
    return folder;
  } catch (error) {
    throw new UserError('there is no folder that obsctl may write its bundles to', {
      help: 'make the project, ~/.cache or the temporary folder writable, or name one that is in XDG_CACHE_HOME',
      cause: error,
    });
  }
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
