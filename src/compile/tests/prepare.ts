import type { Expectation } from '../../define/expect.js';
import type { MessageExpectation } from '../../define/scenario.js';
import { seriesLines } from '../../define/series.js';
import type { Test } from '../../define/test.js';
import { evaluationOrder, namesRead, type Reader, reads } from '../../promql/dependencies.js';
import type { RuleBody, Simulation } from '../../types/testing.js';
import { type Input, ofKind } from '../input.js';
import { grouped, hasRule, type Rule, type Rules, rulesOf, type TestedGroup, whole } from './rules.js';

/** A test, with what an engine needs for it. */
export interface PreparedTest {
  readonly test: Test;
  /** What it expects here: of rules that the environment turns off, nothing. */
  readonly expectations: readonly Expectation[];
  /** Who should be told what, in a scenario. */
  readonly messages: readonly MessageExpectation[];
  readonly simulation: Simulation;
  /**
   * A recorded series that the test gives, and that its rule would make too of what else is given. Here it stands for
   * the rule; whoever runs whole groups gets both, which Prometheus refuses.
   */
  readonly madeTwice: string | undefined;
  /** Of each rule in it the definition, by its body. */
  readonly madeFrom: (body: RuleBody) => object | undefined;
}

/** What a test needs of the rules, in the order in which it is evaluated. */
interface Needed {
  readonly groups: Simulation['groups'];
  /** The shortest of their intervals, and at most a minute. */
  readonly seconds: number;
  readonly madeTwice: string | undefined;
}

/** All rules, and what tests have asked of them so far. */
interface Asked extends Rules {
  /** The groups for the rules that are asked for, by both: most tests ask for the same as the one before. */
  readonly found: Map<string, Needed>;
}

/**
 * The tests that concern rules of this environment, each with the rules it needs and no others: one that is about
 * nothing but rules that the environment turns off is none of its tests.
 */
export function prepareTests(
  input: Input,
  groups: readonly TestedGroup[],
  madeFrom: (part: object) => object | undefined,
): readonly PreparedTest[] {
  const tests = ofKind(input, 'test');
  if (tests.length === 0) return [];
  const rules = { ...rulesOf(groups), found: new Map() };
  const isThere = (one: Expectation) => (one.rule ? hasRule(rules, one.rule) : one.state === 'value');
  return tests.flatMap((test) => {
    const expectations = test.expectations.filter(isThere);
    const messages = test.messages.filter(({ receiver }) => receiver);
    if (expectations.length === 0 && messages.length === 0) return [];
    const needed = neededOf(test, expectations, rules, input);
    const simulation = simulationOf(test, expectations, needed, input);
    return [{ test, expectations, messages, simulation, madeTwice: needed.madeTwice, madeFrom }];
  });
}

function simulationOf(
  test: Test,
  expectations: readonly Expectation[],
  { groups, seconds }: Needed,
  input: Input,
): Simulation {
  const { step } = test;
  const times = { step, end: endOf(test, expectations), histograms: input.histograms };
  let series: Simulation['series'] | undefined;
  return {
    groups,
    every: test.every ?? seconds,
    step,
    // a build hardly ever asks for them
    get series() {
      series ??= test.series.flatMap((given) => seriesLines(given, times));
      return series;
    },
  };
}

/** When the last thing is expected, in seconds: series go on up to then. */
export function endOf({ messages }: Test, expectations: readonly Expectation[]): number {
  return Math.max(...[...expectations, ...messages].map(({ at }) => at));
}

