import { importedBy, importing } from '../load/imports.js';
import type { BuildMemory } from './build-memory.js';

/** What is built after an edit. */
export interface Part {
  /** The definition modules whose files are made anew. */
  readonly modules: readonly string[];
  /** All modules that are evaluated for what they export: those, and what they import of rules. */
  readonly entries: readonly string[];
  /** Everything that may be another, whether definitions or not. */
  readonly reached: ReadonlySet<string>;
}

/**
 * The definition modules that reach edited files by their imports: what they export may be another. With tests that are
 * written to one file with others, these others. The second part, for where that turns out to be too little: with all
 * rules and tests. None where a file of others may depend on them.
 */
export function partsReachedBy(edited: readonly string[], memory: BuildMemory): readonly Part[] {
  const { files, imports, apart, rules } = memory;
  const reaching = importing(edited, imports);
  const reached = withSharedFiles(
    files.filter((file) => reaching.has(file)),
    memory,
  );
  const parts = [reached];
  const withRules = files.filter((file) => reached.includes(file) || rules[file]);
  if (reached.some((file) => rules[file]) && withRules.length > reached.length) parts.push(withRules);
  return parts
    .filter((modules) => modules.length > 0 && modules.every((file) => apart[file]))
    .map((modules) => {
      const evaluated = importedBy(modules, imports);
      const entries = files.filter((file) => modules.includes(file) || (evaluated.has(file) && rules[file]));
      return { modules, entries, reached: reaching };
    });
}

/** These, and all with tests in the same files. */
function withSharedFiles(modules: readonly string[], memory: BuildMemory): readonly string[] {
  const { files, tests } = memory;
  const paths = new Set(modules.flatMap((file) => tests[file]?.flat() ?? []));
  const all = files.filter((file) => modules.includes(file) || tests[file]?.flat().some((path) => paths.has(path)));
  return all.length === modules.length ? modules : withSharedFiles(all, memory);
}
