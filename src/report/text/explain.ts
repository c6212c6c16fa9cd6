import type { Explanation } from '../../types.js';
import type { Chalked } from './chalk.js';

export function explanation({ code, severity, summary, why, good, bad }: Explanation, chalk: Chalked): string[] {
  return [
    `${chalk.bold(code)}  ${severity}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}. ${why}`,
    '',
    chalk.red('not right'),
    ...bad.map((example) => `  ${example}`),
    '',
    chalk.green('right'),
    ...good.map((example) => `  ${example}`),
  ];
}
