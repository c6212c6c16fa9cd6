import { join } from 'node:path';
import { UserError } from '../errors.js';
import { consequencesOf } from '../plan/consequences/consequences.js';
import { factsOf } from '../plan/consequences/facts.js';
import { layoutsOf } from '../plan/diff/layouts.js';
import { compareResource, compareSides, type SideDifferences } from '../plan/diff/sides.js';
import type { Comparison, Consequence, Difference, Layout } from '../types/comparison.js';
import type { Diagnostic, Report } from '../types.js';
import type { Surroundings } from './deploy/environment.js';
import type { Side } from './sides/side.js';
import type { SourceSides } from './sides/source.js';

export interface DiffOptions {
  readonly cwd: string;
  /** Two files or folders; none: the project. */
  readonly files: readonly string[];
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** A revision of git. */
  readonly base?: string | undefined;
  /** Another environment of the definitions. */
  readonly against?: string | undefined;
  readonly exitCode?: boolean | undefined;
  readonly summary?: boolean | undefined;
  readonly full?: boolean | undefined;
  /** Whether somebody wants pictures of dashboards. */
  readonly pictures?: boolean | undefined;
  readonly progress?: ((step: string) => void) | undefined;
  /** What reading servers takes; only asked for where `env` is named alone. */
  readonly surroundings?: (() => Omit<Surroundings, 'config' | 'env' | 'progress'>) | undefined;
}

/** What is different between two sides, for those who look at dashboards and those who are paged. */
export async function diff(options: DiffOptions): Promise<Report> {
  const { pairs, diagnostics } = await sidesOf(options);
  options.progress?.('comparing');
  const several = pairs.length > 1;
  const found = pairs.map(([left, right]) =>
    compareSides(left.resources, right.resources, several ? right.environment : undefined),
  );
  const consequences = pairs.flatMap(([left, right], index) =>
    consequencesOf(
      factsOf(left.resources, left.metrics),
      factsOf(right.resources, right.metrics),
      found[index]?.changes ?? [],
      several ? right.environment : undefined,
    ),
  );
  const comparison = {
    ...comparisonOf(pairs, found, consequences),
    ...(options.summary ? { shown: 'summary' as const } : options.full ? { shown: 'full' as const } : {}),
    ...(options.pictures ? { layouts: pictures(pairs, found) } : {}),
  };
  const exitCode = options.exitCode && comparison.changes.length > 0 ? 1 : 0;
  return { command: 'diff', exitCode, diagnostics, comparison };
}

function pictures(pairs: readonly Pair[], found: readonly SideDifferences[]): readonly Layout[] {
  return pairs.flatMap(([left, right], index) =>
    layoutsOf(left.resources, right.resources, found[index]?.changes ?? []),
  );
}

type Pair = readonly [left: Side, right: Side];

interface Pairs {
  readonly pairs: readonly Pair[];
  /** What servers said while they were read. */
  readonly diagnostics: readonly Diagnostic[];
}

async function sidesOf(options: DiffOptions): Promise<Pairs> {
  const { files, base, against, env = [], surroundings } = options;
  if (env.length > 0 && files.length === 0 && base === undefined && against === undefined && surroundings) {
    const { livePairs } = await import('./sides/live.js');
    return livePairs({ ...surroundings(), ...options });
  }
  return { pairs: await pairsOf(options), diagnostics: [] };
}

async function pairsOf(options: DiffOptions): Promise<readonly Pair[]> {
  const { files, base, against, env } = options;
  const ways = [files.length > 0, base !== undefined, against !== undefined].filter(Boolean);
  if (ways.length > 1) throw onlyOne();
  if (files.length > 0) return filePairs(options);
  const { sourceSides } = await import('./sides/source.js');
  if (against !== undefined) {
    const [name, ...more] = env ?? [];
    if (name === undefined || more.length > 0) throw noEnvironment();
    const { sides } = sourceSides({ ...options, env: [...new Set([against, name])] });
    const named = (wanted: string) => {
      const side = sides.find(({ environment }) => environment === wanted) as Side;
      return { name: wanted, resources: side.resources };
    };
    return [[named(against), named(name)]];
  }
  if (base !== undefined) {
    const { revisionSides } = await import('./sides/revision.js');
    const right = sourceSides(options).sides;
    const left = revisionSides({ ...options, env: undefined, base }).sides;
    return byEnvironment(left, right, env, base);
  }
  const { buildFolderSide } = await import('./sides/build-folder.js');
  const { project, sides } = sourceSides(options);
  return sides.map((side) => {
    const out = `${project.out}/${side.environment}`;
    return [buildFolderSide(join(project.root, out), out), side];
  });
}

async function filePairs({ cwd, files }: DiffOptions): Promise<readonly Pair[]> {
  const [left, right] = files;
  if (left === undefined || right === undefined || files.length > 2) throw notTwo();
  const { fileSides } = await import('./sides/files.js');
  return [fileSides(cwd, [left, right], compareResource)];
}

/** An environment that only one side has is compared with nothing. */
function byEnvironment(
  left: SourceSides['sides'],
  right: SourceSides['sides'],
  env: readonly string[] | undefined,
  base: string,
): readonly Pair[] {
  const names = [...new Set([...right, ...left].map(({ environment }) => environment))];
  const wanted = env && env.length > 0 ? names.filter((name) => env.includes(name)) : names;
  const of = (sides: SourceSides['sides'], environment: string, name: string) =>
    sides.find((side) => side.environment === environment) ?? { name, environment, resources: [] };
  return wanted.map((name) => [of(left, name, base), of(right, name, 'the definitions')]);
}

function onlyOne(): UserError {
  return new UserError('two files, --base and --against are three ways to say what is compared: take one of them', {
    code: 'diff/two-ways',
    help: 'obsctl diff --help shows each of them',
  });
}

function noEnvironment(): UserError {
  return new UserError('--against compares with one environment: name it with --env', {
    code: 'diff/no-environment',
    help: 'obsctl diff --env staging --against prod',
  });
}

function notTwo(): UserError {
  return new UserError('two files or folders are compared, the old one first', {
    code: 'diff/not-two',
    help: 'obsctl diff old.json new.json; without any, the definitions are compared with the last build',
  });
}

function comparisonOf(
  pairs: readonly Pair[],
  found: readonly SideDifferences[],
  consequences: readonly Consequence[],
): Comparison {
  const changes = found.flatMap((one) => one.changes);
  const count = (op: Difference['op']) => changes.filter((change) => change.op === op).length;
  const name = (index: 0 | 1) => [...new Set(pairs.map((pair) => pair[index].name))].join(', ');
  return {
    left: name(0),
    right: name(1),
    summary: { added: count('added'), removed: count('removed'), changed: count('changed'), moved: count('moved') },
    changes,
    consequences,
    notes: [...new Set([...pairs.flatMap(([, right]) => right.notes ?? []), ...found.flatMap((one) => one.notes)])],
  };
}
