import type { Diagnostic, Report } from '../types.js';
import { cell, quoted } from './cell.js';
import { diffMarkdown } from './diff/markdown.js';

const signs = { error: '🔴', warning: '🟡', info: '🔵' } as const;

/** For the comment on a change: a line that says it all, and a table. */
export function markdown(report: Report): string {
  return report.comparison ? diffMarkdown(report.comparison) : findings(report);
}

function findings({ command, diagnostics, checked }: Report): string {
  const where = checked ? ` in ${checked}` : '';
  if (diagnostics.length === 0) return `**obsctl ${command}**: nothing found${where}\n`;
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = diagnostics.filter((one) => one.severity === severity).length;
    return count > 0 ? [`${signs[severity]} ${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`] : [];
  });
  const head = `**obsctl ${command}**: ${counts.join(', ')}${where}`;
  return [head, '', '| | place | finding | check |', '|---|---|---|---|', ...diagnostics.map(row), ''].join('\n');
}

function row({ code, severity, message, help, origin }: Diagnostic): string {
  const place = origin ? quoted(`${origin.file}:${origin.line}:${origin.column}`) : '';
  const finding = help ? `${cell(message)}<br>_${cell(help)}_` : cell(message);
  return `| ${signs[severity]} ${severity} | ${place} | ${finding} | ${quoted(code)} |`;
}
