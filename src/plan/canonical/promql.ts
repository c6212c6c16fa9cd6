import type {
  AggregateExpr,
  BinaryExpr,
  Expr,
  Matcher,
  SelectorExpr,
  SubqueryExpr,
  VectorMatching,
} from '../../promql/ast.js';
import { durationSeconds, isDuration } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import { durationText } from './durations.js';

/** What was made canonical before: with variables, and without. */
const known = [new Map<string, string>(), new Map<string, string>()] as const;
const knownQueries = 20_000;

/** The last trees, for those who say what is different between two queries. They are large, and asked for at once. */
const trees = new Map<string, Expr>();
const knownTrees = 100;

/**
 * One text for queries that differ only in how they are written: blanks, quotes, order of matchers and of labels,
 * places of `by`, superfluous parentheses, equal durations. What is no PromQL stays but for blanks around it.
 * @param variables whether Grafana's variables may stand in it
 */
export function canonicalQuery(text: string, variables: boolean): string {
  const before = known[variables ? 0 : 1];
  const earlier = before.get(text);
  if (earlier !== undefined) return earlier;
  const tree = parsed(text, variables);
  const canonical = tree ? print(tree) : text.trim();
  remember(before, knownQueries, text, canonical);
  if (tree) remember(trees, knownTrees, canonical, tree);
  return canonical;
}

/** The tree of a query, where it is one. */
export function treeOf(text: string): Expr | undefined {
  return trees.get(text) ?? parsed(text, true);
}

function parsed(text: string, variables: boolean): Expr | undefined {
  const { expr } = parse(text, { variables });
  return expr && canonicalTree(expr);
}

function remember<T>(map: Map<string, T>, most: number, key: string, value: T): void {
  if (map.size >= most) map.clear();
  map.set(key, value);
}

/** The tree that equal queries share. Its nodes are written out: copying what is there would take most of the time. */
function canonicalTree(expr: Expr): Expr {
  switch (expr.type) {
    case 'selector':
      return selector(expr);
    case 'range':
      return { type: 'range', selector: selector(expr.selector), range: duration(expr.range) };
    case 'subquery':
      return subquery(expr);
    case 'call':
      return { type: 'call', func: expr.func, args: expr.args.map(canonicalTree) };
    case 'aggregate':
      return aggregate(expr);
    case 'binary':
      return binary(expr);
    case 'negate':
      return { type: 'negate', expr: canonicalTree(expr.expr) };
    case 'group':
      return canonicalTree(expr.expr);
    default:
      return expr;
  }
}

type Written<T> = { -readonly [K in keyof T]: T[K] };

function selector(expr: SelectorExpr): SelectorExpr {
  const named = expr.name === undefined ? expr.matchers.find(isName) : undefined;
  const name = expr.name ?? named?.value;
  const matchers = named ? expr.matchers.filter((one) => one !== named) : expr.matchers;
  const tree: Written<SelectorExpr> = { type: 'selector', matchers: inOrder(matchers) };
  if (name !== undefined) tree.name = name;
  if (expr.variables) tree.variables = expr.variables;
  return withMoment(tree, expr);
}

function isName({ label, op, value }: Matcher): boolean {
  return label === '__name__' && op === '=' && value !== '';
}

/** Each matcher once. */
function inOrder(matchers: readonly Matcher[]): readonly Matcher[] {
  if (matchers.length < 2) return matchers;
  const all = [...matchers].sort(byMatcher);
  return all.filter((one, index) => index === 0 || byMatcher(all[index - 1] as Matcher, one) !== 0);
}

function byMatcher(a: Matcher, b: Matcher): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1;
  if (a.op !== b.op) return a.op < b.op ? -1 : 1;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function subquery(expr: SubqueryExpr): SubqueryExpr {
  const tree: Written<SubqueryExpr> = {
    type: 'subquery',
    expr: canonicalTree(expr.expr),
    range: duration(expr.range),
  };
  if (expr.step) tree.step = duration(expr.step);
  return withMoment(tree, expr);
}

function withMoment<T extends SelectorExpr | SubqueryExpr>(tree: Written<T>, { at, edges, offset }: T): T {
  if (at !== undefined) tree.at = at;
  if (edges !== undefined) tree.edges = edges;
  if (offset !== undefined) tree.offset = duration(offset);
  return tree;
}

function aggregate(expr: AggregateExpr): AggregateExpr {
  const { grouping, param } = expr;
  const tree: Written<AggregateExpr> = { type: 'aggregate', op: expr.op, expr: canonicalTree(expr.expr) };
  if (param) tree.param = canonicalTree(param);
  if (grouping && !(grouping.mode === 'by' && grouping.labels.length === 0)) {
    tree.grouping = { mode: grouping.mode, labels: sorted(grouping.labels) };
  }
  return tree;
}

function binary(expr: BinaryExpr): BinaryExpr {
  const { matching, span: _, ...rest } = expr;
  return {
    ...rest,
    left: canonicalTree(expr.left),
    right: canonicalTree(expr.right),
    ...(matching ? canonicalMatching(matching) : {}),
  };
}

/** `ignoring ()` alone says nothing. */
function canonicalMatching({ mode, labels, group }: VectorMatching): { matching?: VectorMatching } {
  if (mode === 'ignoring' && labels.length === 0 && !group) return {};
  const sides = group ? { group: { side: group.side, include: sorted(group.include) } } : {};
  return { matching: { mode, labels: sorted(labels), ...sides } };
}

function sorted(labels: readonly string[]): readonly string[] {
  return labels.length < 2 ? labels : [...new Set(labels)].sort();
}

/** Few durations are used, and each of them often. */
const durations = new Map<string, string>();
const knownDurations = 1000;

function duration(text: string): string {
  const known = durations.get(text);
  if (known !== undefined) return known;
  const canonical = canonicalDuration(text);
  remember(durations, knownDurations, text, canonical);
  return canonical;
}

function canonicalDuration(text: string): string {
  const negative = text.startsWith('-');
  const bare = negative ? text.slice(1).trim() : text;
  if (!isDuration(bare) || bare === '0') return text;
  return `${negative ? '-' : ''}${durationText(durationSeconds(bare))}`;
}
