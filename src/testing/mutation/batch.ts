import type { Expectation } from '../../define/expect.js';
import type { HistogramMode } from '../../define/vector.js';
import type { Expr } from '../../promql/ast.js';
import { withSelectors } from '../../promql/children.js';
import { reads } from '../../promql/dependencies.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import type { RuleBody } from '../../types/testing.js';
import type { Job, Question, Refusal } from '../engine.js';
import { questionsOf } from '../rules/questions.js';
import type { RuleTest } from '../rules/run.js';
import type { Mutant } from './mutants.js';

/** A mutant among others, told apart by its number. */
export interface Numbered extends Mutant {
  readonly number: number;
  readonly of: RuleBody;
}

/** What is asked about one mutant: of each expectation that it can disappoint. */
interface Asked {
  readonly mutant: Numbered;
  readonly expectation: Expectation;
  readonly questions: number;
}

export interface Batch {
  readonly job: Job;
  readonly asked: readonly Asked[];
}

/**
 * One job for many mutants of a test's rules: beside the rules stand the mutants under names of their own, and with
 * each mutant of a recording rule copies of those that read it.
 */
export function batchOf(
  { expectations, simulation }: RuleTest,
  mutants: readonly Numbered[],
  histograms: HistogramMode,
): Batch {
  const rules = simulation.groups
    .flatMap((group) => group.rules)
    .map((body) => ({ body, expr: tree(body.expr), ...named(body) }));
  const asked: Asked[] = [];
  const questions: Question[] = [];
  const copies = new Map<RuleBody, RuleBody[]>();
  for (const mutant of mutants) {
    const touched = touchedBy(mutant.of, rules);
    const rename = (expr: Expr) => renamed(tree(print(expr)), touched, mutant.number);
    for (const { body } of touched) {
      const own = body === mutant.of ? mutant.body : body;
      copies.set(body, [...(copies.get(body) ?? []), copy(own, rename(tree(own.expr)), mutant.number)]);
    }
    for (const expectation of expectations) {
      const asks = questionsOf(expectation, histograms, { rename, suffix: suffix(mutant.number) });
      const concerned =
        expectation.state === 'value'
          ? touched.some((rule) => reads(tree(print(expectation.query.toExpr(histograms))), rule))
          : touched.some(({ body }) => isRule(body, expectation));
      if (!concerned) continue;
      asked.push({ mutant, expectation, questions: asks.length });
      questions.push(...asks);
    }
  }
  const groups = simulation.groups.map((group) => ({
    ...group,
    rules: group.rules.flatMap((body) => [body, ...(copies.get(body) ?? [])]),
  }));
  return { job: { simulation: { ...simulation, groups }, questions }, asked };
}

interface Rule {
  readonly body: RuleBody;
  readonly expr: Expr;
  readonly name: string;
  readonly alert: boolean;
  readonly labels: RuleBody['labels'];
}

const named = ({ record, alert, labels }: RuleBody) => ({
  name: alert ?? record ?? '',
  alert: alert !== undefined,
  labels,
});

/** The rule, and all that read what it makes, directly or through others. */
function touchedBy(of: RuleBody, rules: readonly Rule[]): readonly Rule[] {
  const touched = new Set(rules.filter(({ body }) => body === of));
  for (const rule of touched) {
    for (const other of rules) if (!rule.alert && reads(other.expr, rule)) touched.add(other);
  }
  return rules.filter((rule) => touched.has(rule));
}

function renamed(expr: Expr, touched: readonly Rule[], number: number): Expr {
  const names = new Set(touched.flatMap(({ alert, name }) => (alert ? [] : [name])));
  return withSelectors(expr, (selector) =>
    selector.name !== undefined && names.has(selector.name)
      ? { ...selector, name: `${selector.name}${suffix(number)}` }
      : selector,
  );
}

function copy(body: RuleBody, expr: Expr, number: number): RuleBody {
  const text = print(expr);
  return body.alert === undefined
    ? { ...body, record: `${body.record}${suffix(number)}`, expr: text }
    : { ...body, alert: `${body.alert}${suffix(number)}`, expr: text };
}

const suffix = (number: number) => `:mutant${number}`;

/** The number of the mutant whose rule could not be evaluated. */
export function culprit({ rule = '' }: Refusal): number | undefined {
  const found = /:mutant(\d+)$/.exec(rule);
  return found ? Number(found[1]) : undefined;
}

function isRule(body: RuleBody, expectation: Expectation): boolean {
  if (expectation.state === 'value' || !expectation.rule) return false;
  const { name, labels } = expectation.rule;
  return body.alert === name && JSON.stringify(body.labels ?? {}) === JSON.stringify(labels);
}

const trees = new Map<string, Expr>();

function tree(text: string): Expr {
  const known = trees.get(text);
  if (known) return known;
  const expr: Expr = parse(text).expr ?? { type: 'selector', matchers: [] };
  trees.set(text, expr);
  return expr;
}
