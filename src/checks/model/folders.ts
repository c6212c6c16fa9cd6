import { dirname, normalize } from 'node:path';
import type { Subject } from '../../types.js';

/**
 * What a server may load together: all of our own definitions, and of files those of one folder. Folders beside each other
 * are those of several clusters, more often than of one server.
 */
export function byFolder<T extends { readonly subject: Subject }>(things: readonly T[]): readonly (readonly T[])[] {
  const folders = new Map<Subject, string>();
  const found = new Map<string, T[]>();
  for (const thing of things) {
    const folder = folders.get(thing.subject) ?? folderOf(thing.subject);
    folders.set(thing.subject, folder);
    const others = found.get(folder);
    if (others) others.push(thing);
    else found.set(folder, [thing]);
  }
  return [...found.values()];
}

function folderOf({ own, place }: Subject): string {
  return own ? '' : normalize(dirname(place([]).file));
}
