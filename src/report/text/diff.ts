import type { Comparison, Difference } from '../../types/comparison.js';
import { type Block, blocksOf, consequencesIn, listedIn } from '../diff/blocks.js';
import { valueLines } from '../diff/values.js';
import type { Chalked } from './chalk.js';

/** Below this, two columns beside each other are too narrow to be read. */
const wide = 120;

/** What changed, by what it is in: first what somebody may miss or be woken by. */
export function diffLines(comparison: Comparison, chalk: Chalked, columns = 80): string[] {
  const { left, right, changes, notes, summary, shown } = comparison;
  const told = notes.map((note) => chalk.dim(note));
  const following = followingLines(comparison, chalk);
  if (changes.length === 0) return [...told, ...following, `no difference between ${left} and ${right}`];
  const blocks = blocksOf(comparison);
  const counts = (['added', 'removed', 'changed', 'moved'] as const).filter((op) => summary[op] > 0);
  return [
    ...told,
    ...following,
    ...(shown === 'summary'
      ? [...blocks.map((block) => blockSummary(block, chalk)), '']
      : blocks.flatMap((block) => blockLines(block, chalk, shown === 'full' ? columns : undefined))),
    counts.map((op) => `${summary[op]} ${op}`).join(', '),
  ];
}

function followingLines(comparison: Comparison, chalk: Chalked): string[] {
  const consequences = consequencesIn(comparison);
  if (consequences.length === 0) return [];
  const lines = consequences.map(({ weight, message, environments }) => {
    const where = environments.length > 0 ? chalk.dim(` in ${environments.join(', ')}`) : '';
    return `${weight === 'risk' ? chalk.red('!') : chalk.blue('i')} ${message}${where}`;
  });
  return [...lines, ''];
}

function heading({ where, environments }: Block, chalk: Chalked): string {
  return `${chalk.bold(where)}${environments.length > 0 ? chalk.dim(` in ${environments.join(', ')}`) : ''}`;
}

function blockSummary(block: Block, chalk: Chalked): string {
  const counts = (['added', 'removed', 'changed', 'moved'] as const).flatMap((op) => {
    const number = block.changes.filter((change) => change.op === op).length;
    return number > 0 ? [`${number} ${op}`] : [];
  });
  return `${heading(block, chalk)}: ${counts.join(', ')}${namedIn(block)}`;
}

const mostNamed = 3;

/** What changed in it, by name. */
function namedIn(block: Block): string {
  const names = [...new Set(block.changes.map(({ what }) => what))].filter((what) => what !== block.where);
  if (names.length === 0) return '';
  const more = names.length > mostNamed ? [`${names.length - mostNamed} more`] : [];
  return `: ${[...names.slice(0, mostNamed), ...more].join(', ')}`;
}

function blockLines(block: Block, chalk: Chalked, columns: number | undefined): string[] {
  return [
    heading(block, chalk),
    ...(columns === undefined ? listedIn(block) : block.changes).flatMap((change) => [
      `  ${sign(change, chalk)} ${change.what === block.where ? '' : `${change.what}: `}${change.words}`,
      ...(columns === undefined || change.op === 'moved' ? [] : sides(change, chalk, columns)),
    ]),
    '',
  ];
}

function sign({ op }: Difference, chalk: Chalked): string {
  return { added: chalk.green('+'), removed: chalk.red('-'), changed: chalk.yellow('~'), moved: chalk.blue('>') }[op];
}

/** Before and after, beside each other where there is room. */
function sides({ before, after }: Difference, chalk: Chalked, columns: number): string[] {
  const [left, right] = [valueLines(before), valueLines(after)];
  if (columns < wide || left.length === 0 || right.length === 0) {
    return [
      ...left.map((line) => `      ${chalk.red(`- ${line}`)}`),
      ...right.map((line) => `      ${chalk.green(`+ ${line}`)}`),
    ];
  }
  const width = Math.floor((columns - 9) / 2);
  const [a, b] = [left, right].map((lines) => lines.flatMap((line) => wrapped(line, width))) as [string[], string[]];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => {
    const one = (a[index] ?? '').padEnd(width);
    return `      ${chalk.red(one)} ${chalk.dim('│')} ${chalk.green(b[index] ?? '')}`.trimEnd();
  });
}

function wrapped(line: string, width: number): string[] {
  if (line === '') return [''];
  return Array.from({ length: Math.ceil(line.length / width) }, (_, index) =>
    line.slice(index * width, (index + 1) * width),
  );
}
