import type { CodeGroup, Explanation, MessageExplanation } from '../../types/explain.js';
import type { Chalked } from './chalk.js';

export function explanation({ code, severity, summary, why, good, bad }: Explanation, chalk: Chalked): string[] {
  return [
    `${chalk.bold(code)}  ${severity}`,
    '',
    `${sentence(summary)} ${why}`,
    '',
    chalk.red('not right'),
    ...examples(bad),
    '',
    chalk.green('right'),
    ...examples(good),
  ];
}

export function messageExplanation({ code, summary, todo }: MessageExplanation, chalk: Chalked): string[] {
  return [chalk.bold(code), '', sentence(summary), `  ${chalk.dim('what to do:')} ${todo}`];
}

/** Every code there is, with one line of what it means. */
export function codeList(groups: readonly CodeGroup[], chalk: Chalked): string[] {
  const width = Math.max(...groups.flatMap(({ codes }) => codes.map(({ code }) => code.length)));
  const lines = groups.flatMap(({ group, codes }) => [
    chalk.bold(group),
    ...codes.map(({ code, severity, summary }) => {
      const said = severity ? `${severity.padEnd(7)}  ${summary}` : `${' '.repeat(7)}  ${summary}`;
      return `  ${code.padEnd(width)}  ${said}`;
    }),
    '',
  ]);
  return [...lines, 'obsctl explain CODE says why it matters, and how it is right'];
}

/** One below the other; where one has several lines, a blank line tells them apart. */
function examples(all: readonly string[]): string[] {
  const apart = all.some((one) => one.trimEnd().includes('\n'));
  return all.flatMap((one, index) => [
    ...(apart && index > 0 ? [''] : []),
    ...one
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`.trimEnd()),
  ]);
}

function sentence(summary: string): string {
  return `${summary[0]?.toUpperCase()}${summary.slice(1)}.`;
}
