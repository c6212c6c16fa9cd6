import { parse } from '../promql/parse.js';
import type { Problem } from '../promql/problem.js';
import { typeProblems } from '../promql/types.js';
import type { Severity } from '../types.js';
import { queryChecks } from './all.js';
import type { CheckedQuery } from './check.js';
import { promqlSyntax, promqlType } from './promql-syntax.js';

export interface Finding extends Problem {
  readonly code: string;
  readonly severity: Severity;
}

/** Everything that is wrong with a query. What Prometheus refuses is all there is to say about one. */
export function checkQuery(
  text: string,
  options: { readonly context: CheckedQuery['context']; readonly variables: boolean },
): Finding[] {
  const { expr, problem } = parse(text, { variables: options.variables });
  if (!expr) return problem ? [{ ...problem, code: promqlSyntax.code, severity: promqlSyntax.severity }] : [];
  const refused = typeProblems(expr);
  if (refused.length > 0)
    return refused.map((one) => ({ ...one, code: promqlType.code, severity: promqlType.severity }));
  return queryChecks.flatMap(({ code, severity, run }) =>
    run({ expr, context: options.context }).map((one) => ({ ...one, code, severity })),
  );
}
