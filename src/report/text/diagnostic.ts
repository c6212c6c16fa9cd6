import type { Diagnostic } from '../../types.js';
import type { Chalked } from './chalk.js';

export function diagnosticText(diagnostic: Diagnostic, chalk: Chalked): string {
  const paint = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[diagnostic.severity];
  const { origin } = diagnostic;
  const place = origin ? `${chalk.bold(`${origin.file}:${origin.line}:${origin.column}`)}  ` : '';
  const head = `${place}${paint(diagnostic.severity)}  ${diagnostic.message}  ${chalk.dim(diagnostic.code)}\n`;
  return diagnostic.help ? `${head}  ${chalk.dim('help:')} ${diagnostic.help}\n` : head;
}
