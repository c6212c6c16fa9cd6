import type { PreparedTest } from '../compile/tests/prepare.js';
import type { Environment } from '../load/project.js';
import type { Engine } from '../testing/engine.js';
import { runMutants } from '../testing/mutation/run.js';
import type { Mutation, RuleBody } from '../types/testing.js';

interface Options {
  readonly sample?: number | undefined;
  readonly seed?: number | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

/** Changes the rules of an environment, one thing at a time, and counts what its tests notice. */
export async function mutate(
  environment: Environment,
  tests: readonly PreparedTest[],
  engine: Engine,
  options: Options,
): Promise<Mutation> {
  const { sample, seed = 1, progress } = options;
  const outcomes = await runMutants(tests, engine, {
    histograms: environment.config.histograms ?? 'classic',
    sample: sample === undefined ? undefined : { size: sample, seed },
    progress: (done, all) => progress?.(`changing the rules of ${environment.name}: ${done} of ${all} changes noticed`),
  });
  const placeOf = (body: RuleBody) => environment.originOf(tests[0]?.madeFrom(body) ?? body);
  const survivors = outcomes
    .filter(({ killed }) => !killed)
    .map(({ mutant: { of, what } }) => ({
      rule: of.alert ?? of.record ?? '',
      what,
      origin: placeOf(of),
    }));
  return {
    environment: environment.name,
    mutants: outcomes.length,
    killed: outcomes.length - survivors.length,
    survivors,
  };
}
