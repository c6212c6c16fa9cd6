import type {
  Difference,
  EnvironmentCoverage,
  Mutation,
  MutationPart,
  TestReport,
  TestResult,
} from '../../types/testing.js';
import type { Origin } from '../../types.js';
import type { Chalked } from './chalk.js';

/** What failed, with its difference; then how many of each environment passed. */
export function testLines(
  { tests = [], snapshots, coverage = [], mutation = [] }: TestReport,
  chalk: Chalked,
): readonly string[] {
  const failed = tests.filter(({ status }) => status === 'failed');
  return [
    ...failed.flatMap((one) => failure(one, chalk)),
    ...summary(tests, chalk),
    ...(snapshots?.written ?? []).map((file) => `${chalk.green('written')}  ${file}`),
    ...(snapshots?.removed ?? []).map((file) => `${chalk.yellow('removed')}  ${file}`),
    ...coverageLines(coverage, chalk),
    ...mutationLines(mutation, chalk),
  ];
}

function failure({ name, environment, origin, differences }: TestResult, chalk: Chalked): readonly string[] {
  const lines = differences.flatMap((one) => differenceLines(one, origin, chalk));
  return [`${chalk.red('✗')} ${chalk.bold(name)}  ${chalk.dim(`${environment}  ${place(origin)}`)}`, ...lines, ''];
}

function differenceLines(
  { message, expected = [], actual = [], notes = [], origin }: Difference,
  of: Origin,
  chalk: Chalked,
) {
  const where = origin && place(origin) !== place(of) ? `  ${chalk.dim(place(origin))}` : '';
  return [
    `    ${message}${where}`,
    ...expected.map((line) => chalk.red(`      - ${line}`)),
    ...actual.map((line) => chalk.green(`      + ${line}`)),
    ...notes.map((line) => chalk.dim(`        ${line}`)),
  ];
}

const place = ({ file, line, column }: Origin) => `${file}:${line}:${column}`;

function summary(results: readonly TestResult[], chalk: Chalked): readonly string[] {
  if (results.length === 0)
    return ['there are no tests: export test(…), routing(…), scenario(…) or message(…) beside a definition'];
  const environments = [...new Set(results.map(({ environment }) => environment))];
  const widest = Math.max(...environments.map((name) => name.length));
  return environments.map((name) => {
    const own = results.filter(({ environment }) => environment === name);
    return `${chalk.bold(name.padEnd(widest))}  ${counts(own, chalk)}`;
  });
}

function counts(results: readonly TestResult[], chalk: Chalked): string {
  const count = (status: TestResult['status']) => results.filter((one) => one.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  return [
    failed > 0 ? chalk.red(`${failed} failed`) : '',
    passed > 0 ? chalk.green(`${passed} passed`) : '',
    skipped > 0 ? chalk.yellow(`${skipped} not checked`) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** What no test touches, and how much of everything some test does. */
function coverageLines(coverage: readonly EnvironmentCoverage[], chalk: Chalked): readonly string[] {
  return coverage.flatMap(({ environment, parts }) => [
    '',
    ...parts.flatMap(({ what, untested }) =>
      untested.map(
        ({ name, origin }) => `${chalk.yellow('untested')}  ${name}  ${chalk.dim(`${what}  ${place(origin)}`)}`,
      ),
    ),
    `${chalk.bold(environment)}  tested: ${parts.map(({ what, all, tested }) => `${tested} of ${all} ${what}`).join(', ')}`,
  ]);
}

/** What no test noticed and nobody has explained, by rule, and how much was. */
function mutationLines(mutation: readonly Mutation[], chalk: Chalked): readonly string[] {
  return mutation.flatMap(({ environment, parts, survivors }) => {
    const rules = new Map<string, string[]>();
    for (const { rule, what, why, origin } of survivors) {
      if (why !== undefined) continue;
      const key = `${chalk.bold(rule)}  ${chalk.dim(place(origin))}`;
      rules.set(key, [...(rules.get(key) ?? []), `    ${what}`]);
    }
    const lines = [...rules].flatMap(([rule, changes]) => [rule, ...changes]);
    return [
      '',
      ...(lines.length > 0 ? ['no test notices, of', ...lines, ''] : []),
      ...parts.filter(({ mutants }) => mutants > 0).map((part) => `${chalk.bold(environment)}  ${partText(part)}`),
    ];
  });
}

function partText({ what, mutants, killed, explained }: MutationPart): string {
  const percent = Math.floor((1000 * killed) / mutants) / 10;
  const left = mutants - killed;
  const others =
    explained === left ? 'all others are explained' : `${explained || 'none'} of the other ${left} explained`;
  return `${what}: ${killed} of ${mutants} changes are noticed, ${percent} %${left === 0 ? '' : `; ${others}`}`;
}
