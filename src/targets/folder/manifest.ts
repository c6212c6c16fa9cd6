import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../types.js';

/** obsctl's own corner of a folder that a server reads. */
export const corner = '.obsctl';

/** What of a server's folder is ours: one file for each project and environment, in the corner. */
export interface FolderManifest {
  readonly schema: 'obsctl/folder/v1';
  readonly project: string;
  readonly environment: string;
  /** Whether the server has read the files since they were written. */
  readonly loaded: boolean;
  readonly files: Readonly<Record<string, ManifestEntry>>;
}

export interface ManifestEntry {
  readonly kind: Kind;
  readonly id: string;
  /** The checksum of the resource it was written from. */
  readonly sum: string;
  /** Of the bytes; absent for a secret's own file. */
  readonly sha256?: string;
}

export interface Owner {
  readonly project: string;
  readonly environment: string;
}

export function manifestPath({ project, environment }: Owner): string {
  return `${corner}/${project}.${environment}.json`;
}

/** Ours, and whose the files of others are. */
export function readManifests(
  folder: string,
  owner: Owner,
): {
  readonly own: FolderManifest | undefined;
  readonly ownerOf: (path: string) => string | undefined;
} {
  const manifests = namesIn(join(folder, corner)).flatMap((name) => {
    const manifest = name.endsWith('.json') ? readManifest(join(folder, corner, name)) : undefined;
    return manifest ? [manifest] : [];
  });
  const isOwn = (one: FolderManifest) => one.project === owner.project && one.environment === owner.environment;
  const others = manifests.filter((one) => !isOwn(one));
  const ownerOf = (path: string) => {
    const other = others.find(({ files }) => path in files);
    return other && `${other.project} (${other.environment})`;
  };
  return { own: manifests.find(isOwn), ownerOf };
}

export function readManifest(file: string): FolderManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as FolderManifest;
    return manifest.schema === 'obsctl/folder/v1' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

export function manifestText(owner: Owner, loaded: boolean, files: FolderManifest['files']): string {
  const { project, environment } = owner;
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const manifest: FolderManifest = { schema: 'obsctl/folder/v1', project, environment, loaded, files: sorted };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
