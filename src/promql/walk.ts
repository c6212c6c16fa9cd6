import type { Expr, SelectorExpr } from './ast.js';

/** A node, and the one that it is part of. */
export interface Visited {
  readonly expr: Expr;
  readonly inside: Visited | undefined;
}

const walked = new WeakMap<Expr, readonly Visited[]>();

/** Every node of a tree, parents first. Asked of the same tree again, it is the same list. */
export function walk(expr: Expr): readonly Visited[] {
  let nodes = walked.get(expr);
  if (!nodes) {
    const found: Visited[] = [];
    visit(expr, undefined, found);
    walked.set(expr, found);
    nodes = found;
  }
  return nodes;
}

function visit(expr: Expr, inside: Visited | undefined, found: Visited[]): void {
  const visited = { expr, inside };
  found.push(visited);
  switch (expr.type) {
    case 'range':
      visit(expr.selector, visited, found);
      return;
    case 'subquery':
    case 'negate':
    case 'group':
      visit(expr.expr, visited, found);
      return;
    case 'call':
      for (const argument of expr.args) visit(argument, visited, found);
      return;
    case 'aggregate':
      if (expr.param) visit(expr.param, visited, found);
      visit(expr.expr, visited, found);
      return;
    case 'binary':
      visit(expr.left, visited, found);
      visit(expr.right, visited, found);
      return;
    default:
  }
}

/** Those around a node, from the inside out. */
export function parentsOf({ inside }: Visited): readonly Expr[] {
  const parents: Expr[] = [];
  for (let parent = inside; parent; parent = parent.inside) parents.push(parent.expr);
  return parents;
}

const selectors = new WeakMap<Expr, readonly SelectorExpr[]>();

/** Every selector of a query, those of ranges among them. */
export function selectorsIn(expr: Expr): readonly SelectorExpr[] {
  let found = selectors.get(expr);
  if (!found) {
    found = walk(expr).flatMap(({ expr: node }) => (node.type === 'selector' ? [node] : []));
    selectors.set(expr, found);
  }
  return found;
}
