import { expect, it } from 'vitest';
import type { AlertRule } from '../../src/define/rules.js';
import { runMutants } from '../../src/testing/mutation/run.js';
import { promtoolEngine } from '../../src/testing/promtool/engine.js';
import { slots } from '../../src/testing/promtool/slots.js';
import type { RuleTest } from '../../src/testing/rules/run.js';
import { describeOn } from '../real/describe-on.js';
import { binary } from '../real/servers.js';

/** An alert of this query that should fire: the test notices nothing but that it does not. */
function firing(expr: string, series: RuleTest['simulation']['series']): RuleTest {
  const rule = { kind: 'alert', name: 'High', labels: {} } as AlertRule;
  return {
    test: { kind: 'test', name: 'x', step: 60, every: undefined, series: [], expectations: [], messages: [] },
    expectations: [{ kind: 'expectation', state: 'firing', at: 300, rule, alerts: [] }],
    simulation: {
      groups: [{ name: 'g', interval: '60s', rules: [{ alert: 'High', expr }] }],
      ...{ every: 60, step: 60, series },
    },
  };
}

describeOn(['bookworm', 'trixie', 'forky'], 'mutants in promtool of %s', (generation) => {
  const engine = promtoolEngine(binary(generation, 'promtool'), { slots: slots(2) });
  const survivors = async (test: RuleTest) => {
    const outcomes = await runMutants([test], engine, { histograms: 'classic' });
    return outcomes.filter(({ killed }) => !killed).map(({ mutant }) => mutant.what);
  };

  it('are not taken for noticed because another one is refused before anything runs', async () => {
    // without its only matcher it would read every series, which is no query
    const test = firing('{__name__="m"} > 10', [{ series: 'm', values: '100x9' }]);
    expect(await survivors(test)).toEqual(['10 became 12, after {__name__="m"}', '10 became 8, after {__name__="m"}']);
  });

  it('are not taken for noticed because another one fails on the way', async () => {
    const test = firing('m > on () n{a="1"}', [
      { series: 'm', values: '100x9' },
      { series: 'n{a="1"}', values: '10x9' },
      { series: 'n{a="2"}', values: '_x3 10x9' },
    ]);
    // without its matcher it fails in the fourth minute; with the opposite one it fires as before
    expect(await survivors(test)).toEqual(['a="1" became a!="1", of n']);
  });
});
