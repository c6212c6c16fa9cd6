import { importing } from '../load/imports.js';
import type { BuildMemory } from './build-memory.js';

/**
 * The definition modules that reach edited files by their imports: what they export may be another.
 * Undefined where a file of others may depend on one of them, or where there are none.
 */
export function reachedBy(edited: readonly string[], memory: BuildMemory): readonly string[] | undefined {
  const reaching = importing(edited, memory.imports);
  const affected = memory.files.filter((file) => reaching.has(file));
  return affected.length > 0 && affected.every((file) => memory.alone[file]) ? affected : undefined;
}
