import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../load/cache-folder.js';
import { readCached, writeCached } from '../../load/cached-file.js';
import { configFile } from '../../load/config-file.js';
import { fingerprint, fingerprintOf } from '../../load/fingerprint.js';
import type { Project } from '../../load/project.js';
import type { Diagnostic } from '../../types.js';

/** What was found in a project. */
export interface Verdict {
  readonly diagnostics: readonly Diagnostic[];
  readonly queries: number;
}

/** What the verdict is about. */
interface Memory extends Verdict {
  readonly fingerprint: string;
  readonly definitions: readonly string[];
}

interface Asked {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
}

/** The verdict of the last time, where neither definitions nor obsctl have changed since. */
export function validatedBefore(asked: Asked): (Verdict & { readonly root: string }) | undefined {
  const config = configFile({ cwd: asked.cwd, file: asked.config });
  const memory = readCached<Memory>(memoryFile(dirname(config), asked));
  if (!memory || memory.fingerprint !== fingerprint({ config, definitions: memory.definitions })) return undefined;
  return { root: dirname(config), diagnostics: memory.diagnostics, queries: memory.queries };
}

/** Keeps a verdict, where the definitions read nothing but themselves. */
export function rememberVerdict(asked: Asked, project: Project, { diagnostics, queries }: Verdict): void {
  const current = fingerprintOf(project.hashes);
  if (current === undefined) return;
  const memory: Memory = { fingerprint: current, definitions: project.definitions, diagnostics, queries };
  writeCached(memoryFile(project.root, asked), JSON.stringify(memory));
}

/** Verdicts over different environments are remembered side by side. */
function memoryFile(root: string, { env }: Asked): string {
  const selection = createHash('sha256')
    .update(JSON.stringify(env ?? []))
    .digest('hex');
  return join(cacheFolder(root), `validate-${selection.slice(0, 12)}.json`);
}
