import { expect, it } from 'vitest';
import type { Question } from '../../src/testing/engine.js';
import { promtoolEngine } from '../../src/testing/promtool/engine.js';
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
  const engine = promtoolEngine(binary(generation, 'promtool'), { processes: 2 });

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
    expect(answers[7]).toEqual([
      { error: expect.stringContaining('rule: a:b, time: 0s, err: found duplicate series') },
    ]);
    const numbers = answers.map(([answer]) => (answer && 'samples' in answer ? answer.samples[0]?.value : undefined));
    expect(numbers).toEqual(jobs.map((_, index) => (index === 7 ? undefined : index + 5)));
  });
});
