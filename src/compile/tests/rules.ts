import type { AlertRule, RecordingRule, RuleGroup } from '../../define/rules.js';
import type { Expr, SelectorExpr } from '../../promql/ast.js';
import { durationSeconds } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import { selectorsIn, walk } from '../../promql/walk.js';
import type { RuleBody } from '../../types/testing.js';
import type { Resource } from '../../types.js';
import type { Input } from '../input.js';

/** All that the files of tests take from a rule group. It is plain data, so that it can be remembered. */
export interface SeenGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly SeenRule[];
}

interface SeenRule {
  readonly name: string;
  readonly alert: boolean;
  /** Those of a record, which a query may ask for. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** What its query reads. */
  readonly expr: readonly SelectorExpr[];
}

type RuleDefinition = AlertRule | RecordingRule;

/** A rule group for tests, with the definitions of its rules, and what was made of them; neither where it is remembered. */
export interface TestedGroup extends SeenGroup {
  readonly definitions?: readonly RuleDefinition[];
  readonly bodies?: readonly RuleBody[];
}

export interface Rule extends SeenRule {
  /** Its place among all rules of the environment. */
  readonly index: number;
  readonly group: { readonly name: string; readonly interval: string; readonly seconds: number };
  readonly body: RuleBody | undefined;
  readonly definition: RuleDefinition | undefined;
}

/** All rules of an environment. */
export interface Rules {
  readonly all: readonly Rule[];
  readonly byDefinition: ReadonlyMap<RuleDefinition | undefined, readonly Rule[]>;
  readonly byName: ReadonlyMap<string, readonly Rule[]>;
  readonly recorded: ReadonlySet<string>;
}

/** The groups of compiled rule files. */
export function testedGroups(
  resources: readonly Resource[],
  madeFrom: (part: object) => object | undefined,
  input: Input,
): readonly TestedGroup[] {
  return resources.flatMap(({ kind, body }) => {
    if (kind !== 'prometheus/rules') return [];
    const { groups } = body as { groups: readonly { name: string; interval: string; rules: readonly RuleBody[] }[] };
    return groups.map(({ name, interval, rules: bodies }) => {
      const definitions = bodies.map((body) => madeFrom(body) as RuleDefinition);
      return { name, interval, bodies, definitions, rules: definitions.map((rule) => seen(rule, input)) };
    });
  });
}

/** What can be kept of groups. */
export function seenGroups(groups: readonly TestedGroup[]): readonly SeenGroup[] {
  return groups.map(({ name, interval, rules }) => ({ name, interval, rules }));
}

/** All groups of a last time, with those that are there now instead of what they were. */
export function withThose(
  last: readonly SeenGroup[],
  compiled: readonly TestedGroup[],
  evaluated: readonly RuleGroup[],
): readonly TestedGroup[] {
  const now = new Map(compiled.map((group) => [group.name, group]));
  const definitions = new Map(evaluated.map(({ name, rules }) => [name, rules]));
  return last.map((group) => {
    const rules = definitions.get(group.name);
    return now.get(group.name) ?? (rules ? { ...group, definitions: rules } : group);
  });
}

function seen(rule: RuleDefinition, input: Input): SeenRule {
  const selectors = selectorsIn(whole(rule.query.toExpr(input.histograms))).map(
    ({ name, matchers }): SelectorExpr => ({
      type: 'selector',
      ...(name === undefined ? {} : { name }),
      matchers: matchers.map(({ label, op, value }) => ({ label, op, value })),
    }),
  );
  const alert = rule.kind === 'alert';
  return { name: rule.name, alert, ...(alert ? {} : { labels: rule.labels }), expr: selectors };
}

export function rulesOf(groups: readonly TestedGroup[]): Rules {
  const all: Rule[] = [];
  for (const { name, interval, rules, bodies, definitions } of groups) {
    const group = { name, interval, seconds: durationSeconds(interval) };
    for (const [at, { name, alert, labels, expr }] of rules.entries()) {
      const [body, definition] = [bodies?.[at], definitions?.[at]];
      all.push({ index: all.length, group, name, alert, labels, expr, body, definition });
    }
  }
  return {
    all,
    byDefinition: grouped(all, ({ definition }) => definition),
    byName: grouped(all, ({ name }) => name),
    recorded: new Set(all.flatMap(({ name, alert }) => (alert ? [] : [name]))),
  };
}

/** Whether any group has a rule. Throws where that may be one whose definitions are not here. */
export function hasRule({ byDefinition, byName }: Rules, rule: RuleDefinition): boolean {
  if (byDefinition.has(rule)) return true;
  if (byName.get(rule.name)?.some(({ definition }) => !definition)) throw new Error(`whose ${rule.name} is this?`);
  return false;
}

export function grouped<K>(rules: readonly Rule[], by: (rule: Rule) => K): ReadonlyMap<K, readonly Rule[]> {
  const groups = new Map<K, Rule[]>();
  for (const rule of rules) {
    const group = groups.get(by(rule));
    if (group) group.push(rule);
    else groups.set(by(rule), [rule]);
  }
  return groups;
}

/** A tree without text in it. Whatever cannot be read may need anything. */
export function whole(built: Expr): Expr {
  if (!walk(built).some(({ expr }) => expr.type === 'raw')) return built;
  return parse(print(built)).expr ?? { type: 'selector', matchers: [] };
}
