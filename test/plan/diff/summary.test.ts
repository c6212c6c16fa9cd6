import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/plan/diff/sides.js';
import { summaryOf } from '../../../src/plan/diff/summary.js';

describe('what came or went, in a few words', () => {
  const alert = { alert: 'A', expr: 'a > 1', for: '5m', labels: { severity: 'critical' } };
  const record = { record: 'a:b', expr: 'sum(a)' };
  const panel = {
    type: 'stat',
    title: 'P',
    targets: [
      { refId: 'A', expr: 'a' },
      { refId: 'B', expr: 'b' },
    ],
  };
  const receiver = { name: 'x', slack_configs: [{ channel: '#a' }], email_configs: [{ to: 'a@b.c' }, { to: 'd@e.f' }] };

  it.each([
    ['an alert, by what it asks, how long and how grave', alert, 'a > 1, for 5m, severity critical'],
    ['a recording rule, by what it asks', record, 'sum(a)'],
    ['a rule group, by its rules', { name: 'g', rules: [alert, record, alert] }, '2 alerts, 1 recording rule'],
    ['a file of groups', { groups: [{ rules: [record] }, { rules: [record] }] }, '2 recording rules'],
    ['a panel, by its queries', panel, 'a; b'],
    [
      'a panel with long queries, by how many and what the first asks',
      { targets: ['a', 'b', 'c'].map((name) => ({ expr: name.repeat(100) })) },
      `3 queries, ${'a'.repeat(100)}; ${'b'.repeat(58)}…`,
    ],
    ['a dashboard, by its panels', { panels: [panel, { type: 'row', panels: [panel, panel] }] }, '3 panels'],
    ['a receiver, by its channels', receiver, 'slack #a, email a@b.c d@e.f'],
    ['a route, by its receiver', { receiver: 'x', matchers: ['a="b"'] }, 'to x'],
    ['a variable, by its query', { name: 'v', type: 'query', query: 'label_values(up, job)' }, 'label_values(up, job)'],
    ['anything else', { a: 1 }, ''],
  ])('is of %s', (_, value, words) => {
    expect(summaryOf(value)).toBe(words);
  });
});

describe('what is different', () => {
  it.each([
    ['grafana/folder', 'folder x'],
    ['grafana/datasource', 'data source x'],
    ['kubernetes/manifest', 'manifest x'],
    ['secret/file', 'secret file x'],
    ['otel/collector', 'OpenTelemetry collector x'],
  ])('is in what people call %s', (kind, where) => {
    const [change] = compareSides([], [{ kind, id: 'x', body: () => ({}) }]).changes;
    expect(change?.where).toBe(where);
  });

  it('is not said to be of what it is listed under', () => {
    const side = (room: string) => [
      {
        kind: 'prometheus/scrape',
        id: 'node',
        body: () => ({
          scrape_configs: [{ job_name: 'node', static_configs: [{ targets: ['a:1'], labels: { room } }] }],
        }),
      },
    ];
    expect(compareSides(side('attic'), side('cellar')).changes.map(({ where, what }) => [where, what])).toEqual([
      ['scrape job node', 'targets "a:1"'],
    ]);
  });
});
