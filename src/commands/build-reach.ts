import { importing } from '../load/imports.js';
import type { BuildMemory } from './build-memory.js';

/**
 * The definition modules that reach edited files by their imports: what they export may be another. Where rules or
 * tests are among them, all modules with such. Undefined where a file of others may depend on one, or there are none.
 */
export function reachedBy(edited: readonly string[], memory: BuildMemory): readonly string[] | undefined {
  const { files, imports, apart, rules } = memory;
  const reaching = importing(edited, imports);
  const withRules = rules.some((file) => reaching.has(file));
  const reached = files.filter((file) => reaching.has(file) || (withRules && rules.includes(file)));
  return reached.length > 0 && reached.every((file) => apart[file]) ? reached : undefined;
}
