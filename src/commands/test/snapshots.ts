import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../targets/files/replace-file.js';
import { firstLine, textDifferences } from '../../testing/messages/snapshot.js';
import type { Difference } from '../../types/testing.js';
import type { Diagnostic } from '../../types.js';

/** Texts that tests keep in files; paths are relative to the root of the project. */
export interface Snapshots {
  /** What of a text reads otherwise than in its file; nothing where files are to be written. */
  readonly compare: (path: string, text: string) => readonly Difference[];
  /** Files of ours that no test of these environments compared with: removed where files are to be written. */
  readonly settle: (folders: readonly string[], environments: readonly string[]) => readonly Diagnostic[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

export function snapshotsIn(root: string, { update = false }: { readonly update?: boolean | undefined }): Snapshots {
  const seen = new Set<string>();
  const [written, removed]: [string[], string[]] = [[], []];
  return {
    written,
    removed,
    compare: (path, text) => {
      const shown = path.replaceAll('\\', '/');
      seen.add(shown);
      const before = textOf(join(root, path));
      if (before === text) return [];
      if (update) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        replaceFile(join(root, path), text);
        written.push(shown);
        return [];
      }
      if (before !== undefined) return textDifferences(shown, before, text);
      return [
        {
          message: `there is no ${shown} yet`,
          notes: ['obsctl test --update writes it: read what it says, and commit it'],
        },
      ];
    },
    settle: (folders, environments) => {
      const stale = folders
        .flatMap((folder) => filesIn(root, folder, environments))
        .filter((path) => !seen.has(path) && isOurs(join(root, path)));
      if (!update) {
        return stale.map((file) => ({
          code: 'test/stale-snapshot',
          severity: 'warning',
          message: 'no test has this message any more',
          help: 'obsctl test --update removes it',
          origin: { file, line: 1, column: 1 },
        }));
      }
      for (const path of stale) {
        rmSync(join(root, path));
        removed.push(path);
        for (let folder = dirname(path); isLeft(join(root, folder)); folder = dirname(folder))
          rmdirSync(join(root, folder));
      }
      return [];
    },
  };
}

/** Below a folder, all in `*.snapshots/<environment>/`; pages before the texts beside them, which say whose they are. */
function filesIn(root: string, folder: string, environments: readonly string[]): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((path) => environments.includes(/\.snapshots\/([^/]+)\/.*\.(txt|html)$/.exec(path)?.[1] ?? ''))
    .sort();
}

function isOurs(file: string): boolean {
  return textOf(file.replace(/\.html$/, '.txt'))?.startsWith(firstLine) === true;
}

/** A folder of ours that nothing is in any more. */
function isLeft(folder: string): boolean {
  return /\.snapshots([\\/]|$)/.test(folder) && readdirSync(folder).length === 0;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
