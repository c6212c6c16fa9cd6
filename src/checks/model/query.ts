import type { Expr } from '../../promql/ast.js';
import { parse } from '../../promql/parse.js';
import type { Problem } from '../../promql/problem.js';
import { typeProblems } from '../../promql/types.js';
import { walk } from '../../promql/walk.js';
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
}

/** One that Prometheus accepts. */
export interface AcceptedQuery extends FoundQuery {
  readonly expr: Expr;
}

/** What there is to say about the text of a query. */
export interface Verdict {
  /** What Prometheus refuses, and whether already its grammar. */
  readonly refused: readonly Problem[];
  readonly malformed: boolean;
  /** The series that it reads; none of one that is refused. */
  readonly reads: readonly SeriesRead[];
}

export interface SeriesRead {
  /** Absent where the selector is only braces. */
  readonly name: string | undefined;
  /** Whether what is read is the newest sample, and not a range or an earlier one. */
  readonly now: boolean;
  readonly earlier: boolean;
}

export function foundQuery(of: Omit<FoundQuery, 'from'> & { readonly from?: number }): FoundQuery {
  const { text, context, owner, subject, path, from = 0 } = of;
  return { text, context, owner, subject, path, from };
}

/**
 * What was found out about texts. Rules made by generators say the same many times; and a verdict is small, while the
 * trees of ten thousand rules would fill more memory than all the rest: some are kept, and of all others the last one.
 * Of many dashboards these are the ones looked at last, as checks of a dashboard ask for all of its queries again.
 */
interface Known {
  readonly verdicts: Map<string, Verdict>;
  readonly trees: Map<string, Expr>;
  /** Where the first of the trees comes from. */
  firstOf: Subject | undefined;
  last: { readonly text: string; readonly expr: Expr } | undefined;
}

const ofRules: Known = { verdicts: new Map(), trees: new Map(), firstOf: undefined, last: undefined };
/** In a dashboard a text may have variables, and so another meaning. */
const ofDashboards: Known = { verdicts: new Map(), trees: new Map(), firstOf: undefined, last: undefined };
const mostTrees = 500;

export function verdictOf(query: FoundQuery): Verdict {
  return knownOf(query).verdicts.get(query.text) ?? judge(query);
}

/** The tree of a query, where Prometheus would accept it. */
export function treeOf(query: FoundQuery | undefined): Expr | undefined {
  if (!query) return undefined;
  const { text } = query;
  const known = knownOf(query);
  if (known.last?.text === text) return known.last.expr;
  const before = known.verdicts.get(text);
  const tree = before && known.trees.get(text);
  if (tree) return tree;
  const verdict = before ?? judge(query);
  if (verdict.refused.length > 0) return undefined;
  if (known.last?.text !== text) judge(query);
  return known.last?.expr;
}

/** The query with its tree, where it has one. */
export function accepted(query: FoundQuery): AcceptedQuery | undefined {
  const expr = treeOf(query);
  if (!expr) return undefined;
  const { text, context, owner, subject, path, from } = query;
  return { text, context, owner, subject, path, from, expr };
}

function knownOf({ context }: FoundQuery): Known {
  return context === 'alert' || context === 'record' ? ofRules : ofDashboards;
}

function judge(query: FoundQuery): Verdict {
  const { text } = query;
  const known = knownOf(query);
  const { expr, problem } = parse(text, { variables: known === ofDashboards });
  const refused = expr ? typeProblems(expr) : problem ? [problem] : [];
  const isRight = expr && refused.length === 0;
  const verdict = { refused, malformed: !expr, reads: isRight ? readsOf(expr) : [] };
  known.verdicts.set(text, verdict);
  if (isRight) {
    known.last = { text, expr };
    if (known.trees.size >= mostTrees && known.firstOf !== query.subject) known.trees.clear();
    if (known.trees.size === 0) known.firstOf = query.subject;
    if (known.trees.size < mostTrees) known.trees.set(text, expr);
  }
  return verdict;
}

function readsOf(expr: Expr): readonly SeriesRead[] {
  const reads: SeriesRead[] = [];
  for (const { expr: node, inside } of walk(expr)) {
    if (node.type !== 'selector') continue;
    reads.push({ name: node.name, now: inside?.expr.type !== 'range', earlier: Boolean(node.offset) });
  }
  return reads;
}
