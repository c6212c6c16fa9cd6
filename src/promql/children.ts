import type { Expr, SelectorExpr } from './ast.js';

/** A part of a node, and the node with another in its place. */
interface Child {
  readonly expr: Expr;
  readonly replaced: (by: Expr) => Expr;
}

/** The direct parts of a node. */
export function childrenOf(expr: Expr): readonly Child[] {
  switch (expr.type) {
    case 'range':
      return [{ expr: expr.selector, replaced: (by) => ({ ...expr, selector: by as SelectorExpr }) }];
    case 'subquery':
    case 'negate':
    case 'group':
      return [{ expr: expr.expr, replaced: (by) => ({ ...expr, expr: by }) }];
    case 'call':
      return expr.args.map((arg, index) => ({
        expr: arg,
        replaced: (by) => ({ ...expr, args: expr.args.with(index, by) }),
      }));
    case 'aggregate': {
      const { param } = expr;
      const inner = { expr: expr.expr, replaced: (by: Expr): Expr => ({ ...expr, expr: by }) };
      return param ? [{ expr: param, replaced: (by) => ({ ...expr, param: by }) }, inner] : [inner];
    }
    case 'binary':
      return [
        { expr: expr.left, replaced: (by) => ({ ...expr, left: by }) },
        { expr: expr.right, replaced: (by) => ({ ...expr, right: by }) },
      ];
    default:
      return [];
  }
}

/** A tree with each selector replaced. */
export function withSelectors(expr: Expr, replace: (selector: SelectorExpr) => SelectorExpr): Expr {
  if (expr.type === 'selector') return replace(expr);
  return childrenOf(expr).reduce<Expr>((tree, _, index) => {
    const child = childrenOf(tree)[index];
    return child ? child.replaced(withSelectors(child.expr, replace)) : tree;
  }, expr);
}
