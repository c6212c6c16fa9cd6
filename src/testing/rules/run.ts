import type { Expectation } from '../../define/expect.js';
import type { Test } from '../../define/test.js';
import type { HistogramMode } from '../../define/vector.js';
import type { Difference, Simulation, TestResult } from '../../types/testing.js';
import type { Origin } from '../../types.js';
import { type Answers, type Engine, isRefusal, type Question } from '../engine.js';
import { judge } from './judge.js';
import { questionsOf } from './questions.js';

export interface RuleTest {
  readonly test: Test;
  readonly expectations: readonly Expectation[];
  readonly simulation: Simulation;
}

export interface Options {
  readonly environment: string;
  readonly histograms: HistogramMode;
  readonly originOf: (thing: object) => Origin;
  readonly progress?: ((done: number) => void) | undefined;
}

/** Runs rule tests in an engine, and says of each what is not as expected. */
export async function runRuleTests(
  tests: readonly RuleTest[],
  engine: Engine,
  options: Options,
): Promise<readonly TestResult[]> {
  const asked = tests.map((one) => ({ ...one, questions: rulesAsked(one, options) }));
  const answers = await engine(
    asked.map(({ simulation, questions }) => ({ simulation, questions })),
    options.progress,
  );
  return asked.map((one, index) => result(one.test, options, rulesJudged(one, answers[index] ?? [], options)));
}

/** What has to be known to judge what a test expects of rules. */
export function rulesAsked({ expectations }: RuleTest, { histograms }: Options): readonly Question[] {
  return expectations.flatMap((one) => questionsOf(one, histograms));
}

/** What of the rules is not as a test expects it. */
export function rulesJudged(test: RuleTest, answers: Answers, options: Options): readonly Difference[] {
  // said once, as nothing that the test expects can be judged
  if (isRefusal(answers)) return [{ message: answers.refused }];
  const { histograms, originOf } = options;
  const rest = [...answers];
  return test.expectations.flatMap((one) =>
    judge(one, rest.splice(0, questionsOf(one, histograms).length)).map((difference) => ({
      ...difference,
      origin: originOf(one),
    })),
  );
}

/** The same tests, where there is nothing that could run them. */
export function notRun(tests: readonly RuleTest[], reason: string, options: Options): readonly TestResult[] {
  return tests.map(({ test }) => ({ ...result(test, options, []), status: 'skipped', reason }));
}

export function result(test: Test, { environment, originOf }: Options, differences: readonly Difference[]): TestResult {
  return {
    name: test.name,
    kind: test.begins === undefined ? 'rules' : 'scenario',
    environment,
    status: differences.length > 0 ? 'failed' : 'passed',
    origin: originOf(test),
    differences,
  };
}
