/** The syntax tree of PromQL, as the query builders make it and the printer prints it. */

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly op: MatchOperator;
  readonly value: string;
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
  | 'unless';

/** How the sides of a binary operation find each other: `on (…)`, `ignoring (…)`, `group_left (…)`. */
export interface VectorMatching {
  readonly mode: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

export interface SelectorExpr {
  readonly type: 'selector';
  /** Absent where the selector is only braces, as in `{__name__=~"a|b"}`. */
  readonly name?: string;
  readonly matchers: readonly Matcher[];
  readonly offset?: string;
}

export type Expr =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | SelectorExpr
  | { readonly type: 'range'; readonly selector: SelectorExpr; readonly range: string }
  | {
      readonly type: 'subquery';
      readonly expr: Expr;
      readonly range: string;
      readonly step?: string;
      readonly offset?: string;
    }
  | { readonly type: 'call'; readonly func: string; readonly args: readonly Expr[] }
  | {
      readonly type: 'aggregate';
      readonly op: string;
      readonly expr: Expr;
      readonly param?: Expr;
      readonly grouping?: { readonly mode: 'by' | 'without'; readonly labels: readonly string[] };
    }
  | {
      readonly type: 'binary';
      readonly op: BinaryOperator;
      readonly left: Expr;
      readonly right: Expr;
      readonly bool?: boolean;
      readonly matching?: VectorMatching;
    }
  | { readonly type: 'negate'; readonly expr: Expr }
  /** PromQL the user wrote as text. */
  | { readonly type: 'raw'; readonly text: string };
