import type { Expr } from '../promql/ast.js';
import type { Problem } from '../promql/problem.js';
import type { Severity } from '../types.js';

/** What reads a query. */
export type QueryContext = 'alert' | 'record' | 'panel' | 'annotation' | 'variable';

/** What a check may look at: a query that is well-formed, and what reads it. */
export interface CheckedQuery {
  readonly expr: Expr;
  readonly context: QueryContext;
}

/** A query and what reads it, as an example: `alert: up == 0`. */
export type Example = `${QueryContext}: ${string}`;

/** What there is to say about a finding. */
export interface Check {
  readonly code: `${string}/${string}`;
  readonly severity: Severity;
  /** One line: what it finds. */
  readonly summary: string;
  /** What goes wrong if nobody mends it. */
  readonly why: string;
  readonly good: readonly Example[];
  readonly bad: readonly Example[];
}

export interface QueryCheck extends Check {
  readonly run: (query: CheckedQuery) => readonly Problem[];
}
