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
  const left = skippedLines(skipped).map((line) => `${chalk.dim('skipped')}  ${line}`);
  const before = [...mended, ...left];
  if (found.length === 0) return [...before, `${chalk.green('nothing found')} in ${checked}`];
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    const word = severity === 'info' ? 'info finding' : severity;
    return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
  });
  const mendable = found.filter(({ edit }) => edit).length;
  const hint = mendable > 0 ? `; ${chalk.bold('--fix')} mends ${mendable} of them` : '';
  return [...before, `${counts.join(', ')} in ${checked}${hint}`];
}

/** One line for each reason, and where there are many files, only their number. */
function skippedLines(skipped: NonNullable<Report['skipped']>): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { file, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), file]);
  return [...byReason].flatMap(([reason, files]) => {
    if (files.length <= 3) return files.map((file) => `${file}: ${reason}`);
    return [`${files.slice(0, 2).join(', ')} and ${files.length - 2} more: ${reason}`];
  });
}
