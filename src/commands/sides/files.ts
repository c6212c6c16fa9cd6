import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../errors.js';
import type { compareResource, SideResource } from '../../plan/diff/sides.js';
import { readSubjects } from '../../read/read.js';
import type { Subject } from '../../types.js';
import { buildFolderSide, isBuildFolder } from './build-folder.js';
import { type InFile, tellApart } from './copies.js';
import type { Side } from './side.js';

/** Files of anybody, by their path below what was named. */
interface Files {
  readonly name: string;
  readonly single: boolean;
  readonly paths: readonly string[];
  /** Undefined where there is no such file. */
  readonly text: (path: string) => string | undefined;
}

/**
 * Two files, or two folders of files, that need not be made by us.
 * @param compare handed in, so that it is not bundled twice
 */
export function fileSides(
  cwd: string,
  names: readonly [string, string],
  compare: typeof compareResource,
): [Side, Side] {
  const folders = names.map((name) => resolve(cwd, name));
  if (folders.every(isBuildFolder)) {
    return names.map((name, index) => buildFolderSide(folders[index] as string, name)) as [Side, Side];
  }
  const [left, right] = names.map((name) => filesOf(cwd, name)) as [Files, Files];
  const alone = left.single && right.single;
  const [before, after] = [collector(left, alone), collector(right, alone)];
  // file by file, and compared while both are at hand: a thousand dashboards in memory cost more than reading them
  for (const path of new Set([...right.paths, ...left.paths])) {
    const [old, now] = [left.text(path), right.text(path)];
    if (old === now) {
      before.addUntouched(path);
      after.addUntouched(path);
      continue;
    }
    const onLeft = before.add(path, old);
    for (const { resource, body } of after.add(path, now)) {
      const other = onLeft.find((one) => one.resource.kind === resource.kind && one.resource.id === resource.id);
      if (other) resource.compared = { with: other.resource, found: compare(resource, other.body, body) };
    }
  }
  const notes = tellApart(before.found, after.found);
  return [
    { name: left.name, resources: before.resources },
    { name: right.name, resources: after.resources, notes },
  ];
}

interface Collector {
  readonly resources: readonly SideResource[];
  /** Those of them that may be otherwise on the other side. */
  readonly found: readonly InFile[];
  readonly add: (path: string, text: string | undefined) => readonly AtHand[];
  readonly addUntouched: (path: string) => void;
}

/** A resource, and its body as long as somebody holds it. */
interface AtHand {
  readonly resource: InFile;
  readonly body: unknown;
}

/** Gathers what stands in files. Bodies are not kept: who asks for one later has its file read again. */
function collector(files: Files, alone: boolean): Collector {
  const resources: SideResource[] = [];
  const found: InFile[] = [];
  let last: { readonly path: string; readonly parts: readonly Part[] } | undefined;
  const again = (path: string) => {
    if (last?.path !== path) last = { path, parts: partsOf(files, path, files.text(path) ?? '', alone) };
    return last.parts;
  };
  const add: Collector['add'] = (path, text) => {
    if (text === undefined) return [];
    return partsOf(files, path, text, alone).map(({ kind, id, body }, index) => {
      const resource: InFile = { kind, id, path, body: () => again(path)[index]?.body };
      resources.push(resource);
      found.push(resource);
      return { resource, body };
    });
  };
  const addUntouched = (path: string) => resources.push(...untouched(path, () => again(path)));
  return { resources, found, add, addUntouched };
}

/** One entry for each kind of thing that a file may hold, so that what it holds can be looked up all the same. */
function untouched(path: string, parts: () => readonly Part[]): SideResource[] {
  const bodiesOf = (kind: string) => parts().flatMap((one) => (one.kind === kind ? [one.body] : []));
  return Object.values(kindOf).map((kind) => ({
    kind,
    id: `${path} (unchanged)`,
    text: 'as on the other side',
    body: () => {
      if (kind !== kindOf.rules) return bodiesOf(kind)[0];
      return { groups: (bodiesOf(kind) as { groups: unknown[] }[]).flatMap(({ groups }) => groups) };
    },
  }));
}

const kindOf = {
  dashboard: 'grafana/dashboard',
  rules: 'prometheus/rules',
  alertmanager: 'alertmanager/config',
} as const;

interface Part {
  readonly kind: string;
  readonly id: string;
  readonly body: unknown;
}

function partsOf(files: Files, path: string, text: string, alone: boolean): readonly Part[] {
  const file = path === '' ? files.name : `${files.name}/${path}`;
  return subjectsOf(file, text, files.single).flatMap((one) => resourcesOf(one, path || basename(file), alone));
}

/** A file of rules holds one resource for each group, so that groups may stand in other files on the other side. */
function resourcesOf({ kind, body }: Subject, path: string, alone: boolean): Part[] {
  const whole = body as { readonly groups?: readonly unknown[]; readonly uid?: unknown; readonly title?: unknown };
  if (kind === 'rules') {
    return (whole.groups ?? []).map((group) => ({
      kind: kindOf.rules,
      id: String((group as { readonly name?: unknown } | null)?.name ?? path),
      body: { groups: [group] },
    }));
  }
  if (kind === 'alertmanager') return [{ kind: kindOf.alertmanager, id: 'alertmanager', body }];
  // of two files, one is what became of the other, whatever uid it has
  const id = alone ? 'dashboard' : String(whole.uid ?? whole.title ?? path);
  return [{ kind: kindOf.dashboard, id, body }];
}

/** In a folder, files that are something else are passed over. */
function subjectsOf(file: string, text: string, single: boolean): readonly Subject[] {
  if (single) return readSubjects(file, text);
  try {
    return readSubjects(file, text);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'file/unknown') return [];
    throw error;
  }
}

function filesOf(cwd: string, name: string): Files {
  const path = resolve(cwd, name);
  const [isFolder, paths] = readable(name, () => {
    const folder = statSync(path).isDirectory();
    return [folder, folder ? below(path, '') : ['']] as const;
  });
  const there = new Set(paths);
  const textOf = (file: string) => readable(name, () => readFileSync(isFolder ? `${path}/${file}` : path, 'utf8'));
  return { name, single: !isFolder, paths, text: (file) => (there.has(file) ? textOf(file) : undefined) };
}

function readable<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${name} cannot be read: ${(error as Error).message}`, {
      code: 'file/unreadable',
      help: 'give two files, or two folders of dashboards, rules and Alertmanager configurations',
      cause: error,
    });
  }
}

function below(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return below(root, path);
      return entry.isFile() && /\.(json|ya?ml)$/.test(entry.name) ? [path] : [];
    });
}
