import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checks } from '../checks/all.js';
import { explanationOf } from '../checks/check.js';
import { everything } from '../checks/model/everything.js';
import { runChecks } from '../checks/run.js';
import { UserError } from '../errors.js';
import { readSubjects } from '../read/read.js';
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
  const { diagnostics, ...found } = files.length > 0 ? checkFiles(options) : await checkProject(options);
  const counts = (severity: Diagnostic['severity']) => diagnostics.some((one) => one.severity === severity);
  const exitCode = counts('error') || (strict && counts('warning')) ? 1 : 0;
  const about = checks.filter(({ code }) => diagnostics.some((one) => one.code === code)).map(explanationOf);
  return { command: 'validate', exitCode, diagnostics: inOrder(diagnostics), about, strict, ...found };
}

/** As somebody reads the files. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(({ origin: a }, { origin: b }) => {
    if (a?.file !== b?.file) return (a?.file ?? '') < (b?.file ?? '') ? -1 : 1;
    return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
  });
}

interface Checked extends Pick<Report, 'root' | 'diagnostics'> {
  readonly checked: string;
}

function checkFiles({ cwd, files, progress }: ValidateOptions): Checked {
  const subjects = files.flatMap((file) => {
    progress?.(`reading ${file}`);
    return readSubjects(file, readText(cwd, file));
  });
  progress?.('checking');
  return { diagnostics: runChecks(everything(subjects, {})), checked: number(files.length, 'file') };
}

/** Without files, the project itself; its compiler is loaded only then. */
async function checkProject(options: ValidateOptions): Promise<Checked> {
  options.progress?.('reading definitions');
  const { validateProject } = await import('./validate-project.js');
  const { diagnostics, queries, root } = validateProject(options);
  return { diagnostics, root, checked: `${queries} queries` };
}

function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function readText(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read`, { code: 'file/unreadable', help: 'check the path', cause: error });
  }
}
