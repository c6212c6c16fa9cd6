import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/compile/dashboard/layout.js';
import { gauge } from '../../src/define/metric.js';
import { panel } from '../../src/define/panel.js';
import { query } from '../../src/define/query.js';

const about = {
  help: 'Depth.',
  unit: 'count',
  labels: {},
  owner: 'harbour',
  group: 'harbour',
  exposedBy: ['sensor'],
  series: 1,
  aggregate: 'max',
} as const;

const queries = [query(gauge('depth_metres', about))];
const stat = (title: string, more: object = {}) => panel.stat(title, { description: '', queries, ...more });
const graph = (title: string, more: object = {}) => panel.timeseries(title, { description: '', queries, ...more });

const places = (panels: readonly ReturnType<typeof stat | typeof graph>[]) =>
  layOut([{ title: 'Row', panels }])
    .slice(1)
    .map(({ place: { x, y, w, h } }) => [x, y, w, h]);

describe('the layout of a row', () => {
  it('breaks lines where the next panel does not fit, below the highest of them', () => {
    const panels = [graph('a'), graph('b', { height: 5 }), graph('c'), graph('d')];
    expect(places(panels)).toEqual([
      [0, 1, 12, 8],
      [12, 1, 12, 5],
      [0, 9, 12, 8],
      [12, 9, 12, 8],
    ]);
  });

  it('gives what a line leaves free to the panels that do not say how wide they are', () => {
    expect(places([stat('a'), stat('b'), stat('c')])).toEqual([
      [0, 1, 8, 4],
      [8, 1, 8, 4],
      [16, 1, 8, 4],
    ]);
    expect(places([stat('a', { width: 5 }), stat('b'), stat('c')])).toEqual([
      [0, 1, 5, 4],
      [5, 1, 10, 4],
      [15, 1, 9, 4],
    ]);
    expect(places([graph('a')])).toEqual([[0, 1, 24, 8]]);
    expect(places([graph('a', { width: 10 })])).toEqual([[0, 1, 10, 8]]);
  });
});
