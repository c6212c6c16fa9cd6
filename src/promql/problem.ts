import type { Span } from './ast.js';

/** Something wrong with a query, and where in its text. */
export interface Problem {
  readonly message: string;
  readonly help?: string;
  readonly span: Span;
}

/** Stops the parser; `parse` catches it. */
export function fail(message: string, span: Span, help?: string): never {
  const problem: Problem = { message, span: { start: span.start, end: span.end }, ...(help ? { help } : {}) };
  throw Object.assign(new Error(message), { problem });
}

/** What `fail` threw, if it did. */
export function problemOf(error: unknown): Problem | undefined {
  return error instanceof Error && 'problem' in error ? (error.problem as Problem) : undefined;
}
