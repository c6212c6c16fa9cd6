import type { Diagnostic } from '../types.js';

/** Findings by their file, in the order in which they come; those without a place under the name given. */
export function byFile(found: readonly Diagnostic[], elsewhere: string): ReadonlyMap<string, readonly Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const one of found) {
    const file = one.origin?.file ?? elsewhere;
    const others = files.get(file);
    if (others) others.push(one);
    else files.set(file, [one]);
  }
  return files;
}
