import type { Diagnostic, Report } from '../types.js';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Commands of a GitHub workflow: each finding becomes an annotation of its line. */
export function github({ diagnostics }: Report): string {
  return diagnostics.map(annotation).join('');
}

function annotation({ code, severity, message, help, origin }: Diagnostic): string {
  const { file, line, column, endLine, endColumn } = origin ?? {};
  // columns count only where the place is on one line
  const columns = endLine === undefined || endLine === line ? { col: column, endColumn } : {};
  const properties = Object.entries({ file, line, endLine, ...columns, title: code })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]))
    .join(',');
  return `::${commands[severity]} ${properties}::${data(help ? `${message}\n${help}` : message)}\n`;
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
