import { didYouMean } from '../../nearest.js';
import type { AggregateExpr, BinaryExpr, Expr, SelectorExpr } from '../../promql/ast.js';
import { selectorsIn, walk } from '../../promql/walk.js';
import type { LiveNote } from './checks.js';
import type { Questions } from './questions.js';
import { canBeAsked, firmly, isVariable } from './selectors.js';

/** Labels that a part of a query should have, because something is done with them. */
export interface WantedLabels {
  readonly labels: readonly string[];
  /** As the query says it: `sum by (…)`. */
  readonly where: string;
  /** The parts of the query of which one should have each of them, */
  readonly parts: readonly Expr[];
  /** and where they are spoken of. */
  readonly at: Expr;
}

/** All that a query groups, matches and copies by. */
export function wantedLabels(query: Expr): WantedLabels[] {
  return walk(query).flatMap(({ expr }) => {
    if (expr.type === 'aggregate') return ofAggregate(expr);
    return expr.type === 'binary' ? ofBinary(expr) : [];
  });
}

function ofAggregate(at: AggregateExpr): WantedLabels[] {
  if (!at.grouping) return [];
  const { mode, labels } = at.grouping;
  return [{ labels, where: `${at.op} ${mode} (…)`, parts: [at.expr], at }];
}

function ofBinary(at: BinaryExpr): WantedLabels[] {
  if (!at.matching) return [];
  const { left, right } = at;
  const { mode, labels, group } = at.matching;
  const sides = mode === 'on' ? [[left], [right]] : [[left, right]];
  const copied = group && {
    labels: group.include,
    where: `group_${group.side} (…)`,
    parts: [group.side === 'left' ? right : left],
    at,
  };
  return [...sides.map((parts) => ({ labels, where: `${mode} (…)`, parts, at })), ...(copied ? [copied] : [])];
}

/** Which of the labels no series has that the server has of those parts. */
export async function lackingLabels(
  { labels, where, parts }: WantedLabels,
  records: ReadonlySet<string>,
  ask: Questions,
): Promise<LiveNote[]> {
  const wanted = labels.filter((label) => label !== '__name__' && !isVariable(label));
  const selectors = parts.flatMap((part) => selectorsIn(part));
  if (wanted.length === 0 || !parts.every((part) => isKnown(part, selectors, records))) return [];
  const answers = await Promise.all(
    selectors.map(async (selector) => ({ selector: firmly(selector), names: await ask.labels(firmly(selector)) })),
  );
  // that there are no series at all is said elsewhere
  if (answers.some(({ names }) => names.length === 0)) return [];
  const there = new Set([...answers.flatMap(({ names }) => names), ...parts.flatMap(made)]);
  const lacking = wanted.filter((label) => !there.has(label));
  if (lacking.length > 0) for (const { selector } of answers) ask.doubt('labels', selector);
  const of = [...new Set(answers.map(({ selector }) => selector))].join(', ');
  return lacking.map((label) => ({
    code: 'live/no-label',
    message: `${where} names the label ${label}, which no series of the server has as ${of}${didYouMean(label, [...there])}`,
    help: `it has ${[...there].filter((name) => name !== '__name__').join(', ')}`,
  }));
}

/** Whether its labels are those of series that the server has; what our own rules will record it may not have yet. */
function isKnown(part: Expr, selectors: readonly SelectorExpr[], records: ReadonlySet<string>): boolean {
  if (selectors.length === 0 || !selectors.every((one) => canBeAsked(one, records))) return false;
  // labels of these come from elsewhere
  return !walk(part).some(
    ({ expr }) =>
      expr.type === 'variable' ||
      expr.type === 'raw' ||
      (expr.type === 'selector' && (expr.variables ?? []).length > 0) ||
      (expr.type === 'call' && /^(vector|absent|absent_over_time|info)$/.test(expr.func)),
  );
}

/** Labels that functions make: the text that names them. */
function made(part: Expr): string[] {
  return walk(part).flatMap(({ expr }) => {
    const name =
      expr.type === 'call' && /^label_(replace|join)$/.test(expr.func)
        ? expr.args[1]
        : expr.type === 'aggregate' && expr.op === 'count_values'
          ? expr.param
          : undefined;
    return name?.type === 'string' ? [name.value] : [];
  });
}
