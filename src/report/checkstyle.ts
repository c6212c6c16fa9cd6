import type { Diagnostic, Report } from '../types.js';
import { byFile } from './by-file.js';
import { document, element } from './xml.js';

/** What Jenkins, GitLab, reviewdog and most editors read: findings by file. */
export function checkstyle({ diagnostics, command }: Report): string {
  const files = [...byFile(diagnostics, `obsctl ${command}`)].map(([name, found]) =>
    element('file', { name }, found.map(error)),
  );
  return document(element('checkstyle', { version: '4.3' }, files));
}

function error({ code, severity, message, help, origin }: Diagnostic): string {
  return element('error', {
    line: origin?.line ?? 1,
    column: origin?.column,
    severity,
    message: help ? `${message}: ${help}` : message,
    source: `obsctl.${code}`,
  });
}
