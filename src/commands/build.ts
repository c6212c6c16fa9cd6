import { dirname, join } from 'node:path';
import { type Bundle, bundleAhead } from '../load/bundle.js';
import { configFile } from '../load/config-file.js';
import { definitionFiles } from '../load/definition-files.js';
import { guessedDefinitions } from '../load/guessed-definitions.js';
import type { Seen } from '../load/inputs.js';
import { asBuilt } from '../targets/files/as-built.js';
import type { Report } from '../types.js';
import type { BuildOptions, Built } from './build-anew.js';
import { type BuildMemory, editedSince, memoryFile, readMemory, writeMemory } from './build-memory.js';
import { partsReachedBy } from './build-reach.js';

/**
 * Definitions → files. Where neither has changed since the last build, nothing of the compiler is even loaded; where an
 * edit reaches nothing that others depend on, nothing else is compiled.
 */
export async function build(options: BuildOptions): Promise<Report> {
  const config = configFile({ cwd: options.cwd, file: options.config });
  const file = memoryFile(dirname(config), options);
  const memory = readMemory(file);
  const step: Step = { options, config, root: dirname(config), memory, seen: new Map() };
  const edited = memory && editedSince(memory, config, step.seen);
  const built = (edited && (edited.length === 0 ? unchanged(step) : await partly(step, edited))) ?? (await anew(step));
  if (built.memory) writeMemory(file, built.memory);
  return built.report;
}

interface Step {
  readonly options: BuildOptions;
  readonly config: string;
  readonly root: string;
  readonly memory: BuildMemory | undefined;
  readonly seen: Seen;
}

function unchanged({ options, root, memory }: Step): Built | undefined {
  const environments = memory?.folders.map(({ out, manifest }) => asBuilt(root, out, manifest));
  if (!environments?.every((one) => one !== undefined)) return undefined;
  const stale = options.check ? { stale: [] } : {};
  return { report: { command: 'build', exitCode: 0, diagnostics: [], environments, ...stale } };
}

/** The bundler works while the compiler is loaded, and all is done that takes no bundle. */
async function partly(
  { options, config, root, memory, seen }: Step,
  edited: readonly string[],
): Promise<Built | undefined> {
  if (!memory || options.check) return undefined;
  for (const part of partsReachedBy(edited, memory)) {
    const entries = part.entries.map((entry) => join(root, entry));
    const bundling = bundleAhead({ root, name: 'part', entries, seen, once: true });
    const { openPart } = await import('./build-part.js');
    const ahead = [await configAhead(root, config, seen)].filter((one) => one !== undefined);
    const finish = openPart(options, { root, memory, part, ahead });
    const bundle = await bundling;
    const built = bundle && finish?.(bundle);
    if (built || !bundle || !finish) return built;
  }
  return undefined;
}

/** The same. Without a last time, nobody knows for sure where the definitions are. */
async function anew({ options, config, root, memory, seen }: Step): Promise<Built> {
  // what takes longest begins first
  const definitions = definitionsAhead(root, () => memory?.definitions ?? guessedDefinitions(config), seen);
  const configuration = configAhead(root, config, seen);
  const { buildAnew } = await import('./build-anew.js');
  return buildAnew(options, { configuration, definitions, checkedConfig: memory?.config });
}

function configAhead(root: string, config: string, seen: Seen): Promise<Bundle | undefined> {
  return bundleAhead({ root, name: 'config', entries: [config], seen });
}

function definitionsAhead(
  root: string,
  folders: () => readonly string[],
  seen: Seen,
): Promise<Bundle | undefined> | undefined {
  try {
    const entries = definitionFiles(root, folders());
    return entries.length > 0 ? bundleAhead({ root, name: 'definitions', entries, seen }) : undefined;
  } catch {
    // whatever is wrong with them, or with the configuration, will be said where they are loaded
    return undefined;
  }
}
