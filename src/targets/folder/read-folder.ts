import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../errors.js';
import type { Live, Reading, Wanted } from '../../types/target.js';
import { sha256 } from '../sha256.js';
import type { World } from '../world.js';
import { corner, type FolderManifest, type ManifestEntry, readManifest, readManifests } from './manifest.js';
import { type Known, masked, variablesIn } from './secrets.js';
import { contentOf, textOf } from './text.js';

/** What a folder holds of what is wanted, and of what is ours. */
export interface FolderReading extends Reading {
  /** What our manifest lists, completed by what an apply that was cut short left behind. */
  readonly entries: FolderManifest['files'];
}

/** What stands in a file whose body is shown without its secrets: it never leaves this process. */
export type Originals = WeakMap<object, string>;

/** @param folder of this machine: the server's own, or a copy of it */
export function readFolder(
  folder: string,
  wanted: readonly Wanted[],
  world: World,
  originals: Originals,
): FolderReading {
  const { own, ownerOf } = readManifests(folder, world);
  const staged = readManifest(join(folder, corner, 'staged', 'manifest.json'));
  const entries = entriesOf(folder, own, staged);
  const byPath = new Map(wanted.map((one) => [one.path, one]));
  const paths = [...new Set([...byPath.keys(), ...Object.keys(entries)])];
  const live: Live[] = [];
  const lost = [];
  for (const path of paths) {
    const resource = byPath.get(path);
    const entry = entries[path];
    const bytes = bytesOf(join(folder, path));
    if (bytes) live.push(liveOf({ path, bytes, resource, entry, owner: ownerOf(path), world, originals }));
    else if (entry) lost.push({ kind: entry.kind, id: entry.id, sum: entry.sum });
  }
  return {
    live,
    lost,
    entries,
    ...(own?.loaded === false ? { unfinished: 'the server has not read the files that lie there' } : {}),
  };
}

/** Where a swap was cut short, each file tells by its content which of the two manifests speaks of it. */
function entriesOf(
  folder: string,
  own: FolderManifest | undefined,
  staged: FolderManifest | undefined,
): FolderManifest['files'] {
  const entries = { ...own?.files };
  const isOurs = staged?.project === own?.project && staged?.environment === own?.environment;
  for (const [path, entry] of Object.entries((isOurs && staged?.files) || {})) {
    const bytes = bytesOf(join(folder, path));
    if (bytes && entry.sha256 === sha256(bytes)) entries[path] = entry;
  }
  return entries;
}

function liveOf(options: {
  readonly path: string;
  readonly bytes: Buffer;
  readonly resource: Wanted | undefined;
  readonly entry: ManifestEntry | undefined;
  readonly owner: string | undefined;
  readonly world: World;
  readonly originals: Originals;
}): Live {
  const { path, bytes, resource, entry, owner, world, originals } = options;
  const { kind, id } = (resource ?? entry) as Wanted | ManifestEntry;
  const mark = entry ? 'ours' : owner ? 'other' : 'unmarked';
  const common = { kind, id, path, mark, ...(owner ? { owner } : {}) } as const;
  if (kind === 'secret/file') {
    const state = secretOf(bytes, resource, entry, world);
    if (state.body !== resource?.body) originals.set(state.body, bytes.toString());
    return { ...common, ...state };
  }
  const state = bodyOf(path, bytes, resource, world);
  const { body } = state;
  if (state.restore === undefined && typeof body === 'object' && body !== null) originals.set(body, bytes.toString());
  if (!entry) return { ...common, ...state };
  const touched = entry.sha256 !== sha256(bytes);
  // as we wrote it, from the same source, and yet not what we would write: the secrets are others now
  const isStale = !touched && entry.sum === resource?.sum && JSON.stringify(state.body).includes(', another value>');
  return { ...common, ...state, applied: { sum: isStale ? otherSecret : entry.sum, touched } };
}

/** Stands for the checksum of a source whose secrets had other values. */
const otherSecret = 'with another secret';

function bodyOf(
  path: string,
  bytes: Buffer,
  resource: Wanted | undefined,
  world: World,
): Pick<Live, 'body' | 'restore' | 'version'> {
  const text = bytes.toString('utf8');
  if (resource && text === textOf(resource)) {
    return { body: resource.normalized, restore: text, version: sha256(bytes) };
  }
  const known = knownTo(resource?.body, world);
  const found = contentOf(path, text);
  const body = masked(found, resource?.normalized, known);
  if (isDeepStrictEqual(body, found) && variablesIn(resource?.body).length === 0) {
    return { body, restore: text, version: sha256(bytes) };
  }
  // of what may be shown: the checksum of a file with a phone number in it tells the number to whoever tries them all
  return { body, version: sha256(JSON.stringify(body)) };
}

/** A secret's own file: all that may be known of it is which variable it comes from, and whether it still does. */
function secretOf(
  bytes: Buffer,
  resource: Wanted | undefined,
  entry: ManifestEntry | undefined,
  world: World,
): Pick<Live, 'version' | 'applied' | 'mark'> & { readonly body: object } {
  const variable = (resource?.body as { variable?: string } | undefined)?.variable || undefined;
  const value = variable === undefined ? undefined : world.variables[variable];
  const same = value === undefined || bytes.toString('utf8').trimEnd() === value.trimEnd();
  // theirs again with a value that is not what stood there: that is kept nowhere, and no more can be done
  const isGivenBack = resource?.givenBack !== undefined && entry === undefined;
  const known = isGivenBack ? (resource.body as object) : { variable };
  const body = same && resource && variable ? known : { variable: variable ?? '', value: 'another' };
  return {
    body,
    version: same ? 'as the variable' : 'another value',
    ...(entry ? { applied: { sum: same ? entry.sum : otherSecret, touched: false } } : {}),
    // without the variable it is somebody else's to keep
    mark: entry || value === undefined ? 'ours' : 'unmarked',
  };
}

export function knownTo(body: unknown, world: World): Known {
  const pairs = variablesIn(body).map((name) => [name, world.variables[name]] as const);
  return new Map(pairs.filter((pair): pair is [string, string] => Boolean(pair[1])));
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UserError(`${file} cannot be read: ${message}`, {
      code: 'target/cannot-read',
      help: 'run obsctl as somebody who may read and write the folder',
      exitCode: 3,
    });
  }
}
