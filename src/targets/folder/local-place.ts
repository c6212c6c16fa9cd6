import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.js';
import { corner } from './manifest.js';
import type { Place, Staged, StagedFile } from './place.js';

/** A folder of this machine. */
export function localPlace(folder: string): Place {
  const staging = join(folder, corner, 'staged');
  const previous = join(folder, corner, 'previous');
  let last: Staged | undefined;

  const stage = (staged: Staged) => {
    rmSync(staging, { recursive: true, force: true });
    last = staged;
    try {
      mustBeWritable(folder);
      mkdirSync(staging, { recursive: true });
      for (const file of allOf(staged)) writeWhole(staging, file, ownerOf(join(folder, file.path), folder));
    } catch (error) {
      rmSync(staging, { recursive: true, force: true });
      throw error;
    }
  };

  const swap = () => {
    if (!last) throw new Error('there is nothing staged');
    rmSync(previous, { recursive: true, force: true });
    mkdirSync(previous, { recursive: true });
    for (const path of pathsOf(last)) keep(folder, previous, path);
    try {
      // a folder that cannot be made must not stop us in the middle
      for (const path of pathsOf(last)) mkdirSync(dirname(join(folder, path)), { recursive: true });
      for (const { path } of last.files) renameSync(join(staging, path), join(folder, path));
      for (const path of last.remove) removeWithFolder(folder, path);
      renameSync(join(staging, 'manifest.json'), join(folder, last.manifest.path));
    } catch (error) {
      restore();
      throw error;
    }
    rmSync(staging, { recursive: true, force: true });
  };

  const restore = () => {
    if (!last) return;
    for (const path of pathsOf(last)) {
      if (existsSync(join(previous, path))) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        renameSync(join(previous, path), join(folder, path));
      } else rmSync(join(folder, path), { force: true });
    }
    rmSync(staging, { recursive: true, force: true });
  };

  return {
    fetch: async () => folder,
    stage: async (staged) => attempt(folder, () => stage(staged)),
    swap: async () => attempt(folder, swap),
    restore: async () => attempt(folder, restore),
    close: () => {},
  };
}

/** Everything that lies in the staging folder; the manifest under a name of its own. */
export function allOf({ files, manifest }: Staged): readonly StagedFile[] {
  return [...files, { path: 'manifest.json', text: manifest.text, mode: 0o600 }];
}

/** What a swap replaces or removes, the manifest last. */
export function pathsOf({ files, remove, manifest }: Staged): readonly string[] {
  return [...files.map(({ path }) => path), ...remove, manifest.path];
}

/** On the disk before it takes another's place. */
export function writeWhole(folder: string, { path, text, mode }: StagedFile, owner?: Ids): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, 'w', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (owner) giveTo(file, owner);
  chmodSync(file, mode);
}

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** Made by itself, a folder says why it cannot be made; made with its parents, it does not. */
function mustBeWritable(folder: string): void {
  if (existsSync(folder) && !existsSync(join(folder, corner))) mkdirSync(join(folder, corner));
}

/** The server has to be able to read it: it belongs to whom the file belonged, or its folder. */
function ownerOf(file: string, folder: string): Ids | undefined {
  for (const path of [file, dirname(file), folder]) {
    if (existsSync(path)) return statSync(path);
  }
  return undefined;
}

function giveTo(file: string, { uid, gid }: Ids): void {
  const own = statSync(file);
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(file, uid, gid);
  } catch {
    // only root may, and then the server's folder is ours anyway
  }
}

function keep(folder: string, previous: string, path: string): void {
  if (!existsSync(join(folder, path))) return;
  mkdirSync(dirname(join(previous, path)), { recursive: true });
  // takes no room, and what is put in its place is another file
  linkSync(join(folder, path), join(previous, path));
}

function removeWithFolder(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  const parent = dirname(path);
  if (parent !== '.' && readdirSync(join(folder, parent)).length === 0) rmdirSync(join(folder, parent));
}

function attempt(folder: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`the folder ${folder} cannot be written: ${message}`, {
      code: code === 'ENOSPC' ? 'target/disk-full' : 'target/cannot-write',
      help:
        code === 'ENOSPC'
          ? 'make room and apply again; nothing was changed'
          : 'run obsctl as somebody who may write there',
      exitCode: 3,
      cause: error,
    });
  }
}
