import { writeSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { isUserError } from './errors.js';
import type { Report } from './types.js';
import { version } from './version.js';

interface CommonOptions {
  readonly config?: string;
  readonly format: 'text' | 'json';
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Flags → options → command → reporter → exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('obsctl')
    .description('Dashboards and alerts as code, for Grafana, Prometheus and Alertmanager')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => write(1, text), writeErr: (text) => write(2, text) })
    .addHelpText(
      'after',
      '\nExamples:\n  $ obsctl build\n  $ obsctl build --env prod --check\n  $ obsctl build --help',
    );

  common(program.command('build'))
    .description('compile definitions to the files of each environment')
    .option('--env <name...>', 'only these environments (default: all)')
    .option('--out <folder>', 'where to write (default: `out` of the configuration)')
    .option('--check', 'write nothing; exit 1 when the files on disk are out of date')
    .addHelpText(
      'after',
      '\nExamples:\n  $ obsctl build\n  $ obsctl build --env staging --env prod\n  $ obsctl build --check      # in CI\n  $ obsctl build --format json | jq .environments[].out',
    )
    .action(async (flags: CommonOptions & { env?: string[]; out?: string; check?: boolean }) => {
      exitCode = await run('build', flags, async (progress) => {
        const { build } = await import('./commands/build.js');
        return build({ cwd: process.cwd(), progress, ...flags });
      });
    });

  common(program.command('validate'))
    .description('find what is wrong with the definitions, or with dashboards and rule files, without a server')
    .argument('[file...]', 'Grafana dashboards (JSON), Prometheus rule files or PrometheusRule resources (YAML)')
    .option('--env <name...>', 'without files: only these environments (default: all)')
    .option('--strict', 'exit 1 for warnings too')
    .addHelpText(
      'after',
      '\nExamples:\n  $ obsctl validate\n  $ obsctl validate rules/*.yaml\n  $ obsctl validate --strict dashboards/*.json\n  $ obsctl validate --format json rules.yaml | jq .diagnostics[].message',
    )
    .action(async (files: string[], flags: CommonOptions & { strict?: boolean; env?: string[] }) => {
      exitCode = await run('validate', flags, async (progress) => {
        const { validate } = await import('./commands/validate.js');
        return validate({ cwd: process.cwd(), files, progress, ...flags });
      });
    });

  common(program.command('explain'))
    .description('say what the code of a finding means, and why it matters')
    .argument('<code>', 'as in promql/quantile-le')
    .addHelpText('after', '\nExamples:\n  $ obsctl explain promql/quantile-le\n  $ obsctl explain alert/no-condition')
    .action(async (code: string, flags: CommonOptions) => {
      exitCode = await run('explain', flags, async () => {
        const { explain } = await import('./commands/explain.js');
        return explain({ code });
      });
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

function common(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration (default: the nearest obsctl.config.ts)')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text'))
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('--quiet', 'print errors only')
    .option('--verbose', 'say what is being done, and show stacks of unexpected errors');
}

async function run(
  name: string,
  flags: CommonOptions,
  command: (progress: (step: string) => void) => Promise<Report>,
): Promise<number> {
  const started = process.hrtime.bigint();
  const showProgress = process.stderr.isTTY && !flags.quiet;
  const progress = (step: string) => {
    if (flags.verbose) write(2, `${step}\n`);
    else if (showProgress) write(2, `\r\u001b[2K${step}…`);
  };
  let report: Report;
  try {
    report = await command(progress);
  } catch (error) {
    if (!isUserError(error)) throw error;
    if (flags.verbose && error.cause instanceof Error) write(2, `${error.cause.stack}\n`);
    report = { command: name, exitCode: error.exitCode, diagnostics: error.diagnostics };
  }
  if (showProgress && !flags.verbose) write(2, '\r\u001b[2K');
  const milliseconds = Number((process.hrtime.bigint() - started) / 1_000_000n);
  await print({ ...report, milliseconds }, flags);
  return report.exitCode;
}

async function print(report: Report, flags: CommonOptions): Promise<void> {
  if (flags.format === 'json') {
    const { json } = await import('./report/json.js');
    write(1, json(report));
    return;
  }
  const { text, diagnostics } = await import('./report/text.js');
  const quiet = flags.quiet ?? false;
  write(2, diagnostics(report.diagnostics, { quiet, color: colored(flags, process.stderr) }));
  write(1, text(report, { quiet, color: colored(flags, process.stdout) }));
}

function colored(flags: CommonOptions, stream: { readonly isTTY?: boolean }): boolean {
  if (flags.color !== 'auto') return flags.color === 'always';
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Whole texts at once: a pipe that closes early or slowly must not cut a result in half. */
function write(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}
