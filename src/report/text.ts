import { Chalk } from 'chalk';
import type { BuiltEnvironment, Diagnostic, Report } from '../types.js';

export interface TextOptions {
  readonly color: boolean;
  readonly quiet: boolean;
}

/** The result, for a person: goes to stdout. */
export function text(report: Report, options: TextOptions): string {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  if (options.quiet) return '';
  const lines: string[] = [];
  if (report.stale && report.stale.length > 0) {
    lines.push(...report.stale.map((path) => `${chalk.yellow('stale')}  ${path}`));
    lines.push('', `${report.stale.length} files are out of date: run ${chalk.bold('obsctl build')}`);
  } else if (report.stale) {
    lines.push('everything is up to date');
  } else {
    lines.push(...(report.environments ?? []).flatMap((environment) => summary(environment, chalk)));
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

function summary(environment: BuiltEnvironment, chalk: InstanceType<typeof Chalk>): string[] {
  const { written, removed, unchanged } = environment.files;
  const kinds = new Map<string, number>();
  for (const { kind } of environment.resources) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = [
    [kinds.get('grafana/dashboard'), 'dashboards'],
    [kinds.get('prometheus/rules'), 'rule groups'],
    [kinds.get('alertmanager/template'), 'templates'],
    [kinds.get('prometheus/scrape'), 'scrape jobs'],
  ] as const;
  const parts = counts.filter(([count]) => count).map(([count, name]) => `${count} ${name}`);
  const changes =
    written + removed === 0
      ? chalk.dim('unchanged')
      : [
          written > 0 ? chalk.green(`${written} written`) : '',
          removed > 0 ? chalk.red(`${removed} removed`) : '',
          unchanged > 0 ? chalk.dim(`${unchanged} unchanged`) : '',
        ]
          .filter(Boolean)
          .join(', ');
  return [`${chalk.bold(environment.name.padEnd(10))} ${environment.out}  ${parts.join(', ')}  ${changes}`];
}

/** Findings, each with its place and what to do: goes to stderr. */
export function diagnostics(found: readonly Diagnostic[], options: TextOptions): string {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  const shown = options.quiet ? found.filter((one) => one.severity === 'error') : found;
  return shown.map((diagnostic) => diagnosticText(diagnostic, chalk)).join('');
}

function diagnosticText(diagnostic: Diagnostic, chalk: InstanceType<typeof Chalk>): string {
  const paint = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[diagnostic.severity];
  const { origin } = diagnostic;
  const place = origin ? `${chalk.bold(`${origin.file}:${origin.line}:${origin.column}`)}  ` : '';
  const head = `${place}${paint(diagnostic.severity)}  ${diagnostic.message}  ${chalk.dim(diagnostic.code)}\n`;
  return diagnostic.help ? `${head}  ${chalk.dim('help:')} ${diagnostic.help}\n` : head;
}
