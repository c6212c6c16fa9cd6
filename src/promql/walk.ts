import type { Expr, SelectorExpr } from './ast.js';

/** A node, and those around it from the inside out. */
export interface Visited {
  readonly expr: Expr;
  readonly parents: readonly Expr[];
}

/** Every node of a tree, parents first. */
export function* walk(expr: Expr, parents: readonly Expr[] = []): Generator<Visited> {
  yield { expr, parents };
  for (const child of childrenOf(expr)) yield* walk(child, [expr, ...parents]);
}

function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.type) {
    case 'range':
      return [expr.selector];
    case 'subquery':
    case 'negate':
    case 'group':
      return [expr.expr];
    case 'call':
      return expr.args;
    case 'aggregate':
      return expr.param ? [expr.param, expr.expr] : [expr.expr];
    case 'binary':
      return [expr.left, expr.right];
    default:
      return [];
  }
}

/** Every selector of a query, those of ranges among them. */
export function selectorsIn(expr: Expr): SelectorExpr[] {
  return [...walk(expr)].flatMap(({ expr: node }) => (node.type === 'selector' ? [node] : []));
}
