import { UserError } from '../errors.js';
import type { Expr, SelectorExpr } from '../promql/ast.js';
import { print } from '../promql/print.js';
import { type LabelSpec, matchersOf, type NoLabels, type Where } from './labels.js';
import type { Gauge } from './metric.js';
import { mustFit } from './options.js';
import { type Unit, units } from './units.js';
import {
  type AnyVector,
  type HistogramMode,
  mustBeVector,
  type Nature,
  type Plain,
  type Scalar,
  scalarOf,
  type Vector,
  vector,
} from './vector.js';

/** The moment of evaluation, in seconds since 1970. */
export function time(): Scalar<'seconds'> {
  return scalarOf('seconds', () => call('time'));
}

/** A vector of one series as a plain number that fits any labels. */
export function scalar<U extends Unit>(of: Vector<NoLabels, U, Nature>): Scalar<U> {
  return scalarOf(of.unit, (mode) => call('scalar', of.toExpr(mode)));
}

/** A constant as a series without labels. */
export function constant(value: number): Vector<NoLabels, 'unknown', 'value'> {
  return vector({ unit: 'unknown', labels: {}, toExpr: () => call('vector', number(value)) }, 'value');
}

/** The value, or 0 where there is no series at all: `of or vector(0)`. */
export function orZero<U extends Unit, Q extends Nature>(of: Vector<NoLabels, U, Q>): Vector<NoLabels, U, Q> {
  return vector(
    {
      unit: of.unit,
      labels: {},
      toExpr: (mode) => ({
        type: 'binary',
        op: 'or',
        left: of.toExpr(mode),
        right: call('vector', number(0)),
      }),
    },
    of.nature,
  );
}

/**
 * 1 where no series meets the conditions. The result carries the labels compared for equality, so
 * name them here and not with `where`.
 */
export function absent<L, const W extends Where<L>>(
  series: Gauge<string, L, Unit, Nature>,
  conditions: W,
): Vector<Pick<L, keyof W & keyof L>, 'state', 'value'> {
  const narrowed = series.where(conditions);
  const kept = matchersOf(conditions as Record<string, unknown>)
    .filter((matcher) => matcher.op === '=')
    .map((matcher): [string, LabelSpec[string]] => [matcher.label, series.labels[matcher.label] ?? null]);
  return vector(
    {
      unit: 'state',
      labels: Object.fromEntries(kept),
      toExpr: (mode) => call('absent', narrowed.toExpr(mode)),
    },
    'value',
  );
}

/** Values above `limit` become `limit`. */
export function clampMax<V extends AnyVector>(of: V, limit: number): Plain<V> {
  return mapped(of, (expr) => call('clamp_max', expr, number(limit)));
}

/** Values below `limit` become `limit`. */
export function clampMin<V extends AnyVector>(of: V, limit: number): Plain<V> {
  return mapped(of, (expr) => call('clamp_min', expr, number(limit)));
}

/** Largest first. */
export function sortDesc<V extends AnyVector>(of: V): Plain<V> {
  return mapped(of, (expr) => call('sort_desc', expr));
}

/**
 * One label more, from the value of another: where `pattern` matches all of it, `replacement` with what `$1` stands for;
 * elsewhere everything stays as it is.
 */
export function labelReplace<const Label extends string, L, U extends Unit, Q extends Nature>(
  of: Vector<L, U, Q>,
  label: Label,
  replacement: string,
  source: keyof L & string,
  pattern: string,
): Vector<L & Readonly<Record<Label, string>>, U, Q> {
  mustBeVector('labelReplace()', of);
  const { unit, labels, nature } = of;
  if (labels && !(source in labels)) {
    throw new UserError(`labelReplace() reads the label "${source}", which does not exist at this point`, {
      code: 'query/unknown-label',
      help: `the labels here are ${Object.keys(labels).join(', ') || 'none'}`,
    });
  }
  const texts = [label, replacement, source, pattern].map((value): Expr => ({ type: 'string', value }));
  const toExpr = (mode: HistogramMode) => call('label_replace', of.toExpr(mode), ...texts);
  return vector({ unit, labels: labels && { ...labels, [label]: null }, toExpr }, nature);
}

/** States the unit of a result that arithmetic could not tell, or of which a counted number is a measure. */
export function withUnit<L, U extends Unit, Q extends Nature>(
  of: Vector<L, 'unknown' | 'count', Q>,
  unit: U,
): Vector<L, U, Q> {
  mustFit<{ unit: Unit }>('withUnit()', { unit }, { unit: { oneOf: units } });
  return { ...of, unit };
}

function mapped<V extends AnyVector>(of: V, change: (expr: Expr) => Expr): Plain<V> {
  mustBeVector('this function', of);
  const { unit, labels, nature } = of;
  return vector({ unit, labels, toExpr: (mode) => change(of.toExpr(mode)) }, nature) as Plain<V>;
}

function call(func: string, ...args: Expr[]): Expr {
  return { type: 'call', func, args };
}

function number(value: number): Expr {
  return { type: 'number', value };
}

/**
 * PromQL as text, for what the functions here cannot say. Metrics and queries may be inserted.
 * The type checker believes the labels stated: promql<{ service: string }>`…`.
 */
export function promql<L = NoLabels>(
  strings: TemplateStringsArray,
  ...values: readonly (AnyVector | { readonly selector: SelectorExpr } | string | number)[]
): Vector<L, 'unknown', 'value'> {
  const missing = values.findIndex((value) => value === undefined || value === null);
  if (missing >= 0) {
    throw new UserError(`value ${missing + 1} of this query does not exist`, {
      code: 'query/undefined',
      help: 'check the import it comes from',
    });
  }
  const text = (mode: HistogramMode) =>
    strings.reduce((before, part, index) => {
      const value = values[index - 1];
      return `${before}${value === undefined ? '' : insertion(value, mode)}${part}`;
    });
  return vector({ unit: 'unknown', labels: undefined, toExpr: (mode) => ({ type: 'raw', text: text(mode) }) }, 'value');
}

function insertion(
  value: AnyVector | { readonly selector: SelectorExpr } | string | number,
  mode: HistogramMode,
): string {
  if (typeof value !== 'object') return String(value);
  if ('selector' in value) return print(value.selector);
  const expr = value.toExpr(mode);
  return ['binary', 'negate', 'raw'].includes(expr.type) ? `(${print(expr)})` : print(expr);
}
