import { expect, it } from 'vitest';
import { isRefusal, type Question } from '../../src/testing/engine.js';
import { promtoolEngine } from '../../src/testing/promtool/engine.js';
import { slots } from '../../src/testing/promtool/slots.js';
import type { Simulation } from '../../src/types/testing.js';
import { describeOn } from '../real/describe-on.js';
import { binary } from '../real/servers.js';

const generations = ['bookworm', 'trixie', 'forky'] as const;

const simulation: Simulation = {
  groups: [
    {
      name: 'first',
      interval: '30s',
      rules: [
        { record: 'a:b:max', expr: 'max by (x) (m)' },
        {
          alert: 'High',
          expr: 'a:b:max > 3',
          for: '2m',
          labels: { team: '{{ if eq $labels.x "1" }}one{{ else }}two{{ end }}' },
          annotations: { summary: 'It\'s "{{ $labels.x }}" now, {{ $value | humanize }}\n{a="b"}' },
        },
      ],
    },
  ],
  every: 30,
  step: 60,
  series: [
    { series: 'm{x="1"}', values: '5x20' },
    { series: 'm{x="2\\"q}, "}', values: '6x20' },
  ],
};
const ask = (expr: string, at: number): Question => ({ ask: 'query', expr, at });

describeOn(generations, 'promtool of %s as an engine', (generation) => {
  const engine = promtoolEngine(binary(generation, 'promtool'), { slots: slots(2) });

  it('answers queries and tells the alerts that fire, with their annotations', async () => {
    const questions: Question[] = [
      ask('a:b:max', 300),
      ask('nothing', 300),
      ask('ALERTS{alertstate="pending",x="1"}', 60),
      { ask: 'alerts', alert: 'High', at: 180 },
      { ask: 'alerts', alert: 'High', at: 60 },
      ask('m / 0', 60),
      ask('0.1 + 0.2', 60),
    ];
    const two = { x: '2"q}, ' };
    expect(await engine([{ simulation, questions }])).toEqual([
      [
        {
          samples: [5, 6].map((value, index) => ({
            labels: { __name__: 'a:b:max', ...[{ x: '1' }, two][index] },
            value,
          })),
        },
        { samples: [] },
        {
          samples: [
            { labels: { __name__: 'ALERTS', alertname: 'High', alertstate: 'pending', team: 'one', x: '1' }, value: 1 },
          ],
        },
        {
          alerts: [
            { labels: { team: 'one', x: '1' }, annotations: { summary: 'It\'s "1" now, 5\n{a="b"}' } },
            { labels: { team: 'two', ...two }, annotations: { summary: 'It\'s "2"q}, " now, 6\n{a="b"}' } },
          ],
        },
        { alerts: [] },
        { samples: [{ x: '1' }, two].map((labels) => ({ labels, value: Number.POSITIVE_INFINITY })) },
        { samples: [{ labels: {}, value: 0.1 + 0.2 }] },
      ],
    ]);
  });

  it('keeps the answers of many jobs apart, and says why there is none', async () => {
    const wrong: Simulation = {
      ...simulation,
      groups: [{ name: 'g', interval: '30s', rules: [{ record: 'a:b', expr: 'm * on () m' }] }],
    };
    const jobs = Array.from({ length: 30 }, (_, index) =>
      index === 7
        ? { simulation: wrong, questions: [ask('m', 60)] }
        : { simulation, questions: [ask(`m{x="1"} + ${index}`, 60)] },
    );
    const answers = await engine(jobs);
    expect(answers[7]).toEqual({
      rule: 'a:b',
      refused: expect.stringContaining('promtool cannot evaluate a:b at 0s: found duplicate series'),
    });
    const numbers = answers.map((one) => {
      const [answer] = isRefusal(one) ? [] : one;
      return answer && 'samples' in answer ? answer.samples[0]?.value : undefined;
    });
    expect(numbers).toEqual(jobs.map((_, index) => (index === 7 ? undefined : index + 5)));
  });

  const withRules = (...rules: Simulation['groups'][number]['rules']): Simulation => ({
    ...simulation,
    groups: [{ name: 'g', interval: '30s', rules }],
  });
  const refusalOf = async (simulated: Simulation, ...questions: Question[]) => {
    const [answers = []] = await engine([{ simulation: simulated, questions }]);
    return isRefusal(answers) ? answers : expect.fail(`${JSON.stringify(answers)} are answers`);
  };

  it('refuses a rule that fails on the way, whatever was answered before', async () => {
    const simulated = {
      ...withRules({ alert: 'High', expr: 'm' }, { record: 'a:b', expr: 'm * on () late' }),
      series: [
        { series: 'm{x="1"}', values: '1x9' },
        { series: 'late{x="1"}', values: '_x4 1x9' },
        { series: 'late{x="2"}', values: '_x4 1x9' },
      ],
    };
    const early: Question = { ask: 'alerts', alert: 'High', at: 60 };
    const { rule, refused } = await refusalOf(simulated, early, ask('m', 480));
    expect(rule).toBe('a:b');
    expect(refused).toMatch(/^promtool cannot evaluate a:b at 4m: found duplicate series .*$/);
  });

  it('refuses two series of the same labels, made by a rule or given beside what it makes', async () => {
    const one = withRules({ record: 'a:b', expr: 'm', labels: { x: '3' } });
    expect((await refusalOf(one, ask('m', 60))).refused).toBe(
      'promtool cannot evaluate a:b at 0s: vector contains metrics with the same labelset after applying rule labels',
    );
    const given = { ...withRules({ record: 'a:b', expr: 'm' }), series: [{ series: 'm', values: '1x9' }] };
    const both = { ...given, series: [...given.series, { series: 'a:b', values: '_x4 2x9' }] };
    expect((await refusalOf(both, ask('m', 480))).refused).toMatch(
      /^promtool cannot evaluate a:b at 4m: duplicate sample for timestamp/,
    );
  });

  it('refuses values and rules that are none, without the others of the same process', async () => {
    const bad = { ...simulation, series: [{ series: 'm', values: '1y9' }] };
    const unknown = withRules({ alert: 'A', expr: 'm', labels: { x: '{{ $labels.x | nope }}' } });
    const questions = [ask('m{x="1"}', 60)];
    const answers = await engine([bad, simulation, unknown].map((simulated) => ({ simulation: simulated, questions })));
    expect(answers).toEqual([
      { refused: expect.stringMatching(/^promtool refuses the test: \d:\d: parse error: bad number/) },
      [{ samples: [{ labels: { __name__: 'm', x: '1' }, value: 5 }] }],
      { refused: expect.stringContaining('function "nope" not defined') },
    ]);
  });

  it('answers with the error of a query that cannot be evaluated, and the others with what they are', async () => {
    const [answers] = await engine([{ simulation, questions: [ask('m * on () m', 60), ask('m{x="1"}', 60)] }]);
    expect(answers).toEqual([
      { error: expect.stringContaining('found duplicate series') },
      { samples: [{ labels: { __name__: 'm', x: '1' }, value: 5 }] },
    ]);
  });
});
