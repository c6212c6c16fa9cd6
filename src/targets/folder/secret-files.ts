import { posix } from 'node:path';
import type { Resource } from '../../types.js';
import type { World } from '../world.js';

/** The secret files that lie in a server's folder and that `apply` was asked to write. */
export function secretFilesIn(folder: string, { secretFiles }: World): readonly Resource[] {
  return secretFiles.flatMap(({ path, env }): Resource[] => {
    const inside = posix.relative(folder, path);
    if (inside === '' || inside.startsWith('..') || posix.isAbsolute(inside)) return [];
    const origin = { file: 'obsctl.config.ts', line: 1, column: 1 };
    return [{ kind: 'secret/file', id: inside, path: inside, body: { variable: env }, origin }];
  });
}

/** Whether all that is known of a secret's own file is that it holds another value than the variable's. */
export function holdsAnother({ kind, body }: { readonly kind: string; readonly body?: unknown }): boolean {
  return kind === 'secret/file' && (body as { readonly value?: unknown } | undefined)?.value === 'another';
}
