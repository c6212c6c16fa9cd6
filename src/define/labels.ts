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

/** Conditions as matchers, in the order they were written. Several values in a list mean any of them. */
export function matchersOf(where: Readonly<Record<string, unknown>>): Matcher[] {
  return Object.keys(where).flatMap((label) => {
    const condition = where[label];
    if (condition === undefined) return [];
    // nearly all are like that
    if (typeof condition === 'string') return anyOf(label, [condition]);
    const all = (Array.isArray(condition) ? condition : [condition]) as readonly (string | LabelMatch)[];
    const values = all.filter((one) => typeof one === 'string');
    const comparisons = all.filter((one) => typeof one !== 'string');
    return [...anyOf(label, values), ...comparisons.map(({ op, value }): Matcher => ({ label, op, value }))];
  });
}

function anyOf(label: string, values: readonly string[]): Matcher[] {
  const [first] = values;
  if (first === undefined) return [];
  if (values.length === 1) return [{ label, op: '=', value: first }];
  return [{ label, op: '=~', value: values.map(literal).join('|') }];
}

/** Text that matches itself; a variable of a dashboard stays one. */
function literal(text: string): string {
  return text.startsWith('$') ? text : text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * Matches a label that holds a number however it was written: Prometheus 3 stores `le="1"` as `"1.0"`, older ones do
 * not, and Go writes large and small numbers with an exponent.
 */
export function numberMatcher(label: string, value: string): Matcher {
  const number = Number(value);
  const spellings = new Set([value, ...exponent(number)]);
  const whole = Number.isInteger(number);
  if (!whole && spellings.size === 1) return { label, op: '=', value };
  const patterns = [...spellings].map((text) => `${literal(text)}${whole && !text.includes('e') ? '(\\.0)?' : ''}`);
  return { label, op: '=~', value: patterns.join('|') };
}

/** How Go writes what is at least a million, or less than a ten-thousandth. */
function exponent(number: number): readonly string[] {
  const size = Math.abs(number);
  if (!Number.isFinite(number) || size === 0 || (size >= 1e-4 && size < 1e6)) return [];
  return [number.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')];
}
