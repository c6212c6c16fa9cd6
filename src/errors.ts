import type { Diagnostic, Origin } from './types.js';

/**
 * The user's mistake: what is wrong, where, and what to do.
 * Anything else that is thrown is a defect of obsctl and keeps its stack.
 */
export class UserError extends Error {
  readonly code: string;
  readonly help: string | undefined;
  readonly origin: Origin | undefined;
  /** Of options: the keys that lead to the one that is wrong. */
  readonly path: readonly (string | number)[] | undefined;
  /** All that was found, where more than one thing is wrong. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the command ends with: 2 unusable input, 3 a target cannot be reached. */
  readonly exitCode: number;

  constructor(
    message: string,
    details: {
      code?: string;
      help?: string | undefined;
      origin?: Origin | undefined;
      path?: readonly (string | number)[] | undefined;
      diagnostics?: readonly Diagnostic[];
      cause?: unknown;
      exitCode?: number;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'UserError';
    this.code = details.code ?? 'input/invalid';
    this.help = details.help;
    this.origin = details.origin;
    this.path = details.path;
    this.exitCode = details.exitCode ?? 2;
    this.diagnostics = details.diagnostics ?? [
      {
        code: this.code,
        severity: 'error',
        message,
        ...(details.help ? { help: details.help } : {}),
        ...(details.origin ? { origin: details.origin } : {}),
      },
    ];
  }
}

/** Each command is a bundle of its own with a class of its own, so `instanceof` does not tell; the name does. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}
