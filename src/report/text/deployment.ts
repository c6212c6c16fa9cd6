import type { Deployment } from '../../types/deploy.js';
import type { Change, Operation } from '../../types/target.js';
import type { Chalked } from './chalk.js';

type Listed = Deployment['changes'][number];

/** What is to be done or was done, target by target, and what was looked at afterwards. */
export function deploymentLines(deployment: Deployment, isUndo: boolean, chalk: Chalked): string[] {
  const { changes, proof, applies, out } = deployment;
  const listed = changes.filter(({ op }) => op !== 'unchanged');
  const lines: string[] = [];
  const places = new Set(listed.map(({ environment, target }) => `${environment} ${target}`));
  for (const place of places) {
    const here = listed.filter(({ environment, target }) => `${environment} ${target}` === place);
    lines.push(
      chalk.bold(place),
      ...here.flatMap((change) => [line(change, here, chalk), ...detail(change, chalk)]),
      '',
    );
  }
  for (const { environment, target, what, ok, detail } of proof) {
    lines.push(`${mark(ok, chalk)} ${environment} ${target}  ${what}: ${detail}`);
  }
  if (proof.length > 0) lines.push('');
  lines.push(verdict(deployment, isUndo, chalk));
  if (out !== undefined) lines.push(`the plan is in ${out}: obsctl apply ${out}`);
  for (const { environment, id, outcome } of applies) {
    const isMade = changes.some((one) => one.environment === environment && one.status === 'done');
    lines.push(`${environment}: ${outcome}${isMade ? `; to take it back: ${chalk.bold(`obsctl undo ${id}`)}` : ''}`);
  }
  return lines;
}

/** What could not be looked at has not been found in order. */
function mark(ok: boolean | null, chalk: Chalked): string {
  if (ok === null) return chalk.yellow('?');
  return ok ? chalk.green('✓') : chalk.red('✗');
}

const signs: Readonly<Record<Operation, string>> = {
  create: '+',
  update: '~',
  delete: '-',
  adopt: '=',
  drifted: '!',
  conflict: '!',
  kept: '≠',
  unchanged: ' ',
};

function line(change: Listed, all: readonly Listed[], chalk: Chalked): string {
  const { op, path, kind, status, decision, owner } = change;
  const paint = painted(op, chalk);
  const widest = Math.max(...all.map((one) => one.path.length));
  const state = [
    decision && (decision === 'ours' ? 'ours is written' : 'theirs stays'),
    owner && `of ${owner}`,
    status && status !== 'done' ? status : '',
  ];
  const more = state.filter(Boolean).join(', ');
  return `  ${paint(`${signs[op]} ${op.padEnd(8)}`)}  ${path.padEnd(widest)}  ${chalk.dim(kind)}${more ? `  ${chalk.yellow(more)}` : ''}`;
}

/** What it is about: whose change each is, where that is the question. */
function detail({ op, differences }: Listed, chalk: Chalked): readonly string[] {
  const isDisputed = op === 'drifted' || op === 'conflict' || op === 'kept';
  const lines = differences.map(
    ({ side, what, words }) => `      ${isDisputed ? `${side.padEnd(6)}  ` : ''}${what}: ${words}`,
  );
  const rest = lines.length - most;
  return rest > 1 ? [...lines.slice(0, most), chalk.dim(`      and ${rest} more: --format json shows all`)] : lines;
}

/** So many lines of a resource are read; more are counted. */
const most = 12;

function painted(op: Operation, chalk: Chalked): (text: string) => string {
  if (op === 'create') return chalk.green;
  if (op === 'delete' || op === 'conflict' || op === 'drifted') return chalk.red;
  return chalk.yellow;
}

const words: readonly (readonly [Operation, string, string])[] = [
  ['create', 'to create', 'created'],
  ['update', 'to update', 'updated'],
  ['delete', 'to delete', 'deleted'],
  ['adopt', 'to adopt', 'adopted'],
];

function verdict({ changes, applied }: Deployment, isUndo: boolean, chalk: Chalked): string {
  const count = (op: Change['op']) => changes.filter((change) => change.op === op).length;
  const unchanged = count('unchanged');
  const open = changes.filter(({ decision }) => decision === undefined);
  const kept = open.filter(({ op }) => op === 'kept').length;
  const left = kept > 0 ? [`${kept} kept as theirs (--ours writes the source)`] : [];
  if (unchanged + kept === changes.length) {
    const same = isUndo ? 'as before that apply' : 'as the source says';
    const so = `${unchanged} ${unchanged === 1 ? 'resource is' : 'resources are'} ${same}`;
    return [`${chalk.green('nothing to do')}: ${so}`, ...left].join(', ');
  }
  const parts = words.flatMap(([op, planned, done]) => {
    const matching = changes.filter((change) => change.op === op);
    const number = applied ? matching.filter(({ status }) => status === 'done').length : matching.length;
    return number > 0 ? [`${number} ${applied ? done : planned}`] : [];
  });
  const disputed = (['drifted', 'conflict'] as const).flatMap((op) => {
    const number = open.filter((change) => change.op === op).length;
    return number > 0 ? [chalk.red(`${number} ${op}`)] : [];
  });
  const ours = changes.filter(({ decision, status }) => decision === 'ours' && (!applied || status === 'done')).length;
  const theirs = changes.filter(({ decision }) => decision === 'theirs').length;
  if (ours > 0) disputed.push(`${ours} ${applied ? 'set' : 'to set'} to the source`);
  if (theirs > 0) disputed.push(`${theirs} left as theirs`);
  const failed = changes.filter(({ status }) => applied && status !== undefined && status !== 'done').length;
  return [
    ...parts,
    ...disputed,
    ...(failed > 0 ? [chalk.red(`${failed} not done`)] : []),
    ...left,
    `${unchanged} unchanged`,
  ].join(', ');
}
