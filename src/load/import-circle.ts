import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import type { Origin } from '../types.js';

/** What one module imports, as the bundler lists it. */
export interface Imported {
  readonly path: string;
  readonly kind: string;
  /** As the module writes it. */
  readonly original?: string;
}

export type Modules = Readonly<Record<string, { readonly imports: readonly Imported[] }>>;

/**
 * Refuses modules that import each other. The one that is evaluated first would find what it imports undefined, and
 * an undefined rule is one that its environment does not want: it would be missing without a word.
 */
export function refuseCircles(root: string, modules: Modules): void {
  const circle = findCircle(modules);
  if (!circle) return;
  const [first = '', second = ''] = circle;
  const written = modules[first]?.imports.find(({ path }) => path === second)?.original;
  throw new UserError(`these modules import each other in a circle: ${circle.join(' → ')}`, {
    code: 'definition/import-circle',
    help: 'move what they share into a module that imports none of them',
    origin: placeOfImport(root, first, written),
  });
}

/** The modules of a circle, the first of them once more at its end. */
function findCircle(modules: Modules): readonly string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file) || file.includes('node_modules/')) return undefined;
    done.add(file);
    path.push(file);
    for (const imported of modules[file]?.imports ?? []) {
      const circle = imported.kind === 'import-statement' ? visit(imported.path) : undefined;
      if (circle) return circle;
    }
    path.pop();
    return undefined;
  };
  for (const file of Object.keys(modules).sort()) {
    const circle = visit(file);
    if (circle) return circle;
  }
  return undefined;
}

function placeOfImport(root: string, file: string, written: string | undefined): Origin {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const at = lines.findIndex((line) => /\b(import|from)\b/.test(line) && quoted(line, written) >= 0);
  return at < 0 ? { file, line: 1, column: 1 } : { file, line: at + 1, column: quoted(lines[at] ?? '', written) + 1 };
}

/** Where a line holds the text in quotes of either kind. */
function quoted(line: string, text = ''): number {
  return Math.max(line.indexOf(`'${text}'`), line.indexOf(`"${text}"`));
}
