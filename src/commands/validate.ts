import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkQuery } from '../checks/check-query.js';
import { UserError } from '../errors.js';
import { readQueries } from '../read/read.js';
import type { Diagnostic, Report } from '../types.js';

export interface ValidateOptions {
  readonly cwd: string;
  readonly files: readonly string[];
  /** Whether warnings count as errors do. */
  readonly strict?: boolean | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

/** What is wrong with files, wherever they come from; needs no server. */
export async function validate(options: ValidateOptions): Promise<Report> {
  const { cwd, files, strict = false } = options;
  if (files.length === 0) {
    throw new UserError('name the files to validate', {
      code: 'validate/no-files',
      help: 'obsctl validate rules/*.yaml dashboards/*.json',
    });
  }
  const diagnostics = files.flatMap((file) => {
    options.progress?.(`checking ${file}`);
    return checkFile(cwd, file);
  });
  const counts = (severity: Diagnostic['severity']) => diagnostics.some((one) => one.severity === severity);
  return {
    command: 'validate',
    exitCode: counts('error') || (strict && counts('warning')) ? 1 : 0,
    diagnostics,
    checked: files,
  };
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
