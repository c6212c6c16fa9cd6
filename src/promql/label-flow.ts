import type { AggregateExpr, BinaryExpr, CallExpr, Expr, SelectorExpr, Span } from './ast.js';
import { matchesEmpty } from './parse-selector.js';

/** Which labels the series of a result have. */
export interface LabelFlow {
  /** Labels that every series has, with the value where there is only one. */
  readonly sure: ReadonlyMap<string, string | undefined>;
  /** Labels that a series may have beside them; undefined where it may have any. */
  readonly possible: ReadonlySet<string> | undefined;
  /** Labels that no series has although a series may have any, and where each was lost. */
  readonly gone: ReadonlyMap<string, Span | undefined>;
  /** Where all labels that are not possible were lost; undefined where the metric never had them. */
  readonly closedAt?: Span | undefined;
}

/** What is known of the series of a name. */
export type SeriesFlow = (name: string) => LabelFlow | undefined;

const none: ReadonlyMap<string, undefined> = new Map();
const anyLabels: LabelFlow = { sure: none, possible: undefined, gone: none };

/** Exactly these labels, each perhaps. */
export function onlyLabels(names: Iterable<string>, closedAt?: Span): LabelFlow {
  return { sure: none, possible: new Set(names), gone: none, closedAt };
}

/** Why no series has the label, or undefined where one may have it. */
export function missing(flow: LabelFlow, label: string): { readonly lostAt?: Span | undefined } | undefined {
  if (flow.sure.has(label)) return undefined;
  if (flow.gone.has(label)) return { lostAt: flow.gone.get(label) };
  return flow.possible === undefined || flow.possible.has(label) ? undefined : { lostAt: flow.closedAt };
}

/**
 * Follows labels from the series of a query to its result.
 * @param known what was found before of operations: in a long chain of them, each asks for all before it
 */
export function labelFlow(expr: Expr, series: SeriesFlow, known = new Map<Expr, LabelFlow>()): LabelFlow {
  // what passes all labels on
  let from = expr;
  while (from.type === 'range' || from.type === 'group' || from.type === 'negate' || from.type === 'subquery') {
    from = from.type === 'range' ? from.selector : from.expr;
  }
  if (from.type === 'selector') return selected(from, series);
  const follow = (inner: Expr) => labelFlow(inner, series, known);
  if (from.type !== 'binary') return followed(from, follow);
  const flow = known.get(from) ?? joined(from, follow);
  known.set(from, flow);
  return flow;
}

function followed(expr: Expr, follow: (inner: Expr) => LabelFlow): LabelFlow {
  switch (expr.type) {
    case 'call':
      return called(expr, follow);
    case 'aggregate':
      return aggregated(expr, follow);
    case 'variable':
    case 'raw':
      return anyLabels;
    default:
      return onlyLabels([], expr.span);
  }
}

function selected({ name, matchers, variables, span }: SelectorExpr, series: SeriesFlow): LabelFlow {
  const start = (name === undefined ? undefined : series(name)) ?? anyLabels;
  if (variables) return anyLabels;
  let flow = start;
  for (const matcher of matchers) {
    const { label, op, value } = matcher;
    if (label === '__name__' || isVariable(label)) continue;
    if (!matchesEmpty(matcher)) flow = surely(flow, label, op === '=' && !isVariable(value) ? value : undefined);
    else if (op === '=' && !isVariable(value)) flow = lost(flow, [label], matcher.span ?? span);
  }
  return flow;
}

function called({ func, args, span }: CallExpr, follow: (expr: Expr) => LabelFlow): LabelFlow {
  const inner = args.find((one) => one.type !== 'number' && one.type !== 'string');
  const text = (index: number) => (args[index]?.type === 'string' ? args[index].value : undefined);
  const flow = () => (inner ? follow(inner) : onlyLabels([], span));
  switch (func) {
    case 'absent':
    case 'absent_over_time':
      return ofAbsent(inner, span);
    case 'vector':
    case 'scalar':
    case 'time':
    case 'pi':
      return onlyLabels([], span);
    case 'histogram_quantile':
      return lost(args[1] ? follow(args[1]) : anyLabels, ['le'], span);
    case 'histogram_fraction':
      return lost(args[2] ? follow(args[2]) : anyLabels, ['le'], span);
    case 'quantile_over_time':
      return args[1] ? follow(args[1]) : anyLabels;
    case 'label_join':
      return maybe(flow(), text(1));
    case 'label_replace':
      return replaced(flow(), text(1), text(2), text(4));
    case 'histogram_quantiles':
      return surely(lost(flow(), ['le'], span), text(1) ?? '', undefined);
    case 'info':
      return { ...flow(), possible: undefined, gone: new Map() };
    default:
      return flow();
  }
}

/** `absent()` has the labels whose values its selector names. */
function ofAbsent(of: Expr | undefined, span: Span | undefined): LabelFlow {
  if (of?.type === 'group') return ofAbsent(of.expr, span);
  const selector = of?.type === 'range' ? of.selector : of;
  if (selector?.type !== 'selector') return onlyLabels([], span);
  const equal = selector.matchers.filter(({ op, value, label }) => op === '=' && value !== '' && label !== '__name__');
  const sure = new Map(equal.map(({ label, value }) => [label, isVariable(value) ? undefined : value]));
  return { sure, possible: new Set(), gone: new Map(), closedAt: span };
}

