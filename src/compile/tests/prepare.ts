import type { Expectation } from '../../define/expect.js';
import type { AlertRule, RecordingRule } from '../../define/rules.js';
import type { MessageExpectation } from '../../define/scenario.js';
import { seriesLines } from '../../define/series.js';
import type { Test } from '../../define/test.js';
import type { Expr } from '../../promql/ast.js';
import { evaluationOrder, reads } from '../../promql/dependencies.js';
import { durationSeconds } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import { walk } from '../../promql/walk.js';
import type { RuleBody, Simulation } from '../../types/testing.js';
import type { Resource } from '../../types.js';
import { type Input, ofKind } from '../input.js';

/** A test, with what an engine needs for it. */
export interface PreparedTest {
  readonly test: Test;
  /** What it expects here: of rules that the environment turns off, nothing. */
  readonly expectations: readonly Expectation[];
  /** Who should be told what, in a scenario. */
  readonly messages: readonly MessageExpectation[];
  readonly simulation: Simulation;
  /** Of each rule in it the definition, by its body. */
  readonly madeFrom: (body: RuleBody) => object | undefined;
}

interface Rule {
  readonly name: string;
  readonly alert: boolean;
  readonly labels: RuleBody['labels'];
  readonly expr: Expr;
  readonly body: RuleBody;
  readonly definition: AlertRule | RecordingRule;
}

interface Group {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/**
 * The tests that concern rules of this environment, each with the rules it needs and no others: one that is about
 * nothing but rules that the environment turns off is none of its tests.
 */
export function prepareTests(
  input: Input,
  resources: readonly Resource[],
  madeFrom: (part: object) => object | undefined,
): readonly PreparedTest[] {
  const tests = ofKind(input, 'test');
  if (tests.length === 0) return [];
  const groups = resources.flatMap((resource) =>
    resource.kind === 'prometheus/rules' ? groupsOf(resource, madeFrom, input) : [],
  );
  const there = new Set<object>(groups.flatMap((group) => group.rules.map(({ definition }) => definition)));
  const isThere = (one: Expectation) => (one.rule ? there.has(one.rule) : one.state === 'value');
  return tests.flatMap((test) => {
    const expectations = test.expectations.filter(isThere);
    const messages = test.messages.filter(({ receiver }) => receiver);
    if (expectations.length === 0 && messages.length === 0) return [];
    return [{ test, expectations, messages, simulation: simulationOf(test, expectations, groups, input), madeFrom }];
  });
}

function groupsOf({ body }: Resource, madeFrom: (part: object) => object | undefined, input: Input): readonly Group[] {
  const { groups } = body as { groups: readonly { name: string; interval: string; rules: readonly RuleBody[] }[] };
  return groups.map(({ name, interval, rules }) => ({
    name,
    interval,
    rules: rules.map((rule) => {
      const definition = madeFrom(rule) as AlertRule | RecordingRule;
      return {
        name: rule.alert ?? rule.record ?? '',
        alert: rule.alert !== undefined,
        labels: rule.labels,
        expr: whole(definition.query.toExpr(input.histograms)),
        body: rule,
        definition,
      };
    }),
  }));
}

/** A tree without text in it. Whatever cannot be read may need anything. */
function whole(built: Expr): Expr {
  if (!walk(built).some(({ expr }) => expr.type === 'raw')) return built;
  return parse(print(built)).expr ?? { type: 'selector', matchers: [] };
}

function simulationOf(
  test: Test,
  expectations: readonly Expectation[],
  groups: readonly Group[],
  input: Input,
): Simulation {
  const needed = neededRules(test, expectations, groups, input);
  const kept = groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter(({ rules }) => rules.length > 0);
  const every = test.every ?? Math.min(60, ...kept.map(({ interval }) => durationSeconds(interval)));
  const end = Math.max(...[...expectations, ...test.messages].map(({ at }) => at));
  const { step } = test;
  return {
    groups: evaluationOrder(kept).map(({ name, interval, rules }) => ({
      name,
      interval,
      rules: rules.map(({ body }) => body),
    })),
    every,
    step,
    series: test.series.flatMap((given) => seriesLines(given, { step, end, histograms: input.histograms })),
  };
}

function neededRules(
  { series, begins }: Test,
  expectations: readonly Expectation[],
  groups: readonly Group[],
  input: Input,
): ReadonlySet<Rule> {
  // a series that the test states stands for the rule that would record it
  const stated = new Set(series.map(({ name }) => name));
  const asked = new Set<object | undefined>(expectations.map(({ rule }) => rule));
  const queries = expectations.flatMap((one) =>
    one.state === 'value' ? [whole(one.query.toExpr(input.histograms))] : [],
  );
  const rules = groups.flatMap((group) => group.rules);
  const needed = new Set<Rule>();
  const seen = begins === undefined ? new Set<Rule>() : alertsSeeing(series, rules);
  const rest = rules.filter(
    (rule) => asked.has(rule.definition) || seen.has(rule) || queries.some((query) => reads(query, rule)),
  );
  for (let rule = rest.pop(); rule; rule = rest.pop()) {
    if (needed.has(rule) || (!rule.alert && stated.has(rule.name))) continue;
    needed.add(rule);
    rest.push(...read(rule, rules));
  }
  return needed;
}

/** Alert rules that see any of the series, directly or through others: in a scenario each may mute another one. */
function alertsSeeing(series: Test['series'], rules: readonly Rule[]): ReadonlySet<Rule> {
  const names = series.flatMap(({ name }) => ['', '_bucket', '_sum', '_count'].map((part) => name + part));
  const seeing = new Set(rules.filter(({ expr }) => names.some((name) => reads(expr, { name, alert: false }))));
  for (const one of seeing) for (const rule of rules) if (!one.alert && reads(rule.expr, one)) seeing.add(rule);
  return new Set([...seeing].filter(({ alert }) => alert));
}

const readRules = new WeakMap<Rule, readonly Rule[]>();

/** The rules whose results a rule reads; the same for every test of an environment. */
function read(rule: Rule, rules: readonly Rule[]): readonly Rule[] {
  let found = readRules.get(rule);
  if (!found) {
    found = rules.filter((other) => reads(rule.expr, other));
    readRules.set(rule, found);
  }
  return found;
}
