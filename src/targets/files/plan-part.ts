import { resolve } from 'node:path';
import type { BuiltEnvironment, Resource } from '../../types.js';
import { type FolderPlan, type PlannedFile, planFile } from './build-folder.js';
import type { LastTexts } from './last-texts.js';
import { type Manifest, manifestName, manifestText } from './manifest.js';

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
  readonly lastTexts: LastTexts;
  readonly isShared: (resource: Resource) => boolean;
}): FolderPlan | undefined {
  const { out, manifest, lastTexts, isShared } = options;
  const folder = resolve(options.root, out);
  const after = new Map(manifest.resources.map((entry) => [entry.path, entry]));
  const planned = new Map<string, ReturnType<typeof planFile>>();
  // only what takes long to write out is worth being kept
  let learnt = false;
  for (const resource of options.resources) {
    const { kind, id, path, origin } = resource;
    const before = after.get(path);
    if (before?.kind !== kind || before.id !== id || planned.has(path)) return undefined;
    const file = planFile(folder, resource, lastTexts[path]);
    const entry: Entry = { kind, id, path, sha256: file.sha256, origin };
    if (isShared(resource) && JSON.stringify(entry) !== JSON.stringify(before)) return undefined;
    learnt ||= resource.bodyKey !== undefined && file.body !== lastTexts[path]?.body;
    planned.set(path, file);
    after.set(path, entry);
  }
  const files = manifest.resources.map(({ path }): PlannedFile => planned.get(path) ?? { path, changed: false });
  const entries = [...after.values()];
  const text = manifestText({ ...manifest, resources: entries });
  const texts = [...planned].map(([path, { body, sha256 }]) => [path, { body, sha256 }]);
  return {
    environment: manifest.environment,
    ...{ out, folder },
    files: [...files, { path: manifestName, text, changed: text !== manifestText(manifest) }],
    obsolete: [],
    resources: entries.map(({ origin: _, ...entry }) => entry) as BuiltEnvironment['resources'],
    ...(learnt ? { texts: { ...lastTexts, ...Object.fromEntries(texts) } } : {}),
  };
}
