import type { Expr, SelectorExpr } from './ast.js';

/** A node, and the one that it is part of. */
export interface Visited {
  readonly expr: Expr;
  readonly inside: Visited | undefined;
}

export type NodeType = Expr['type'];
export type NodeOf<T extends NodeType> = Extract<Expr, { readonly type: T }>;

/** Most trees are walked through several times in a row. */
let last: { readonly expr: Expr; readonly all: readonly Visited[] } | undefined;

/** Every node of a tree, parents first. */
export function walk(expr: Expr): readonly Visited[] {
  if (last?.expr === expr) return last.all;
  const all: Visited[] = [];
  visit(expr, undefined, all);
  last = { expr, all };
  return all;
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

/** Every selector of a query, those of ranges among them. */
export function selectorsIn(expr: Expr): readonly SelectorExpr[] {
  const found: SelectorExpr[] = [];
  for (const { expr: node } of walk(expr)) if (node.type === 'selector') found.push(node);
  return found;
}
