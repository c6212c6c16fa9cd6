import { join } from 'node:path';
import { UserError } from '../errors.js';
import { compareSides, type SideDifferences } from '../plan/diff/sides.js';
import type { Comparison, Difference } from '../types/comparison.js';
import type { Report } from '../types.js';
import type { Side } from './sides/side.js';

export interface DiffOptions {
  readonly cwd: string;
  /** Two files or folders; none: the project. */
  readonly files: readonly string[];
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly exitCode?: boolean | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

/** What is different between two sides, for those who look at dashboards and those who are paged. */
export async function diff(options: DiffOptions): Promise<Report> {
  const pairs = await sidesOf(options);
  options.progress?.('comparing');
  const several = pairs.length > 1;
  const found = pairs.map(([left, right]) =>
    compareSides(left.resources, right.resources, several ? right.environment : undefined),
  );
  const comparison = comparisonOf(pairs, found);
  const exitCode = options.exitCode && comparison.changes.length > 0 ? 1 : 0;
  return { command: 'diff', exitCode, diagnostics: [], comparison };
}

type Pair = readonly [left: Side, right: Side];

async function sidesOf(options: DiffOptions): Promise<readonly Pair[]> {
  const [left, right] = options.files;
  if (options.files.length > 0) {
    if (left === undefined || right === undefined || options.files.length > 2) throw notTwo();
    const { fileSides } = await import('./sides/files.js');
    return [fileSides(options.cwd, [left, right])];
  }
  const [{ sourceSides }, { buildFolderSide }] = await Promise.all([
    import('./sides/source.js'),
    import('./sides/build-folder.js'),
  ]);
  const { project, sides } = sourceSides(options);
  return sides.map((side) => {
    const out = `${project.out}/${side.environment}`;
    return [buildFolderSide(join(project.root, out), out), side];
  });
}

function notTwo(): UserError {
  return new UserError('two files or folders are compared, the old one first', {
    code: 'diff/not-two',
    help: 'obsctl diff old.json new.json; without any, the definitions are compared with the last build',
  });
}

function comparisonOf(pairs: readonly Pair[], found: readonly SideDifferences[]): Comparison {
  const changes = found.flatMap((one) => one.changes);
  const count = (op: Difference['op']) => changes.filter((change) => change.op === op).length;
  const name = (index: 0 | 1) => [...new Set(pairs.map((pair) => pair[index].name))].join(', ');
  return {
    left: name(0),
    right: name(1),
    summary: { added: count('added'), removed: count('removed'), changed: count('changed'), moved: count('moved') },
    changes,
    consequences: [],
    notes: [...new Set(found.flatMap((one) => one.notes))],
  };
}
