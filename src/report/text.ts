import { Chalk } from 'chalk';
import type { BuiltEnvironment, Diagnostic, Explanation, Report } from '../types.js';

type Chalked = InstanceType<typeof Chalk>;

export interface TextOptions {
  readonly color: boolean;
  readonly quiet: boolean;
}

/** The result, for a person: goes to stdout. */
export function text(report: Report, options: TextOptions): string {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  if (options.quiet) return '';
  const lines: string[] = [];
  if (report.explained) {
    lines.push(...explanation(report.explained, chalk));
  } else if (report.checked) {
    lines.push(verdict(report, chalk));
  } else if (report.stale && report.stale.length > 0) {
    lines.push(...report.stale.map((path) => `${chalk.yellow('stale')}  ${path}`));
    lines.push(
      '',
      `${report.stale.length === 1 ? '1 file is' : `${report.stale.length} files are`} out of date: run ${chalk.bold('obsctl build')}`,
    );
  } else if (report.stale) {
    lines.push('everything is up to date');
  } else {
    const built = report.environments ?? [];
    lines.push(...built.map((environment) => summary(environment, built, chalk)));
    if (built.some(isNew)) lines.push('', ...nextSteps(built, chalk));
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

function explanation({ code, severity, summary, why, good, bad }: Explanation, chalk: Chalked): string[] {
  return [
    `${chalk.bold(code)}  ${severity}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}. ${why}`,
    '',
    chalk.red('not right'),
    ...bad.map((example) => `  ${example}`),
    '',
    chalk.green('right'),
    ...good.map((example) => `  ${example}`),
  ];
}

function verdict({ checked, diagnostics: found }: Report, chalk: Chalked): string {
  if (found.length === 0) return `${chalk.green('nothing found')} in ${checked}`;
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`];
  });
  return `${counts.join(', ')} in ${checked}`;
}

const isNew = ({ files }: BuiltEnvironment) => files.written > 0 && files.unchanged + files.removed === 0;

/** Said once, after the first build of an environment. */
function nextSteps(built: readonly BuiltEnvironment[], chalk: Chalked): string[] {
  const [first] = built;
  return [
    `next: look into ${chalk.bold(first?.out)}, change a definition, and build again to see which files it changes`,
    `      in CI, ${chalk.bold('obsctl build --check')} fails while the files on disk are out of date`,
  ];
}

function summary(environment: BuiltEnvironment, all: readonly BuiltEnvironment[], chalk: Chalked): string {
  const widest = (text: (one: BuiltEnvironment) => string) => Math.max(...all.map((one) => text(one).length));
  const name = environment.name.padEnd(widest((one) => one.name));
  const out = environment.out.padEnd(widest((one) => one.out));
  const contents = contentsOf(environment).padEnd(widest(contentsOf));
  return `${chalk.bold(name)}  ${out}  ${contents}  ${changesOf(environment, chalk)}`;
}

function contentsOf({ resources }: BuiltEnvironment): string {
  const number = (kind: string) => resources.filter((resource) => resource.kind === kind).length;
  const counts = [
    [number('grafana/dashboard'), 'dashboard'],
    [number('prometheus/rules'), 'rule group'],
    [number('prometheus/scrape'), 'scrape job'],
    [number('alertmanager/template'), 'template'],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}${count === 1 ? '' : 's'}`)
    .join(', ');
}

function changesOf({ files }: BuiltEnvironment, chalk: Chalked): string {
  const { written, removed, unchanged } = files;
  if (written + removed === 0) return chalk.dim('unchanged');
  return [
    written > 0 ? chalk.green(`${written} written`) : '',
    removed > 0 ? chalk.red(`${removed} removed`) : '',
    unchanged > 0 ? chalk.dim(`${unchanged} unchanged`) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Findings, each with its place and what to do: goes to stderr. */
export function diagnostics(found: readonly Diagnostic[], options: TextOptions): string {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  const shown = options.quiet ? found.filter((one) => one.severity === 'error') : found;
  return shown.map((diagnostic) => diagnosticText(diagnostic, chalk)).join('');
}

function diagnosticText(diagnostic: Diagnostic, chalk: Chalked): string {
  const paint = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[diagnostic.severity];
  const { origin } = diagnostic;
  const place = origin ? `${chalk.bold(`${origin.file}:${origin.line}:${origin.column}`)}  ` : '';
  const head = `${place}${paint(diagnostic.severity)}  ${diagnostic.message}  ${chalk.dim(diagnostic.code)}\n`;
  return diagnostic.help ? `${head}  ${chalk.dim('help:')} ${diagnostic.help}\n` : head;
}
