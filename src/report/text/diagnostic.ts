import type { Diagnostic, Origin } from '../../types.js';
import type { Chalked } from './chalk.js';

/** A line of a file, counted from 1; none where it cannot be read. */
export type Lines = (file: string, line: number) => string | undefined;

export function diagnosticText(diagnostic: Diagnostic, lines: Lines, chalk: Chalked): string {
  const paint = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[diagnostic.severity];
  const { origin } = diagnostic;
  const place = origin ? `${chalk.bold(`${origin.file}:${origin.line}:${origin.column}`)}  ` : '';
  const head = `${place}${paint(diagnostic.severity)}  ${diagnostic.message}  ${chalk.dim(diagnostic.code)}\n`;
  // the line would carry the secret into a log
  const shown =
    origin && diagnostic.code !== 'secret/literal' ? frame(origin, lines(origin.file, origin.line), chalk, paint) : '';
  return diagnostic.help ? `${head}${shown}  ${chalk.dim('help:')} ${diagnostic.help}\n` : `${head}${shown}`;
}

/** So much of a line is shown: some files have only one. */
const width = 110;

/** The line of a finding, and below it carets under the place. */
function frame(origin: Origin, line: string | undefined, chalk: Chalked, paint: (text: string) => string): string {
  // a lone bracket shows nobody anything
  if (line === undefined || /^[\s{}[\],]*$/.test(line)) return '';
  const end = endOn(origin, line);
  const from = line.length > width ? Math.max(0, Math.min(origin.column - 30, line.length - width)) : 0;
  const text = line.slice(from, from + width).replace(/[\t\r]/g, ' ');
  const before = from > 0 ? '…' : '';
  const after = from + width < line.length ? '…' : '';
  const carets = Math.max(1, Math.min(end, from + width + 1) - origin.column);
  const number = String(origin.line);
  const margin = chalk.dim(`${' '.repeat(number.length + 2)} | `);
  return [
    `${chalk.dim(`  ${number} | `)}${before}${text}${after}\n`,
    `${margin}${' '.repeat(origin.column - 1 - from + before.length)}${paint('^'.repeat(carets))}\n`,
  ].join('');
}

/** The column after the last one of the place, on its first line. */
function endOn({ line, column, endLine = line, endColumn = column + 1 }: Origin, text: string): number {
  return endLine > line ? text.trimEnd().length + 1 : endColumn;
}
