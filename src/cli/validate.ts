import { type Command, Option } from 'commander';
import { type CommonOptions, common, each, examples, findingFormats, type Run } from './run.js';

export function validateCommand(program: Command, run: Run): void {
  common(program.command('validate'), findingFormats)
    .description('find what is wrong with the definitions, or with dashboards and rule files, without a server')
    .argument(
      '[file...]',
      'Grafana dashboards, Prometheus rules, PrometheusRule resources, alertmanager.yml, or folders of them',
    )
    .option('--env <name>', 'without files: only this environment; repeats (default: all)', each)
    .addOption(
      new Option(
        '--level <severity>',
        'show only what is at least so severe; json and other formats for programs hold all',
      )
        .choices(['error', 'warning', 'info'])
        .default('info'),
    )
    .option('--strict', 'exit 1 for warnings too')
    .option(
      '--target <product=version>',
      'of files: a server they are for, as in prometheus=2.53; repeats (default: the newest)',
      each,
    )
    .option(
      '--live',
      'of one environment: ask its Prometheus whether it has what the queries read, and what they cost; ask for the runbooks',
    )
    .option('--prometheus-url <url>', 'with --live: where it answers (default: the target of the environment)')
    .option('--no-cache', 'with --live: ask everything anew, instead of believing good answers of the last ten minutes')
    .option('--fix', 'mend in the files what can be mended for certain; the rest of them stays as it is')
    .option('--check', 'with --fix: write nothing, say what would be mended, and exit 1 if that is anything')
    .addHelpText(
      'after',
      examples(
        'obsctl validate',
        'obsctl validate rules/*.yaml',
        'obsctl validate monitoring      # every file below it',
        'obsctl validate --strict dashboards/*.json',
        'obsctl validate --level warning monitoring',
        'obsctl validate rules.yaml --target prometheus=2.42',
        'obsctl validate --env prod --live',
        'obsctl validate --fix dashboards/*.json',
        'obsctl validate --format github      # annotations in a workflow',
        'obsctl validate --format json rules.yaml | jq .diagnostics[].message',
      ),
    )
    .action((files: string[], flags: CommonOptions & Flags) =>
      run('validate', flags, async (progress) => {
        const { validate } = await import('../commands/validate.js');
        return validate({ cwd: process.cwd(), files, progress, variables: process.env, now: Date.now, ...flags });
      }),
    );
}

interface Flags {
  readonly strict?: boolean;
  readonly env?: string[];
  readonly target?: string[];
  readonly live?: boolean;
  readonly prometheusUrl?: string;
  readonly cache?: boolean;
  readonly fix?: boolean;
  readonly check?: boolean;
}
