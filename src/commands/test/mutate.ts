import type { PreparedTest } from '../../compile/tests/prepare.js';
import type { Survivor } from '../../define/survivor.js';
import type { Environment } from '../../load/project.js';
import { nearest } from '../../nearest.js';
import type { Engine } from '../../testing/engine.js';
import { mutantsOf } from '../../testing/mutation/mutants.js';
import { type Outcome, runMutants } from '../../testing/mutation/run.js';
import type { Mutation, MutationPart, RuleBody } from '../../types/testing.js';
import type { Diagnostic } from '../../types.js';

interface Options {
  readonly sample?: number | undefined;
  readonly seed?: number | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

export interface Mutated {
  readonly mutation: Mutation;
  /** What the definitions say of survivors and is not so. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Changes the rules of an environment, one thing at a time, and counts what its tests notice. */
export async function mutate(
  environment: Environment,
  tests: readonly PreparedTest[],
  engine: Engine,
  options: Options,
): Promise<Mutated> {
  const { sample, seed = 1, progress } = options;
  const outcomes = await runMutants(tests, engine, {
    histograms: environment.config.histograms ?? 'classic',
    sample: sample === undefined ? undefined : { size: sample, seed },
    progress: ({ noticed, mutants, run, tests }) =>
      progress?.(
        `changing the rules of ${environment.name}: ${noticed} of ${mutants} changes noticed, ${run} of ${tests} tests`,
      ),
  });
  const definitionOf = (body: RuleBody) => tests[0]?.madeFrom(body) ?? body;
  const stated = environment.definitions.filter((one): one is Survivor => one.kind === 'survivor');
  const survivors = outcomes
    .filter(({ killed }) => !killed)
    .map(({ mutant: { of, what } }) => {
      const rule = definitionOf(of);
      const reason = stated.find((one) => one.changes.includes(what) && one.rules.some((each) => each === rule));
      return {
        rule: of.alert ?? of.record ?? '',
        kind: kindOf(of),
        what,
        ...(reason ? { why: reason.why } : {}),
        origin: environment.originOf(rule),
      };
    });
  const part = (kind: 'alert' | 'record'): MutationPart => {
    const own = outcomes.filter(({ mutant }) => kindOf(mutant.of) === kind);
    return {
      what: kind === 'alert' ? 'alert rules' : 'recording rules',
      mutants: own.length,
      killed: own.filter(({ killed }) => killed).length,
      explained: survivors.filter((one) => one.kind === kind && one.why !== undefined).length,
    };
  };
  return {
    mutation: {
      environment: environment.name,
      mutants: outcomes.length,
      killed: outcomes.length - survivors.length,
      parts: [part('alert'), part('record')],
      survivors,
    },
    diagnostics: wrongReasons(stated, outcomes, tests, { ...environment, definitionOf }),
  };
}

const kindOf = ({ alert }: RuleBody): 'alert' | 'record' => (alert === undefined ? 'record' : 'alert');

/** Reasons for what a test does notice, and for changes that there are not. */
function wrongReasons(
  stated: readonly Survivor[],
  outcomes: readonly Outcome[],
  tests: readonly PreparedTest[],
  { originOf, definitionOf }: Pick<Environment, 'originOf'> & { readonly definitionOf: (body: RuleBody) => object },
): readonly Diagnostic[] {
  const tested = new Set(tests.flatMap(({ simulation }) => simulation.groups.flatMap(({ rules }) => rules)));
  const bodies = new Map([...tested].map((body) => [definitionOf(body), body]));
  return stated.flatMap((one) =>
    one.rules.flatMap((rule) => {
      const body = bodies.get(rule);
      if (!body) return [];
      const known = mutantsOf(body).map(({ what }) => what);
      return one.changes.flatMap((change): Diagnostic[] => {
        const common = { code: 'test/survivor', severity: 'warning', origin: originOf(one) } as const;
        if (!known.includes(change)) {
          const meant = nearest(change, known);
          const help = `${meant === undefined ? '' : `did you mean "${meant}"? `}obsctl test --mutate says what they are called`;
          return [{ ...common, message: `${rule.name} has no change "${change}"`, help }];
        }
        const noticed = outcomes.some(({ mutant, killed }) => killed && mutant.of === body && mutant.what === change);
        return noticed
          ? [
              {
                ...common,
                message: `a test of ${rule.name} does notice "${change}"`,
                help: 'remove it from survivor()',
              },
            ]
          : [];
      });
    }),
  );
}
