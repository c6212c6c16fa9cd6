import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isUserError } from '../errors.js';
import type { Report, Severity } from '../types.js';
import { sourceLines } from './source-lines.js';

/** What every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly format: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** The least severity that is shown to people; other programs get all. */
  readonly level?: Severity;
}

/** Says what is being done. */
export type Progress = (step: string) => void;

/** Runs a command and prints its report; answers the exit code. */
export type Run = (
  name: string,
  flags: CommonOptions,
  command: (progress: Progress) => Promise<Report>,
) => Promise<void>;

/** Adds the flags that every command takes, and the formats it can print beside text and json. */
export function common(command: Command, formats: readonly string[] = []): Command {
  return command
    .option('--config <file>', 'the configuration (default: the nearest obsctl.config.ts)')
    .addOption(
      new Option('--format <format>', 'how to print the result').choices(['text', 'json', ...formats]).default('text'),
    )
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('--quiet', 'print errors only')
    .option('--verbose', 'say what is being done, show each finding by itself, and stacks of unexpected errors');
}

/** Of an option that can be given once: a second one would be lost without a word. */
export function once(value: string, before: string | undefined): string {
  if (before === undefined) return value;
  throw new InvalidArgumentError(`it was given twice, as ${before} and ${value}; give one`);
}

/** Of an option that repeats. One that takes all words that follow would take the file or the id behind it too. */
export function each(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Says what `--config` is of a command that takes more than the project's. */
export function configIs(command: Command, description: string): void {
  for (const option of command.options) if (option.long === '--config') option.description = description;
}

/** Examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

export async function run(
  name: string,
  flags: CommonOptions,
  command: (progress: Progress) => Promise<Report>,
): Promise<number> {
  const started = process.hrtime.bigint();
  const showProgress = !flags.quiet && isTerminal(2) && process.env.TERM !== 'dumb';
  const progress = (step: string) => {
    if (flags.verbose) write(2, `${step}\n`);
    else if (showProgress) write(2, `\r\u001b[2K${onOneLine(step, streams[2]().columns)}`);
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

/** A step as a line that does not wrap, because only one line is wiped out after it. Of a long path the end tells more. */
export function onOneLine(step: string, columns = 80): string {
  return step.length < columns ? `${step}…` : `…${step.slice(3 - columns)}…`;
}

/** The formats in which findings can be printed, for `common(command, findingFormats)`. */
export const findingFormats = ['markdown', 'github', 'sarif', 'junit', 'checkstyle'];

/** Each is a file of its own, read when it is asked for. */
const formats: Readonly<Record<string, () => Promise<(report: Report) => string>>> = {
  json: async () => (await import('../report/json.js')).json,
  html: async () => (await import('../report/diff/html.js')).html,
  markdown: async () => (await import('../report/markdown.js')).markdown,
  github: async () => (await import('../report/github.js')).github,
  sarif: async () => (await import('../report/sarif.js')).sarif,
  junit: async () => (await import('../report/junit.js')).junit,
  checkstyle: async () => (await import('../report/checkstyle.js')).checkstyle,
};

/** What is read by people, who may want less; programs get everything. */
const forPeople = new Set(['markdown', 'github']);

const levels: readonly Severity[] = ['info', 'warning', 'error'];

function shownTo({ level = 'info' }: CommonOptions, { diagnostics }: Report): Report['diagnostics'] {
  return diagnostics.filter(({ severity }) => levels.indexOf(severity) >= levels.indexOf(level));
}

/** @param out where the result goes: stderr while it is only to be agreed to */
export async function print(report: Report, flags: CommonOptions, out: 1 | 2 = 1): Promise<void> {
  const format = await formats[flags.format]?.();
  if (format) {
    write(out, format(forPeople.has(flags.format) ? { ...report, diagnostics: shownTo(flags, report) } : report));
    return;
  }
  const { text, diagnostics } = await import('../report/text.js');
  const quiet = flags.quiet ?? false;
  const lines = sourceLines(report.root ?? process.cwd());
  const { verbose } = flags;
  write(2, diagnostics(shownTo(flags, report), lines, { quiet, verbose, color: colored(flags, 2) }));
  const columns = isTerminal(out) ? streams[out]().columns : undefined;
  write(out, text(report, { quiet, color: colored(flags, out), columns }));
}

const streams = { 1: () => process.stdout, 2: () => process.stderr };

/**
 * Node's streams are made when they are first looked at, which takes a while, so only of what can be a terminal. That is
 * a device, and so is the one that throws everything away.
 */
function isTerminal(descriptor: 1 | 2): boolean {
  const file = fstatSync(descriptor);
  if (!file.isCharacterDevice() || file.rdev === statSync(devNull, { throwIfNoEntry: false })?.rdev) return false;
  return streams[descriptor]().isTTY === true;
}

function colored(flags: CommonOptions, descriptor: 1 | 2): boolean {
  if (flags.color !== 'auto') return flags.color === 'always';
  return isTerminal(descriptor) && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Whole texts at once: a pipe that closes early or slowly must not cut a result in half. */
export function write(descriptor: 1 | 2, text: string): void {
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
