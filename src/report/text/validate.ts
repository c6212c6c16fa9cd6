import type { Report } from '../../types.js';
import type { Chalked } from './chalk.js';

/** What was mended, and the verdict over the rest. */
export function verdict(
  { checked, diagnostics: found, fixed, fixable, skipped = [] }: Report,
  chalk: Chalked,
): string[] {
  const word = fixable ? 'would fix' : 'fixed';
  const mended = (fixable ?? fixed ?? []).map(({ origin, message, code }) => {
    const place = origin ? `${origin.file}:${origin.line}:${origin.column}  ` : '';
    return `${chalk.green(word)}  ${place}${message}  ${chalk.dim(code)}`;
  });
  const left = skipped.map(({ file, reason }) => `${chalk.dim('skipped')}  ${file}: ${reason}`);
  const before = [...mended, ...left];
  if (found.length === 0) return [...before, `${chalk.green('nothing found')} in ${checked}`];
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`];
  });
  const mendable = found.filter(({ edit }) => edit).length;
  const hint = mendable > 0 ? `; ${chalk.bold('--fix')} mends ${mendable} of them` : '';
  return [...before, `${counts.join(', ')} in ${checked}${hint}`];
}
