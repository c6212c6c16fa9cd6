import type { Expr } from '../../promql/ast.js';
import { parse } from '../../promql/parse.js';
import type { Problem } from '../../promql/problem.js';
import { typeProblems } from '../../promql/types.js';
import type { Path, Subject } from '../../types.js';

/** What reads a query: each has its own rules. */
export type QueryContext = 'alert' | 'record' | 'panel' | 'annotation' | 'variable';

/** A query in a file. */
export interface FoundQuery {
  readonly text: string;
  readonly context: QueryContext;
  /** What it belongs to, for people: `alert HighLatency`, `panel "P99"`. */
  readonly owner: string;
  readonly subject: Subject;
  /** Where the text stands in the subject, and at which of its characters the query begins. */
  readonly path: Path;
  readonly from: number;
  /** The tree, where Prometheus would accept it. */
  readonly expr?: Expr;
  /** What Prometheus refuses, and whether already its grammar. */
  readonly refused: readonly Problem[];
  readonly malformed: boolean;
}

/** One that Prometheus accepts. */
export interface AcceptedQuery extends FoundQuery {
  readonly expr: Expr;
}

export function isAccepted(query: FoundQuery): query is AcceptedQuery {
  return query.expr !== undefined;
}

interface Verdict extends Pick<FoundQuery, 'expr' | 'refused' | 'malformed'> {}

/** Rules made by generators say the same many times. */
const verdicts = new Map<string, Verdict>();

export function foundQuery(of: Omit<FoundQuery, keyof Verdict | 'from'> & { readonly from?: number }): FoundQuery {
  const variables = of.context !== 'alert' && of.context !== 'record';
  const key = `${variables} ${of.text}`;
  const verdict = verdicts.get(key) ?? judge(of.text, variables);
  verdicts.set(key, verdict);
  return { from: 0, ...of, ...verdict };
}

function judge(text: string, variables: boolean): Verdict {
  const { expr, problem } = parse(text, { variables });
  if (!expr) return { refused: problem ? [problem] : [], malformed: true };
  const refused = typeProblems(expr);
  return { refused, malformed: false, ...(refused.length > 0 ? {} : { expr }) };
}
