import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkQuery } from '../checks/check-query.js';
import { UserError } from '../errors.js';
import { readQueries } from '../read/read.js';
import type { Diagnostic, Report } from '../types.js';

export interface ValidateOptions {
  readonly cwd: string;
  /** Without any, the project is validated. */
  readonly files: readonly string[];
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** Whether warnings count as errors do. */
  readonly strict?: boolean | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

/** What is wrong with the project's definitions, or with files, wherever they come from; needs no server. */
export async function validate(options: ValidateOptions): Promise<Report> {
  const { files, strict = false } = options;
  const { diagnostics, checked } = files.length > 0 ? checkFiles(options) : await checkProject(options);
  const counts = (severity: Diagnostic['severity']) => diagnostics.some((one) => one.severity === severity);
  const exitCode = counts('error') || (strict && counts('warning')) ? 1 : 0;
  return { command: 'validate', exitCode, diagnostics, checked };
}

interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly checked: string;
}

function checkFiles({ cwd, files, progress }: ValidateOptions): Checked {
  const diagnostics = files.flatMap((file) => {
    progress?.(`checking ${file}`);
    return checkFile(cwd, file);
  });
  return { diagnostics, checked: number(files.length, 'file') };
}

/** Without files, the project itself; its compiler is loaded only then. */
async function checkProject(options: ValidateOptions): Promise<Checked> {
  options.progress?.('reading definitions');
  const { validateProject } = await import('./validate-project.js');
  const { diagnostics, queries } = validateProject(options);
  return { diagnostics, checked: `${queries} queries` };
}

function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function checkFile(cwd: string, file: string): Diagnostic[] {
  return readQueries(file, readText(cwd, file)).flatMap((query) =>
    checkQuery(query.text, query).map(({ code, severity, message, help, span }) => ({
      code,
      severity,
      message: `${query.owner}: ${message}`,
      ...(help ? { help } : {}),
      origin: query.place(span.start, span.end),
    })),
  );
}

function readText(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read`, { code: 'file/unreadable', help: 'check the path', cause: error });
  }
}