function neededOf({ series, begins }: Test, expectations: readonly Expectation[], rules: Asked, input: Input): Needed {
  // a series that the test states stands for the rule that would record it
  const given = new Set(series.map(({ name }) => name));
  const stated = new Set([...given].filter((name) => rules.recorded.has(name)));
  const asked = new Set<Rule>();
  for (const one of expectations) {
    for (const rule of (one.rule && rules.byDefinition.get(one.rule)) ?? []) asked.add(rule);
    if (one.state !== 'value') continue;
    const query = whole(one.query.toExpr(input.histograms));
    for (const rule of readBy(query, rules)) asked.add(rule);
  }
  if (begins !== undefined) for (const rule of alertsSeeing(series, rules.all)) asked.add(rule);
  const key = [...[...asked].map(({ index }) => index), ...(stated.size > 0 ? given : [])].join(' ');
  let needed = rules.found.get(key);
  if (!needed) {
    const found = withTheirSources([...asked], stated, rules);
    const groups = new Set(found.map(({ group }) => group));
    const running = new Set(stated.size > 0 ? rules.all.filter(({ group }) => groups.has(group)) : []);
    const twice = [...running].find((rule) => stated.has(rule.name) && isMadeOf(rule, given, { running, rules }));
    needed = { ...inGroups(found), madeTwice: twice?.name };
    rules.found.set(key, needed);
  }
  return needed;
}

/** Rules and those whose results they read, and so on, in the order of their files. */
function withTheirSources(asked: readonly Rule[], stated: ReadonlySet<string>, rules: Rules): readonly Rule[] {
  const needed = new Set<Rule>();
  const rest = [...asked];
  for (let rule = rest.pop(); rule; rule = rest.pop()) {
    if (needed.has(rule) || (!rule.alert && stated.has(rule.name))) continue;
    needed.add(rule);
    rest.push(...sourcesOf(rule, rules));
  }
  return [...needed].sort((a, b) => a.index - b.index);
}

/** Whether a rule reads any of these series, directly or through other rules that run. */
function isMadeOf(
  rule: Rule,
  given: ReadonlySet<string>,
  { running, rules }: { readonly running: ReadonlySet<Rule>; readonly rules: Rules },
): boolean {
  const names = [...given].flatMap(withParts);
  const sources = new Set([rule]);
  for (const one of sources) {
    if (names.some((name) => reads(one.expr, { name, alert: false }))) return true;
    for (const source of sourcesOf(one, rules)) if (running.has(source)) sources.add(source);
  }
  return false;
}

/** The names of a series, which may be a histogram. */
const withParts = (name: string) => ['', '_bucket', '_sum', '_count'].map((part) => name + part);

function inGroups(rules: readonly Rule[]): Omit<Needed, 'madeTwice'> {
  const groups = [...grouped(rules, ({ group }) => group)].map(([group, rules]) => ({ ...group, rules }));
  return {
    groups: evaluationOrder(groups).map(({ name, interval, rules }) => ({
      name,
      interval,
      rules: rules.flatMap(({ body }) => body ?? []),
    })),
    seconds: Math.min(60, ...groups.map(({ seconds }) => seconds)),
  };
}

/** Alert rules that see any of the series, directly or through others: in a scenario each may mute another one. */
function alertsSeeing(series: Test['series'], rules: readonly Rule[]): ReadonlySet<Rule> {
  const names = series.flatMap(({ name }) => withParts(name));
  const seeing = new Set(rules.filter(({ expr }) => names.some((name) => reads(expr, { name, alert: false }))));
  for (const one of seeing) for (const rule of rules) if (!one.alert && reads(rule.expr, one)) seeing.add(rule);
  return new Set([...seeing].filter(({ alert }) => alert));
}

const sources = new WeakMap<Rule, readonly Rule[]>();

/** The rules whose results a rule reads; the same for every test of an environment. */
function sourcesOf(rule: Rule, rules: Rules): readonly Rule[] {
  let found = sources.get(rule);
  if (!found) {
    found = readBy(rule.expr, rules);
    sources.set(rule, found);
  }
  return found;
}

/** The rules whose results a query reads. */
function readBy(expr: Reader, { all, byName }: Rules): readonly Rule[] {
  const candidates = namesRead(expr)?.flatMap((name) => byName.get(name) ?? []) ?? all;
  return candidates.filter((rule) => reads(expr, rule));
}
