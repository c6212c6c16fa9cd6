import type { Expr, SelectorExpr } from './ast.js';

/** A node, and the one that it is part of. */
export interface Visited {
  readonly expr: Expr;
  readonly inside: Visited | undefined;
}

type Type = Expr['type'];
type Of<T extends Type> = Extract<Expr, { readonly type: T }>;

interface Walked {
  readonly all: readonly Visited[];
  readonly byType: ReadonlyMap<Type, readonly Expr[]>;
}

const walked = new WeakMap<Expr, Walked>();

function walkOnce(expr: Expr): Walked {
  let known = walked.get(expr);
  if (!known) {
    const all: Visited[] = [];
    visit(expr, undefined, all);
    const byType = new Map<Type, Expr[]>();
    for (const { expr: node } of all) {
      const others = byType.get(node.type);
      if (others) others.push(node);
      else byType.set(node.type, [node]);
    }
    known = { all, byType };
    walked.set(expr, known);
  }
  return known;
}

/** Every node of a tree, parents first. Asked of the same tree again, it is the same list. */
export function walk(expr: Expr): readonly Visited[] {
  return walkOnce(expr).all;
}

const none: readonly never[] = [];

/** The nodes of one type, parents first: most checks look at one type only, and most queries have few of it. */
export function nodesOf<T extends Type>(expr: Expr, type: T): readonly Of<T>[] {
  return (walkOnce(expr).byType.get(type) as readonly Of<T>[] | undefined) ?? none;
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
  return nodesOf(expr, 'selector');
}
