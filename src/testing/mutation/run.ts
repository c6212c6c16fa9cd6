import type { HistogramMode } from '../../define/vector.js';
import type { RuleBody } from '../../types/testing.js';
import { type Answer, type Engine, isRefusal } from '../engine.js';
import { judge } from '../rules/judge.js';
import type { RuleTest } from '../rules/run.js';
import { type Batch, batchOf, culprit, type Numbered } from './batch.js';
import { mutantsOf } from './mutants.js';

export interface Outcome {
  readonly mutant: Numbered;
  /** Whether a test noticed. */
  readonly killed: boolean;
}

interface Options {
  readonly histograms: HistogramMode;
  /** At most so many, chosen by the seed. */
  readonly sample?: { readonly size: number; readonly seed: number } | undefined;
  readonly progress?: ((now: MutationProgress) => void) | undefined;
}

interface MutationProgress {
  readonly noticed: number;
  readonly mutants: number;
  /** Of this round: each test tries all changes that none has noticed before. */
  readonly run: number;
  readonly tests: number;
}

/**
 * Changes the rules, one thing at a time, and looks whether a test notices. Each mutant goes through the tests that
 * need its rule, one after the other, and only as long as none has noticed.
 */
export async function runMutants(
  tests: readonly RuleTest[],
  engine: Engine,
  options: Options,
): Promise<readonly Outcome[]> {
  const perRule = testsPerRule(tests);
  const all = [...perRule.keys()].flatMap((of) => mutantsOf(of).map((mutant) => ({ ...mutant, of })));
  const mutants: readonly Numbered[] = sampled(all, options.sample).map((mutant, number) => ({ ...mutant, number }));
  const killed = new Set<Numbered>();
  let alive = mutants;
  for (let round = 0; alive.length > 0; round += 1) {
    const batches = new Map<RuleTest, Numbered[]>();
    for (const mutant of alive) {
      const test = perRule.get(mutant.of)?.[round];
      if (test) batches.set(test, [...(batches.get(test) ?? []), mutant]);
    }
    const say = (run: number) =>
      options.progress?.({ noticed: killed.size, mutants: mutants.length, run, tests: batches.size });
    say(0);
    const watched: Engine = (jobs) => engine(jobs, say);
    for (const mutant of await noticed([...batches], watched, options)) killed.add(mutant);
    alive = alive.filter((mutant) => !killed.has(mutant) && (perRule.get(mutant.of)?.length ?? 0) > round + 1);
  }
  return mutants.map((mutant) => ({ mutant, killed: killed.has(mutant) }));
}

/** Of each rule the tests that need it, those that are quick first. */
function testsPerRule(tests: readonly RuleTest[]): ReadonlyMap<RuleBody, readonly RuleTest[]> {
  const perRule = new Map<RuleBody, RuleTest[]>();
  const effort = ({ expectations, simulation }: RuleTest) =>
    Math.max(...expectations.map(({ at }) => at)) / simulation.every;
  for (const test of [...tests].sort((a, b) => effort(a) - effort(b))) {
    for (const rule of test.simulation.groups.flatMap(({ rules }) => rules)) {
      perRule.set(rule, [...(perRule.get(rule) ?? []), test]);
    }
  }
  return perRule;
}

/** The mutants that a test notices. One that cannot even be evaluated is noticed too; the others are tried without it. */
async function noticed(
  tests: readonly (readonly [RuleTest, readonly Numbered[]])[],
  engine: Engine,
  options: Options,
): Promise<readonly Numbered[]> {
  if (tests.length === 0) return [];
  const batches = tests.map(([test, mutants]) => ({
    test,
    mutants,
    batch: batchOf(test, mutants, options.histograms),
  }));
  const answers = await engine(batches.map(({ batch }) => batch.job));
  const found: Numbered[] = [];
  const again: (readonly [RuleTest, readonly Numbered[]])[] = [];
  for (const [index, { test, mutants, batch }] of batches.entries()) {
    const own = answers[index] ?? [];
    if (!isRefusal(own)) {
      found.push(...judged(batch, own));
      continue;
    }
    const number = culprit(own);
    const failing = mutants.length === 1 ? mutants[0] : mutants.find((mutant) => mutant.number === number);
    if (failing) found.push(failing);
    // without a name of the one that fails, halves of them
    const middle = failing ? 0 : mutants.length >> 1;
    const rest = mutants.filter((mutant) => mutant !== failing);
    for (const half of [rest.slice(0, middle), rest.slice(middle)]) if (half.length > 0) again.push([test, half]);
  }
  return [...found, ...(await noticed(again, engine, options))];
}

function judged({ asked }: Batch, answers: readonly Answer[]): readonly Numbered[] {
  const rest = [...answers];
  return asked.flatMap(({ mutant, expectation, questions }) =>
    judge(expectation, rest.splice(0, questions)).length > 0 ? [mutant] : [],
  );
}

/** The same ones for the same seed. */
function sampled<T>(all: readonly T[], sample: Options['sample']): readonly T[] {
  if (!sample || sample.size >= all.length) return all;
  let state = sample.seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const ranked = all.map((one, index) => ({ index, one, rank: random() }));
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, sample.size)
    .sort((a, b) => a.index - b.index)
    .map(({ one }) => one);
}
