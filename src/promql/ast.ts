/** The syntax tree of PromQL, as the query builders and the parser make it and the printer prints it. */

/** Where something stands in the text it was parsed from, in UTF-16 units; trees that were built have no place. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Located {
  readonly span?: Span;
}

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher extends Located {
  readonly label: string;
  readonly op: MatchOperator;
  readonly value: string;
  /** Whether the value is a variable that brings its own quotes. */
  readonly unquoted?: boolean;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | '=='
  | '!='
  | '>'
  | '<'
  | '>='
  | '<='
  | 'and'
  | 'or'
  | 'atan2'
  | 'unless';

/** How the sides of a binary operation find each other: `on (…)`, `ignoring (…)`, `group_left (…)`. */
export interface VectorMatching {
  readonly mode: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

/** `@ 1700000000`, `@ start()`, `@ end()`, `@ $__to`. */
export type At = number | 'start()' | 'end()' | `$${string}`;

/** When a series or subquery is read; a duration is text, because it may be an expression or a variable. */
interface Moment {
  readonly offset?: string;
  readonly at?: At;
  /** How samples at the edges of a range count. */
  readonly edges?: 'anchored' | 'smoothed';
}

export interface SelectorExpr extends Located, Moment {
  readonly type: 'selector';
  /** Absent where the selector is only braces, as in `{__name__=~"a|b"}`. */
  readonly name?: string;
  readonly matchers: readonly Matcher[];
  /** Variables that stand for whole matchers. */
  readonly variables?: readonly string[];
}

export interface NumberExpr extends Located {
  readonly type: 'number';
  readonly value: number;
}

export interface StringExpr extends Located {
  readonly type: 'string';
  readonly value: string;
}

export interface RangeExpr extends Located {
  readonly type: 'range';
  readonly selector: SelectorExpr;
  readonly range: string;
}

export interface SubqueryExpr extends Located, Moment {
  readonly type: 'subquery';
  readonly expr: Expr;
  readonly range: string;
  readonly step?: string;
}

export interface CallExpr extends Located {
  readonly type: 'call';
  readonly func: string;
  readonly args: readonly Expr[];
}

export interface AggregateExpr extends Located {
  readonly type: 'aggregate';
  readonly op: string;
  readonly expr: Expr;
  readonly param?: Expr;
  readonly grouping?: { readonly mode: 'by' | 'without'; readonly labels: readonly string[] };
}

export interface BinaryExpr extends Located {
  readonly type: 'binary';
  readonly op: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool?: boolean;
  readonly matching?: VectorMatching;
  /** What stands in for a series that the other side lacks. */
  readonly fill?: { readonly left?: number; readonly right?: number };
}

/** `-x`. */
export interface NegateExpr extends Located {
  readonly type: 'negate';
  readonly expr: Expr;
}

/** `(x)` or `+x`: means the same as `x`. */
export interface GroupExpr extends Located {
  readonly type: 'group';
  readonly sign?: '+';
  readonly expr: Expr;
}

/** A variable of Grafana where an expression stands: nobody knows what it will be. */
export interface VariableExpr extends Located {
  readonly type: 'variable';
  readonly text: string;
}

/** PromQL the user wrote as text. */
export interface RawExpr extends Located {
  readonly type: 'raw';
  readonly text: string;
}

export type Expr =
  | NumberExpr
  | StringExpr
  | SelectorExpr
  | RangeExpr
  | SubqueryExpr
  | CallExpr
  | AggregateExpr
  | BinaryExpr
  | NegateExpr
  | GroupExpr
  | VariableExpr
  | RawExpr;
