import type { AggregateExpr, BinaryExpr, Expr, Matcher, SelectorExpr, VectorMatching } from '../../promql/ast.js';
import { durationSeconds, isDuration } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import { durationText } from './durations.js';

const known = new Map<string, string>();
const trees = new Map<string, Expr>();
const remembered = 20_000;

/**
 * One text for queries that differ only in how they are written: blanks, quotes, order of matchers and of labels,
 * places of `by`, superfluous parentheses, equal durations. What is no PromQL stays but for blanks around it.
 * @param variables whether Grafana's variables may stand in it
 */
export function canonicalQuery(text: string, variables: boolean): string {
  const key = `${variables ? '$' : ' '}${text}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const { expr } = parse(text, { variables });
  const tree = expr && canonicalTree(expr);
  const canonical = tree ? print(tree) : text.trim();
  if (known.size >= remembered) {
    known.clear();
    trees.clear();
  }
  known.set(key, canonical);
  if (tree) trees.set(canonical, tree);
  return canonical;
}

/** The tree of a query, where it is one. */
export function treeOf(text: string): Expr | undefined {
  return trees.get(text) ?? trees.get(canonicalQuery(text, true));
}

/** The tree that equal queries share. */
function canonicalTree(expr: Expr): Expr {
  switch (expr.type) {
    case 'selector':
      return selector(expr);
    case 'range':
      return { ...expr, selector: selector(expr.selector), range: duration(expr.range) };
    case 'subquery':
      return {
        ...expr,
        ...moment(expr),
        expr: canonicalTree(expr.expr),
        range: duration(expr.range),
        ...(expr.step ? { step: duration(expr.step) } : {}),
      };
    case 'call':
      return { ...expr, args: expr.args.map(canonicalTree) };
    case 'aggregate':
      return aggregate(expr);
    case 'binary':
      return binary(expr);
    case 'negate':
      return { ...expr, expr: canonicalTree(expr.expr) };
    case 'group':
      return canonicalTree(expr.expr);
    default:
      return expr;
  }
}

function selector(expr: SelectorExpr): SelectorExpr {
  const named = expr.matchers.find(({ label, op, value }) => label === '__name__' && op === '=' && value !== '');
  const name = expr.name ?? named?.value;
  const matchers = expr.name === undefined && named ? expr.matchers.filter((one) => one !== named) : expr.matchers;
  const { name: _, ...rest } = expr;
  return {
    ...rest,
    ...moment(expr),
    ...(name === undefined ? {} : { name }),
    matchers: unique([...matchers].sort(byMatcher)),
  };
}

function unique(matchers: readonly Matcher[]): Matcher[] {
  return matchers.filter((one, index) => {
    const before = matchers[index - 1];
    return !before || byMatcher(before, one) !== 0;
  });
}

function byMatcher(a: Matcher, b: Matcher): number {
  const [left, right] = [a, b].map(({ label, op, value }) => `${label}\0${op}\0${value}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

function moment(expr: { readonly offset?: string }): { offset?: string } {
  if (expr.offset === undefined) return {};
  return { offset: duration(expr.offset) };
}

function aggregate(expr: AggregateExpr): AggregateExpr {
  const { grouping, param, ...rest } = expr;
  const kept = grouping && !(grouping.mode === 'by' && grouping.labels.length === 0) ? grouping : undefined;
  return {
    ...rest,
    expr: canonicalTree(expr.expr),
    ...(param ? { param: canonicalTree(param) } : {}),
    ...(kept ? { grouping: { mode: kept.mode, labels: sorted(kept.labels) } } : {}),
  };
}

function binary(expr: BinaryExpr): BinaryExpr {
  const { matching, ...rest } = expr;
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

function sorted(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort();
}

function duration(text: string): string {
  const negative = text.startsWith('-');
  const bare = negative ? text.slice(1).trim() : text;
  if (!isDuration(bare) || bare === '0') return text;
  return `${negative ? '-' : ''}${durationText(durationSeconds(bare))}`;
}
