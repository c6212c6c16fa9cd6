import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuiltEnvironment } from '../../types.js';
import { sha256 } from '../sha256.js';
import { type Manifest, manifestName } from './manifest.js';

/** The manifest's hash: with it, an environment's folder can be recognised later. */
export function manifestHash(root: string, out: string): string {
  return sha256(readFileSync(join(resolve(root, out), manifestName)));
}

/** What a folder holds, where its manifest is the one given and every file is as the manifest says. */
export function asBuilt(root: string, out: string, hash: string): BuiltEnvironment | undefined {
  const manifest = manifestAsBuilt(root, out, hash);
  if (!manifest) return undefined;
  const { environment, resources } = manifest;
  return {
    name: environment,
    out,
    resources: resources.map(({ origin: _, ...entry }) => entry) as BuiltEnvironment['resources'],
    files: { written: 0, removed: 0, unchanged: resources.length + 1 },
  };
}

/** The manifest of such a folder. */
export function manifestAsBuilt(root: string, out: string, hash: string): Manifest | undefined {
  const folder = resolve(root, out);
  try {
    const text = readFileSync(join(folder, manifestName));
    if (sha256(text) !== hash) return undefined;
    const manifest = JSON.parse(text.toString()) as Manifest;
    const isThere = ({ path, sha256: expected }: Manifest['resources'][number]) =>
      sha256(readFileSync(`${folder}/${path}`)) === expected;
    return manifest.resources.every(isThere) ? manifest : undefined;
  } catch {
    return undefined;
  }
}
