import type { Span } from './ast.js';

/** What is wrong with a template, or what stopped it while it was rendered. */
export interface Problem {
  readonly message: string;
  readonly help?: string;
  readonly span: Span;
  /** The template in whose text the span counts, where it is not the one that was asked for. */
  readonly template?: string;
}

/** Stops parsing or rendering; whoever began it catches it. */
export function fail(message: string, { start, end }: Span, help?: string): never {
  const problem: Problem = { message, span: { start, end }, ...(help ? { help } : {}) };
  throw Object.assign(new Error(message), { problem });
}

/** What `fail` threw, if it did. */
export function problemOf(error: unknown): Problem | undefined {
  return error instanceof Error && 'problem' in error ? (error.problem as Problem) : undefined;
}