function replaced(flow: LabelFlow, target = '', replacement = '$1', pattern = ''): LabelFlow {
  if (target === '') return anyLabels;
  const always = pattern === '.*' || pattern === '(.*)';
  if (always && replacement === '') return lost(flow, [target], undefined);
  if (always && !replacement.includes('$')) return surely(flow, target, replacement);
  const sure = new Map(flow.sure);
  if (sure.has(target)) sure.set(target, undefined);
  return maybe({ ...flow, sure }, target);
}

function aggregated({ op, expr, param, grouping, span }: AggregateExpr, follow: (expr: Expr) => LabelFlow): LabelFlow {
  const inner = follow(expr);
  if (/^(topk|bottomk|limitk|limit_ratio)$/.test(op)) return inner;
  const flow = grouped(inner, grouping, span);
  if (op !== 'count_values') return flow;
  return param?.type === 'string' ? surely(flow, param.value, undefined) : anyLabels;
}

function grouped(inner: LabelFlow, grouping: AggregateExpr['grouping'], span: Span | undefined): LabelFlow {
  if (!grouping) return onlyLabels([], span);
  const { mode, labels } = grouping;
  if (labels.some(isVariable)) return anyLabels;
  return mode === 'without' ? lost(inner, labels, span) : kept(inner, labels, span);
}

/** Only these labels, where they were there before. */
function kept(flow: LabelFlow, labels: readonly string[], span: Span | undefined): LabelFlow {
  let sure: Map<string, string | undefined> | undefined;
  let gone: Map<string, Span | undefined> | undefined;
  const possible = new Set<string>();
  for (const label of labels) {
    const why = missing(flow, label);
    if (why) gone = (gone ?? new Map()).set(label, why.lostAt);
    else if (flow.sure.has(label)) sure = (sure ?? new Map()).set(label, flow.sure.get(label));
    else possible.add(label);
  }
  return { sure: sure ?? none, possible, gone: gone ?? none, closedAt: span };
}

function joined({ op, left, right, matching, span }: BinaryExpr, follow: (expr: Expr) => LabelFlow): LabelFlow {
  if (isNumber(left)) return follow(right);
  if (isNumber(right)) return follow(left);
  if (op === 'and' || op === 'unless') return follow(left);
  if (op === 'or') return either(follow(left), follow(right));
  if (!matching) return follow(left);
  const { mode, labels, group } = matching;
  if (labels.some(isVariable) || group?.include.some(isVariable)) return anyLabels;
  if (group) {
    const [many, one] = group.side === 'left' ? [follow(left), follow(right)] : [follow(right), follow(left)];
    return group.include.reduce((flow, label) => {
      if (one.sure.has(label)) return surely(flow, label, one.sure.get(label));
      return missing(one, label) ? lost(flow, [label], span) : maybe(withoutSure(flow, label), label);
    }, many);
  }
  return mode === 'on' ? kept(follow(left), labels, span) : lost(follow(left), labels, span);
}

function either(a: LabelFlow, b: LabelFlow): LabelFlow {
  const both = [...a.sure].filter(([label]) => b.sure.has(label));
  const sure = new Map(both.map(([label, value]) => [label, b.sure.get(label) === value ? value : undefined]));
  const possible =
    a.possible && b.possible
      ? new Set([...a.possible, ...b.possible, ...a.sure.keys(), ...b.sure.keys()].filter((label) => !sure.has(label)))
      : undefined;
  const gone = new Map([...a.gone].filter(([label]) => missing(b, label)));
  for (const [label, lostAt] of b.gone) if (missing(a, label)) gone.set(label, lostAt);
  return { sure, possible, gone, closedAt: a.closedAt ?? b.closedAt };
}

export function surely(flow: LabelFlow, label: string, value: string | undefined): LabelFlow {
  const { sure, possible, gone, closedAt } = flow;
  return { sure: new Map(sure).set(label, value), possible, gone: without(gone, label), closedAt };
}

function maybe(flow: LabelFlow, label: string | undefined): LabelFlow {
  if (label === undefined) return anyLabels;
  const possible = flow.possible && new Set(flow.possible).add(label);
  return { ...flow, possible, gone: without(flow.gone, label) };
}

function withoutSure(flow: LabelFlow, label: string): LabelFlow {
  return { ...flow, sure: without(flow.sure, label) };
}

function lost(flow: LabelFlow, labels: readonly string[], at: Span | undefined): LabelFlow {
  let { sure, possible, gone } = flow;
  for (const label of labels) {
    if (missing({ sure, possible, gone }, label)) continue;
    gone = new Map(gone).set(label, at);
    sure = without(sure, label);
    if (possible?.has(label)) possible = new Set([...possible].filter((one) => one !== label));
  }
  return { sure, possible, gone, closedAt: flow.closedAt };
}

function without<V>(map: ReadonlyMap<string, V>, name: string): ReadonlyMap<string, V> {
  return map.has(name) ? new Map([...map].filter(([one]) => one !== name)) : map;
}

/** Whether a query is one number, without labels. */
export function isNumber(expr: Expr): boolean {
  if (expr.type === 'group' || expr.type === 'negate') return isNumber(expr.expr);
  if (expr.type === 'binary') return isNumber(expr.left) && isNumber(expr.right);
  if (expr.type === 'call') return expr.func === 'scalar' || expr.func === 'time' || expr.func === 'pi';
  return expr.type === 'number';
}

/** Grafana's variables may become any text. */
function isVariable(text: string): boolean {
  return (text.includes('$') || text.includes('[')) && /\$\{?\w|\[\[/.test(text);
}
