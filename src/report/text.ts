import type { Diagnostic, Report } from '../types.js';
import { correlationLines } from './text/alerts-correlate.js';
import { previewLines } from './text/alerts-preview.js';
import { routeLines } from './text/alerts-route.js';
import { buildLines } from './text/build.js';
import { byCause, othersText } from './text/causes.js';
import { type Chalked, chalkFor } from './text/chalk.js';
import { deploymentLines } from './text/deployment.js';
import { diagnosticText, type Lines } from './text/diagnostic.js';
import { diffLines } from './text/diff.js';
import { codeList, explanation, messageExplanation } from './text/explain.js';
import { statusLines } from './text/status.js';
import { testLines } from './text/test.js';
import { verdict } from './text/validate.js';

export interface TextOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  /** Each finding by itself, also where many have one cause. */
  readonly verbose?: boolean | undefined;
  /** How wide the terminal is, where there is one. */
  readonly columns?: number | undefined;
}

/** The result, for a person: goes to stdout. */
export function text(report: Report, { color, quiet, columns }: TextOptions): string {
  const lines = quiet ? [] : linesOf(report, chalkFor(color), columns);
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

/** One command, one file of `text/`; which one it is, its part of the report tells. */
function linesOf(report: Report, chalk: Chalked, columns: number | undefined): readonly string[] {
  if (report.status) return statusLines(report.status, chalk);
  if (report.deployment) return deploymentLines(report.deployment, report.command === 'undo', chalk);
  if (report.explained) return explanation(report.explained, chalk);
  if (report.message) return messageExplanation(report.message, chalk);
  if (report.codes) return codeList(report.codes, chalk);
  if (report.correlation) return correlationLines(report.correlation, chalk);
  if (report.route) return routeLines(report.route, chalk);
  if (report.preview) return previewLines(report.preview, chalk);
  if (report.tests) return testLines(report, chalk);
  if (report.comparison) return diffLines(report.comparison, chalk, columns);
  if (report.checked) return verdict(report, chalk);
  return buildLines(report, chalk);
}

/** Findings, each with its place, the line that stands there, and what to do: goes to stderr. */
export function diagnostics(
  found: readonly Diagnostic[],
  lines: Lines,
  { color, quiet, verbose }: TextOptions,
): string {
  const chalk = chalkFor(color);
  const chosen = quiet ? found.filter((one) => one.severity === 'error') : found;
  const shown = verbose ? chosen.map((diagnostic) => ({ diagnostic, others: [] })) : byCause(chosen);
  return shown
    .map(({ diagnostic, others }) => {
      const more = others.length > 0 ? `  ${chalk.dim(othersText(others))}\n` : '';
      return `${diagnosticText(diagnostic, lines, chalk)}${more}`;
    })
    .join('');
}
