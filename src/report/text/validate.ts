import type { Report } from '../../types.js';
import type { Chalked } from './chalk.js';

export function verdict({ checked, diagnostics: found }: Report, chalk: Chalked): string {
  if (found.length === 0) return `${chalk.green('nothing found')} in ${checked}`;
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`];
  });
  return `${counts.join(', ')} in ${checked}`;
}
