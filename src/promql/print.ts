import type { BinaryOperator, Expr, Matcher, SelectorExpr, VectorMatching } from './ast.js';

/** Higher binds tighter; `^` alone is right-associative. */
const precedence: Record<BinaryOperator, number> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};
const negatePrecedence = 5.5;

/** Prints PromQL in one canonical form: the spacing of Prometheus' own formatter, on one line. */
export function print(expr: Expr): string {
  switch (expr.type) {
    case 'number':
      return printNumber(expr.value);
    case 'string':
      return quote(expr.value);
    case 'selector':
      return printSelector(expr);
    case 'range':
      return printRange(expr.selector, expr.range);
    case 'subquery': {
      const inner = isAtom(expr.expr) ? print(expr.expr) : `(${print(expr.expr)})`;
      return `${inner}[${expr.range}:${expr.step ?? ''}]${printOffset(expr.offset)}`;
    }
    case 'call':
      return `${expr.func}(${expr.args.map(print).join(', ')})`;
    case 'aggregate': {
      const grouping = expr.grouping ? ` ${expr.grouping.mode} (${expr.grouping.labels.join(', ')}) ` : '';
      const args = expr.param ? [expr.param, expr.expr] : [expr.expr];
      return `${expr.op}${grouping}(${args.map(print).join(', ')})`;
    }
    case 'binary':
      return printBinary(expr);
    case 'negate':
      return `-${operand(expr.expr, negatePrecedence)}`;
    case 'raw':
      return expr.text;
  }
}

function printBinary(expr: Extract<Expr, { type: 'binary' }>): string {
  const own = precedence[expr.op];
  const rightAssociative = expr.op === '^';
  const left = operand(expr.left, rightAssociative ? own + 1 : own);
  const right = operand(expr.right, rightAssociative ? own : own + 1);
  const bool = expr.bool ? ' bool' : '';
  return `${left} ${expr.op}${bool}${printMatching(expr.matching)} ${right}`;
}

function printMatching(matching: VectorMatching | undefined): string {
  if (!matching) return '';
  const group = matching.group
    ? ` group_${matching.group.side}${matching.group.include.length > 0 ? ` (${matching.group.include.join(', ')})` : ''}`
    : '';
  return ` ${matching.mode} (${matching.labels.join(', ')})${group}`;
}

/** Parentheses exactly where the tree needs them. Raw text is opaque, so it always gets them. */
function operand(expr: Expr, minimum: number): string {
  const own =
    expr.type === 'binary'
      ? precedence[expr.op]
      : expr.type === 'negate'
        ? negatePrecedence
        : expr.type === 'raw'
          ? 0
          : Number.POSITIVE_INFINITY;
  return own < minimum ? `(${print(expr)})` : print(expr);
}

function isAtom(expr: Expr): boolean {
  return expr.type === 'selector' || expr.type === 'call' || expr.type === 'aggregate';
}

function printSelector(selector: SelectorExpr): string {
  return `${printSeries(selector)}${printOffset(selector.offset)}`;
}

function printRange(selector: SelectorExpr, range: string): string {
  return `${printSeries(selector)}[${range}]${printOffset(selector.offset)}`;
}

function printSeries(selector: SelectorExpr): string {
  const matchers = selector.matchers.map(printMatcher).join(',');
  const braces = matchers === '' && selector.name !== undefined ? '' : `{${matchers}}`;
  return `${selector.name ?? ''}${braces}`;
}

function printMatcher(matcher: Matcher): string {
  return `${matcher.label}${matcher.op}${quote(matcher.value)}`;
}

function printOffset(offset: string | undefined): string {
  return offset ? ` offset ${offset}` : '';
}

function printNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
