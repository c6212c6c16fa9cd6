import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../errors.js';
import type { SideResource } from '../../plan/diff/sides.js';
import { readSubjects } from '../../read/read.js';
import type { Subject } from '../../types.js';
import { buildFolderSide, isBuildFolder } from './build-folder.js';
import type { Side } from './side.js';

/** Files of anybody, by their path below what was named. */
interface Files {
  readonly name: string;
  readonly single: boolean;
  readonly texts: ReadonlyMap<string, string>;
}

/** Two files, or two folders of files, that need not be made by us. */
export function fileSides(cwd: string, names: readonly [string, string]): [Side, Side] {
  const folders = names.map((name) => resolve(cwd, name));
  if (folders.every(isBuildFolder)) {
    return names.map((name, index) => buildFolderSide(folders[index] as string, name)) as [Side, Side];
  }
  const [left, right] = names.map((name) => filesOf(cwd, name)) as [Files, Files];
  const alone = left.single && right.single;
  return [sideOf(left, right, alone), sideOf(right, left, alone)];
}

/** What is the same text in both is not read, unless somebody asks for it. */
function sideOf(files: Files, others: Files, alone: boolean): Side {
  const resources: SideResource[] = [];
  const taken = new Set<string>();
  for (const [path, text] of files.texts) {
    const file = path === '' ? files.name : `${files.name}/${path}`;
    if (others.texts.get(path) === text) {
      resources.push(...untouched(file, path, text));
      continue;
    }
    for (const one of subjectsOf(file, text, files.single)) {
      for (const { kind, id, body } of resourcesOf(one, path || basename(file), alone)) {
        const key = `${kind} ${id}`;
        const unique = taken.has(key) ? `${id} in ${path}` : id;
        taken.add(key);
        resources.push({ kind, id: unique, body: () => body });
      }
    }
  }
  return { name: files.name, resources };
}

/** One entry for each kind of thing that a file may hold, so that what it holds can be looked up all the same. */
function untouched(file: string, path: string, text: string): SideResource[] {
  let subjects: readonly Subject[] | undefined;
  const bodiesOf = (kind: Subject['kind']) => {
    subjects ??= subjectsOf(file, text, false);
    return subjects.filter((one) => one.kind === kind).map(({ body }) => body);
  };
  return (['dashboard', 'rules', 'alertmanager'] as const).map((kind) => ({
    kind: kindOf[kind],
    id: `${path} (unchanged)`,
    text,
    body: () => bodiesOf(kind)[0],
  }));
}

const kindOf = {
  dashboard: 'grafana/dashboard',
  rules: 'prometheus/rules',
  alertmanager: 'alertmanager/config',
} as const;

/** A file of rules holds one resource for each group, so that groups may stand in other files on the other side. */
function resourcesOf(
  { kind, body }: Subject,
  path: string,
  alone: boolean,
): { readonly kind: string; readonly id: string; readonly body: unknown }[] {
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
  try {
    if (!statSync(path).isDirectory()) {
      return { name, single: true, texts: new Map([['', readFileSync(path, 'utf8')]]) };
    }
    const texts = below(path, '').map((file) => [file, readFileSync(join(path, file), 'utf8')] as const);
    return { name, single: false, texts: new Map(texts) };
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
