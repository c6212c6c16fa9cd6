import type { Command } from 'commander';
import { type CommonOptions, common, examples, findingFormats, type Run } from './run.js';

export function validateCommand(program: Command, run: Run): void {
  common(program.command('validate'), findingFormats)
    .description('find what is wrong with the definitions, or with dashboards and rule files, without a server')
    .argument('[file...]', 'Grafana dashboards (JSON), Prometheus rule files or PrometheusRule resources (YAML)')
    .option('--env <name...>', 'without files: only these environments (default: all)')
    .option('--strict', 'exit 1 for warnings too')
    .addHelpText(
      'after',
      examples(
        'obsctl validate',
        'obsctl validate rules/*.yaml',
        'obsctl validate --strict dashboards/*.json',
        'obsctl validate --format github      # annotations in a workflow',
        'obsctl validate --format json rules.yaml | jq .diagnostics[].message',
      ),
    )
    .action((files: string[], flags: CommonOptions & { strict?: boolean; env?: string[] }) =>
      run('validate', flags, async (progress) => {
        const { validate } = await import('../commands/validate.js');
        return validate({ cwd: process.cwd(), files, progress, ...flags });
      }),
    );
}
