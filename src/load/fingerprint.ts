import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freshHash } from './bundle.js';
import { definitionFiles } from './definition-files.js';
import { home } from './home.js';
import type { Seen } from './inputs.js';

/**
 * Identifies configuration, definitions and obsctl itself as they are now; undefined where something has to be bundled
 * anew, or reads anything that can change without a file changing.
 */
export function fingerprint(options: {
  /** The configuration's file. */
  readonly config: string;
  /** The folders of the definitions, relative to the configuration. */
  readonly definitions: readonly string[];
  /** Filled with what is looked up. */
  readonly seen?: Seen;
}): string | undefined {
  const { seen = new Map() } = options;
  const root = dirname(options.config);
  const config = freshHash({ root, name: 'config', entries: [options.config], seen });
  if (config === undefined) return undefined;
  const entries = definitionFiles(root, options.definitions);
  return fingerprintOf({ config, definitions: freshHash({ root, name: 'definitions', entries, seen }) });
}

/** The same from the scripts that were run. */
export function fingerprintOf(hashes: {
  readonly config: string | undefined;
  readonly definitions: string | undefined;
}): string | undefined {
  const { config, definitions } = hashes;
  if (config === undefined || definitions === undefined) return undefined;
  return createHash('sha256').update([buildId(), config, definitions].join(' ')).digest('hex');
}

/** Which obsctl this is: a newer one may make something else of the same definitions. */
export function buildId(): string {
  return readFileSync(join(home(), 'dist', 'build-id'), 'utf8');
}
