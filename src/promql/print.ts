import type { BinaryExpr, Expr, Matcher, SelectorExpr, VectorMatching } from './ast.js';
import { precedence } from './precedence.js';

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
      return `${inner}[${expr.range}:${expr.step ?? ''}]${printMoment(expr)}`;
    }
    case 'call':
      return `${expr.func}(${expr.args.map(print).join(', ')})`;
    case 'aggregate': {
      const grouping = expr.grouping ? ` ${expr.grouping.mode} (${labels(expr.grouping.labels)}) ` : '';
      const args = expr.param ? [expr.param, expr.expr] : [expr.expr];
      return `${expr.op}${grouping}(${args.map(print).join(', ')})`;
    }
    case 'binary':
      return printBinary(expr);
    case 'negate':
      return `-${operand(expr.expr, negatePrecedence)}`;
    case 'group':
      return print(expr.expr);
    case 'variable':
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
  return `${left} ${expr.op}${bool}${printMatching(expr.matching)}${printFill(expr.fill)} ${right}`;
}

function printFill(fill: BinaryExpr['fill']): string {
  if (!fill) return '';
  if (fill.left !== undefined && fill.left === fill.right) return ` fill (${printNumber(fill.left)})`;
  const left = fill.left === undefined ? '' : ` fill_left (${printNumber(fill.left)})`;
  const right = fill.right === undefined ? '' : ` fill_right (${printNumber(fill.right)})`;
  return left + right;
}

function printMatching(matching: VectorMatching | undefined): string {
  if (!matching) return '';
  const group = matching.group
    ? ` group_${matching.group.side}${matching.group.include.length > 0 ? ` (${labels(matching.group.include)})` : ''}`
    : '';
  return ` ${matching.mode} (${labels(matching.labels)})${group}`;
}

/** Parentheses exactly where the tree needs them. Raw text is opaque, so it always gets them. */
function operand(expr: Expr, minimum: number): string {
  if (expr.type === 'group') return operand(expr.expr, minimum);
  const own =
    expr.type === 'binary'
      ? precedence[expr.op]
      : expr.type === 'negate'
        ? negatePrecedence
        : expr.type === 'number' && expr.value < 0
          ? negatePrecedence
          : expr.type === 'raw'
            ? 0
            : Number.POSITIVE_INFINITY;
  return own < minimum ? `(${print(expr)})` : print(expr);
}

function isAtom(expr: Expr): boolean {
  if (expr.type === 'group') return isAtom(expr.expr);
  return expr.type === 'selector' || expr.type === 'call' || expr.type === 'aggregate' || expr.type === 'variable';
}

function printSelector(selector: SelectorExpr): string {
  return `${printSeries(selector)}${printMoment(selector)}`;
}

function printRange(selector: SelectorExpr, range: string): string {
  return `${printSeries(selector)}[${range}]${printMoment(selector)}`;
}

function printSeries({ name, matchers, variables = [] }: SelectorExpr): string {
  const plain = name === undefined || isName(name);
  const quotedName = plain ? [] : [quote(name)];
  const inside = [...quotedName, ...matchers.map(printMatcher), ...variables].join(',');
  const braces = inside === '' && name !== undefined ? '' : `{${inside}}`;
  return plain ? `${name ?? ''}${braces}` : braces;
}

function printMatcher(matcher: Matcher): string {
  return `${labelName(matcher.label)}${matcher.op}${matcher.unquoted ? matcher.value : quote(matcher.value)}`;
}

function printMoment({ at, offset, edges }: Pick<SelectorExpr, 'at' | 'offset' | 'edges'>): string {
  const time = typeof at === 'number' ? at.toFixed(3) : at;
  return `${edges ? ` ${edges}` : ''}${at === undefined ? '' : ` @ ${time}`}${offset ? ` offset ${offset}` : ''}`;
}

/** Names with other characters than these have been possible since Prometheus 3, in quotes. Variables may be part. */
function isName(name: string): boolean {
  return /^[A-Za-z_:][\w:]*$/.test(name) || /[$[]/.test(name);
}

function labels(names: readonly string[]): string {
  return names.map(labelName).join(', ');
}

function labelName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) || /[$[]/.test(name) ? name : quote(name);
}

function printNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

function quote(text: string): string {
  if (!/[\\"\n]/.test(text)) return `"${text}"`;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
