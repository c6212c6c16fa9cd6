import { resolve } from 'node:path';
import { refuseTokens } from '../../define/secret.js';
import type { BuiltEnvironment, Resource } from '../../types.js';
import { sha256 } from '../sha256.js';
import type { FolderPlan } from './build-folder.js';
import { type Manifest, manifestName, manifestText } from './manifest.js';
import { serialize } from './serialize.js';

type Entry = Manifest['resources'][number];

/**
 * What a folder should hold where all is as its manifest says but for some resources. Undefined where they are not
 * among those that the manifest lists, or where one that belongs to others too is another.
 */
export function planPart(options: {
  readonly root: string;
  readonly out: string;
  readonly manifest: Manifest;
  readonly resources: readonly Resource[];
  readonly isShared: (resource: Resource) => boolean;
}): FolderPlan | undefined {
  const { root, out, manifest, isShared } = options;
  const after = new Map(manifest.resources.map((entry) => [entry.path, entry]));
  const texts = new Map<string, string>();
  for (const resource of options.resources) {
    const { kind, id, path, origin } = resource;
    const before = after.get(path);
    if (before?.kind !== kind || before.id !== id || texts.has(path)) return undefined;
    const text = serialize(resource);
    const entry: Entry = { kind, id, path, sha256: sha256(text), origin };
    if (isShared(resource) && JSON.stringify(entry) !== JSON.stringify(before)) return undefined;
    if (entry.sha256 !== before.sha256) refuseTokens(text, `the ${kind} "${id}"`, origin);
    texts.set(path, text);
    after.set(path, entry);
  }
  const entries = [...after.values()];
  const files = manifest.resources.map(({ path, sha256 }) => {
    const text = texts.get(path);
    return { path, ...(text === undefined ? {} : { text }), changed: after.get(path)?.sha256 !== sha256 };
  });
  const before = manifestText(manifest);
  const text = manifestText({ ...manifest, resources: entries });
  return {
    environment: manifest.environment,
    out,
    folder: resolve(root, out),
    files: [...files, { path: manifestName, text, changed: text !== before }],
    obsolete: [],
    resources: entries.map(({ origin: _, ...entry }) => entry) as BuiltEnvironment['resources'],
  };
}
