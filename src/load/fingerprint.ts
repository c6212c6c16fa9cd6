import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freshHash } from './bundle.js';
import { definitionFiles } from './definition-files.js';

/**
 * Identifies configuration, definitions and obsctl itself as they are now; undefined where something has to be bundled
 * anew, or reads anything that can change without a file changing.
 */
export function fingerprint(options: {
  /** The configuration's file. */
  readonly config: string;
  /** The folders of the definitions, relative to the configuration. */
  readonly definitions: readonly string[];
}): string | undefined {
  const root = dirname(options.config);
  const config = freshHash({ root, name: 'config', entries: [options.config] });
  if (config === undefined) return undefined;
  const entries = definitionFiles(root, options.definitions);
  return fingerprintOf({ config, definitions: freshHash({ root, name: 'definitions', entries }) });
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
  const home = dirname(createRequire(import.meta.url).resolve('obsctl/package.json'));
  return readFileSync(join(home, 'dist', 'build-id'), 'utf8');
}
