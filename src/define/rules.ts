import { UserError } from '../errors.js';
import type { LabelSpec, NoLabels } from './labels.js';
import { type Gauge, gaugeSeries } from './metric.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeName, wanted } from './parts.js';
import { type Dimension, dimensionOf, type Unit, units } from './units.js';
import { type AnyVector, type Duration, mustBeVector, type Nature, type Vector } from './vector.js';

/** A recording rule: a query under a name, and itself a metric whose labels follow from the query. */
export interface Recording<N extends string, L, U extends Unit, Q extends Nature = 'value'> extends Gauge<N, L, U, Q> {
  readonly rule: RecordingRule;
}

export interface RecordingRule {
  readonly kind: 'record';
  readonly name: string;
  readonly query: AnyVector;
  /** Labels the rule adds to every result. */
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: Unit;
}

interface RecordOptions<U extends Unit, S> {
  /** Labels the rule adds to every result. */
  readonly labels?: S;
  /** Needed where arithmetic cannot tell the unit; otherwise of the same dimension as the query's. */
  readonly unit?: U;
}

const recordOptions: OptionsOf<RecordOptions<Unit, Readonly<Record<string, string>>>> = {
  labels: 'any?',
  unit: { oneOf: units, optional: true },
};

type RecordedUnit<QueryUnit extends Unit, Stated extends Unit> = [Stated] extends [never] ? QueryUnit : Stated;

/** Passes where the stated unit does not contradict the query's; otherwise a type that names both. */
type Agreeing<QueryUnit extends Unit, Stated extends Unit> = 'unknown' extends QueryUnit
  ? unknown
  : [Dimension<Stated>] extends [Dimension<QueryUnit>]
    ? unknown
    : `the query is in ${QueryUnit}, not in ${Stated}`;

/** A recording rule, named `level:metric:operations`. */
export function record<
  const N extends string,
  L,
  U extends Unit,
  Q extends Nature,
  const Stated extends Unit = never,
  const S extends Record<string, string> = NoLabels,
>(
  name: N,
  query: Vector<L, U, Q>,
  options: RecordOptions<Stated, S> & Agreeing<U, Stated> = {} as never,
): Recording<N, L & S, RecordedUnit<U, Stated>, Q> {
  mustBeName(name, 'a recording rule');
  mustBeVector(name, query);
  mustFit(`the recording rule ${name}`, options, recordOptions);
  const unit = (options.unit ?? query.unit) as RecordedUnit<U, Stated>;
  if (options.unit && query.unit !== 'unknown' && dimensionOf(options.unit) !== dimensionOf(query.unit)) {
    throw new UserError(`${name} is in ${query.unit}, not in ${options.unit}`, { code: 'query/units-differ' });
  }
  const added = options.labels ?? {};
  mustBeTexts(added, `labels of the recording rule ${name}`);
  const labels: LabelSpec = {
    ...query.labels,
    ...Object.fromEntries(Object.entries<string>(added).map(([label, value]) => [label, [value]])),
  };
  const rule: RecordingRule = { kind: 'record', name, query, labels: added, unit };
  const series = { name, unit, labels, selector: { type: 'selector', name, matchers: [] } as const };
  return remember({
    ...gaugeSeries<N, L & S, RecordedUnit<U, Stated>, Q>({ ...series, definition: undefined }, query.nature),
    rule: remember(rule),
  });
}

/** An alert rule, as `alert()` makes it. */
export interface AlertRule {
  readonly kind: 'alert';
  readonly name: string;
  readonly query: AnyVector;
  readonly for?: Duration;
  readonly keepFiringFor?: Duration;
  /** Values may be Go templates; never a measured value, which would make each change a new alert. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface AlertOptions {
  /** The condition: it fires for each series the query returns. */
  readonly expr: AnyVector;
  /** How long the condition has to hold before the alert fires. */
  readonly for?: Duration;
  /** How long the alert goes on firing after the condition has ended. */
  readonly keepFiringFor?: Duration;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const alertOptions: OptionsOf<AlertOptions> = {
  expr: 'own',
  for: 'own?',
  keepFiringFor: 'own?',
  labels: 'own',
  annotations: 'own',
};

/** An alert rule. Two rules may share a name, one for each severity. */
export function alert(name: string, options: AlertOptions): AlertRule {
  mustBeName(name, 'an alert');
  mustFit(`the alert ${name}`, options, alertOptions);
  const { expr, ...rest } = options;
  mustBeVector(`the alert ${name}`, expr);
  mustBeTexts(options.labels, `labels of the alert ${name}`);
  mustBeTexts(options.annotations, `annotations of the alert ${name}`);
  mustBePending(name, 'for', options.for);
  mustBePending(name, 'keepFiringFor', options.keepFiringFor);
  return remember({ kind: 'alert', name, query: expr, ...rest });
}

/** Refuses what the type would, for definitions run without being checked; other than elsewhere it may be none: 0s. */
function mustBePending(name: string, key: string, duration: unknown): void {
  if (duration === undefined || (typeof duration === 'string' && /^(\d+(ms|[smhdwy]))+$/.test(duration))) return;
  throw new UserError(`${key} of the alert ${name} is ${JSON.stringify(duration)}, which is no duration`, {
    code: 'rule/duration',
    help: 'a whole number and a unit: 90s, 5m, 1h',
    path: [key],
  });
}

/** Refuses what the type would, for definitions run without being checked. */
function mustBeTexts(texts: unknown, what: string): void {
  const entries = typeof texts === 'object' && texts !== null ? Object.entries(texts) : undefined;
  const wrong = entries?.find(([, text]) => typeof text !== 'string');
  if (entries && !wrong) return;
  throw new UserError(wrong ? `${wrong[0]} among the ${what} is no text` : `the ${what} are missing`, {
    code: 'rule/texts',
    help: "write { severity: 'warning' }",
  });
}

/** Rules that Prometheus evaluates together, in order. */
export interface RuleGroup {
  readonly kind: 'rule-group';
  readonly name: string;
  readonly interval: Duration;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}

interface GroupOptions {
  readonly interval: Duration;
}

const groupOptions: OptionsOf<GroupOptions> = { interval: 'duration' };

type Rule = AlertRule | { readonly rule: RecordingRule };

/** A rule group becomes one file, `rules/<name>.yaml`. `false` stands for a rule an environment turns off. */
export function ruleGroup(
  name: string,
  options: GroupOptions,
  rules: readonly (Rule | false | undefined)[],
): RuleGroup {
  mustBeName(name, 'a rule group');
  mustFit(`the rule group ${name}`, options, groupOptions);
  return remember({
    kind: 'rule-group',
    name,
    interval: options.interval,
    rules: wanted(rules, `rules of the rule group ${name}`).map((rule) => ('rule' in rule ? rule.rule : rule)),
  });
}
