import type { Comparison, Difference } from '../../types/comparison.js';
import { type Block, blocksOf, consequencesIn } from '../diff/blocks.js';
import type { Chalked } from './chalk.js';

/** What changed, by what it is in. */
export function diffLines(comparison: Comparison, chalk: Chalked): string[] {
  const { left, right, changes, notes, summary } = comparison;
  const told = notes.map((note) => chalk.dim(note));
  if (changes.length === 0) return [...told, `no difference between ${left} and ${right}`];
  const counts = (['added', 'removed', 'changed', 'moved'] as const).filter((op) => summary[op] > 0);
  return [
    ...told,
    ...risksLines(comparison, chalk),
    ...blocksOf(comparison).flatMap((block) => blockLines(block, chalk)),
    counts.map((op) => `${summary[op]} ${op}`).join(', '),
  ];
}

/** First what somebody may miss or be woken by, then what else follows. */
function risksLines(comparison: Comparison, chalk: Chalked): string[] {
  const consequences = consequencesIn(comparison);
  if (consequences.length === 0) return [];
  const lines = consequences.map(({ weight, message, environments }) => {
    const where = environments.length > 0 ? chalk.dim(` in ${environments.join(', ')}`) : '';
    return `${weight === 'risk' ? chalk.red('!') : chalk.blue('i')} ${message}${where}`;
  });
  return [...lines, ''];
}

function blockLines({ where, environments, changes }: Block, chalk: Chalked): string[] {
  const inside = environments.length > 0 ? chalk.dim(` in ${environments.join(', ')}`) : '';
  return [
    `${chalk.bold(where)}${inside}`,
    ...changes.map((change) => `  ${sign(change, chalk)} ${change.what}: ${change.words}`),
    '',
  ];
}

function sign({ op }: Difference, chalk: Chalked): string {
  return { added: chalk.green('+'), removed: chalk.red('-'), changed: chalk.yellow('~'), moved: chalk.blue('>') }[op];
}
