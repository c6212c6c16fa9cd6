import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isUserError } from '../../errors.js';
import { type Manifest, manifestName } from '../../targets/files/manifest.js';
import type { Diagnostic, Subject } from '../../types.js';
import { type ForeignFile, readForeign } from '../foreign-files.js';

/** Folders that obsctl has built and that are named, or hold what is named. */
export function builtFolders(cwd: string, named: readonly string[]): ReadonlyMap<string, Manifest> {
  const found = new Map<string, Manifest>();
  const seen = new Set<string>();
  for (const name of named) {
    for (let folder = resolve(cwd, name); !seen.has(folder); folder = dirname(folder)) {
      seen.add(folder);
      const manifest = manifestIn(folder);
      if (manifest) found.set(folder, manifest);
    }
  }
  return found;
}

/** What those folders hold beside what was named: rules, routes and dashboards are understood together only. */
export function besideIn(
  cwd: string,
  built: ReadonlyMap<string, Manifest>,
  named: readonly ForeignFile[],
): readonly ForeignFile[] {
  const known = new Set(named.map(({ file }) => resolve(cwd, file)));
  const folders = [...built.keys()].map((folder) => relative(cwd, folder) || '.');
  return folders
    .flatMap((folder) => readForeign(cwd, [folder]).files)
    .filter(({ file }) => !known.has(resolve(cwd, file)));
}

/** Files that are judged together. */
export interface FilesTogether {
  readonly files: readonly ForeignFile[];
  /** Whether they are of one environment of several: what it does not use, another one may. */
  readonly isOneOfSeveral: boolean;
}

/** The files of each built folder, and all others: what servers of one environment load, those of another never see. */
export function loadedTogether(
  cwd: string,
  files: readonly ForeignFile[],
  built: ReadonlyMap<string, Manifest>,
): readonly FilesTogether[] {
  if (built.size === 0) return [{ files, isOneOfSeveral: false }];
  const isBelow = (folder: string, { file }: ForeignFile) => resolve(cwd, file).startsWith(`${folder}${sep}`);
  const others = files.filter((file) => ![...built.keys()].some((folder) => isBelow(folder, file)));
  return [
    ...[...built].map(([folder, { project }]) => ({
      files: files.filter((file) => isBelow(folder, file)),
      isOneOfSeveral: builtBeside(folder, project),
    })),
    { files: others, isOneOfSeveral: false },
  ];
}

function builtBeside(folder: string, project: string): boolean {
  const parent = dirname(folder);
  return readdirSync(parent).some((name) => {
    const other = join(parent, name);
    return other !== folder && manifestIn(other)?.project === project;
  });
}

export interface Accepted {
  readonly files: readonly ForeignFile[];
  /** The series that `obsctl status` asks for. */
  readonly asked: ReadonlySet<string>;
  readonly notes: readonly Diagnostic[];
}

/**
 * The files with what definitions except from checks: exceptions are stated there, and a build does not hold them. Of a
 * file that is not as the definitions would build it now, nobody knows what they are about.
 */
export async function withExceptions(
  cwd: string,
  files: readonly ForeignFile[],
  built: ReadonlyMap<string, Manifest>,
): Promise<Accepted> {
  const notes: Diagnostic[] = [];
  const asked = new Set<string>();
  const accepted = new Map<string, { readonly text: string; readonly excepted: Subject['excepted'] }>();
  for (const [folder, manifest] of built) {
    try {
      const { acceptedIn } = await import('./project.js');
      const definitions = acceptedIn(dirname(folder), manifest);
      for (const [path, part] of definitions.parts) accepted.set(join(folder, path), part);
      for (const name of definitions.asked) asked.add(name);
    } catch (error) {
      if (!isUserError(error)) throw error;
      notes.push(unknown(relative(cwd, folder) || folder, manifest, error.message));
    }
  }
  const known = files.map((file) => {
    const part = accepted.get(resolve(cwd, file.file));
    if (part?.text !== file.text || !part.excepted) return file;
    const { excepted } = part;
    return { ...file, subjects: file.subjects.map((subject) => ({ ...subject, excepted })) };
  });
  return { files: known, asked, notes };
}

function unknown(folder: string, { project, environment }: Manifest, why: string): Diagnostic {
  return {
    code: 'build/exceptions-unknown',
    severity: 'info',
    message: `${folder} was built by obsctl for ${environment} of ${project}, and what its definitions except from checks is not known here: ${why}`,
    help: `validate it where they are: obsctl validate --env ${environment}`,
  };
}

function manifestIn(folder: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as Manifest | null;
    return manifest?.schema === 'obsctl/manifest/v1' ? manifest : undefined;
  } catch {
    return undefined;
  }
}
