import type { Matcher, MatchOperator } from '../promql/ast.js';

/** A label whose values are not known in advance. */
export const anyValue = null;

/** Label names with the closed set of their values, or `anyValue`. */
export type LabelSpec = Readonly<Record<string, readonly string[] | null>>;

/** The labels of a series on the level of types: name → the union of its values. */
export type Labels = Record<string, string>;

/** The empty label set, on the level of types. */
export type NoLabels = Record<never, never>;

export type LabelsOf<S> = {
  [K in keyof S]: S[K] extends readonly (infer V extends string)[] ? V : string;
};

/** A comparison of a label, made by `not`, `re` and `notRe`; a bare string means equality. */
export interface LabelMatch<V extends string = string> {
  readonly op: MatchOperator;
  readonly value: V;
}

/** A dashboard variable standing for the value: `$environment`, `${service:regex}`. */
export type VariableReference = `$${string}`;

export type LabelCondition<V extends string> =
  | V
  | VariableReference
  | LabelMatch<V>
  | readonly (V | VariableReference | LabelMatch<V>)[];

/** Conditions on the labels that exist here, and on no other. */
export type Where<L> = { readonly [K in keyof L]?: LabelCondition<L[K] & string> };

/** The label differs from `value`. */
export function not<const V extends string>(value: V): LabelMatch<V> {
  return { op: '!=', value };
}

/** The label matches `pattern`, an RE2 expression that Prometheus anchors at both ends. */
export function re(pattern: string): LabelMatch<never> {
  return { op: '=~', value: pattern as never };
}

/** The label does not match `pattern`. */
export function notRe(pattern: string): LabelMatch<never> {
  return { op: '!~', value: pattern as never };
}

/** Conditions as matchers, in the order they were written. */
export function matchersOf(where: Readonly<Record<string, unknown>>): Matcher[] {
  return Object.entries(where).flatMap(([label, condition]) => {
    if (condition === undefined) return [];
    const all = Array.isArray(condition) ? condition : [condition];
    return all.map(
      (one: string | LabelMatch): Matcher =>
        typeof one === 'string' ? { label, op: '=', value: one } : { label, op: one.op, value: one.value },
    );
  });
}

/** Prometheus 3 writes `le="1"` as `"1.0"`, older ones do not; an integer has to match both. */
export function numberMatcher(label: string, value: string): Matcher {
  return Number.isInteger(Number(value)) ? { label, op: '=~', value: `${value}(\\.0)?` } : { label, op: '=', value };
}
