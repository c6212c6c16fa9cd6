import type { Expectation } from '../../define/expect.js';
import type { Test } from '../../define/test.js';
import type { HistogramMode } from '../../define/vector.js';
import type { Difference, Simulation, TestResult } from '../../types/testing.js';
import type { Origin } from '../../types.js';
import type { Engine, Job } from '../engine.js';
import { judge } from './judge.js';
import { questionsOf } from './questions.js';

export interface RuleTest {
  readonly test: Test;
  readonly expectations: readonly Expectation[];
  readonly simulation: Simulation;
}

interface Options {
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
  const asked = tests.map(({ test, expectations, simulation }) => {
    const perExpectation = expectations.map((one) => questionsOf(one, options.histograms));
    return { test, expectations, perExpectation, job: { simulation, questions: perExpectation.flat() } satisfies Job };
  });
  const answers = await engine(
    asked.map(({ job }) => job),
    options.progress,
  );
  return asked.map(({ test, expectations, perExpectation }, index) => {
    const rest = [...(answers[index] ?? [])];
    const differences = expectations.flatMap((one, position) =>
      judge(one, rest.splice(0, perExpectation[position]?.length ?? 0)).map((difference) =>
        placed(difference, one, options),
      ),
    );
    return result(test, options, differences);
  });
}

/** The same tests, where there is nothing that could run them. */
export function notRun(tests: readonly RuleTest[], reason: string, options: Options): readonly TestResult[] {
  return tests.map(({ test }) => ({ ...result(test, options, []), status: 'skipped', reason }));
}

function placed(difference: Difference, expectation: Expectation, { originOf }: Options): Difference {
  return { ...difference, origin: originOf(expectation) };
}

function result(test: Test, { environment, originOf }: Options, differences: readonly Difference[]): TestResult {
  return {
    name: test.name,
    kind: 'rules',
    environment,
    status: differences.length > 0 ? 'failed' : 'passed',
    origin: originOf(test),
    differences,
  };
}
