import type { BuiltEnvironment, Report } from '../../types.js';
import type { Chalked } from './chalk.js';

/** What was built, or with `--check` what is out of date. */
export function buildLines({ stale, environments: built = [] }: Report, chalk: Chalked): string[] {
  if (stale?.length === 0) return ['everything is up to date'];
  if (stale) {
    return [
      ...stale.map((path) => `${chalk.yellow('stale')}  ${path}`),
      '',
      `${stale.length === 1 ? '1 file is' : `${stale.length} files are`} out of date: run ${chalk.bold('obsctl build')}`,
    ];
  }
  const lines = built.map((environment) => summary(environment, built, chalk));
  return built.some(isNew) ? [...lines, '', ...nextSteps(built, chalk)] : lines;
}

const isNew = ({ files }: BuiltEnvironment) => files.written > 0 && files.unchanged + files.removed === 0;

/** Said once, after the first build of an environment; as it can be pasted, since few have obsctl on their path. */
function nextSteps(built: readonly BuiltEnvironment[], chalk: Chalked): string[] {
  const [first] = built;
  return [
    `next: look into ${chalk.bold(first?.out)}, change a definition, and ask`,
    `      ${chalk.bold('npx obsctl diff')}      what the change does to dashboards and alerts`,
    `      ${chalk.bold('npx obsctl validate')}  what is wrong with queries, rules, dashboards and routes`,
    `      ${chalk.bold('npx obsctl test')}      whether the tests beside the definitions pass`,
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
