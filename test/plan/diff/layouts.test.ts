import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/plan/canonical/canonical.js';
import { shownAt } from '../../../src/plan/diff/grid.js';
import { layoutsOf } from '../../../src/plan/diff/layouts.js';
import { patch } from '../../../src/plan/diff/model.js';
import { compareSides, type SideResource } from '../../../src/plan/diff/sides.js';
import type { Layout } from '../../../src/types/comparison.js';

type Json = Record<string, unknown>;

const place = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });
const panel = (title: string, at: object, more: Json = {}): Json => ({ type: 'stat', title, gridPos: at, ...more });
const row = (title: string, y: number, more: Json = {}): Json => ({
  ...{ type: 'row', title, gridPos: place(0, y, 24, 1), collapsed: false, panels: [] },
  ...more,
});
const dashboard = (...panels: readonly Json[]): Json => ({ uid: 'a', title: 'A', schemaVersion: 42, panels });
const side = (body: Json): SideResource[] => [{ kind: 'grafana/dashboard', id: 'a', body: () => body }];

describe('where Grafana shows panels', () => {
  it('is where they are said to be, where nothing is above them that is not there', () => {
    const places = [place(0, 0, 12, 8), place(12, 0, 12, 4), place(12, 4, 12, 4), place(0, 8, 24, 2)];
    expect(shownAt(places)).toEqual(places);
  });

  it('is further up where a gap is above them', () => {
    expect(shownAt([place(0, 2, 12, 4), place(12, 9, 12, 4), place(6, 20, 12, 3)])).toEqual([
      place(0, 0, 12, 4),
      place(12, 0, 12, 4),
      place(6, 4, 12, 3),
    ]);
  });

  it('is further down where another one lies', () => {
    expect(shownAt([place(0, 0, 12, 8), place(6, 4, 12, 4), place(0, 8, 6, 2)])).toEqual([
      place(0, 0, 12, 8),
      place(6, 8, 12, 4),
      place(0, 8, 6, 2),
    ]);
  });

  it('is within the columns, in whichever order they are listed', () => {
    expect(shownAt([place(20, 4, 8, 2), place(0, 0, 30, 4)])).toEqual([place(16, 4, 8, 2), place(0, 0, 24, 4)]);
  });
});

describe('the picture of a dashboard', () => {
  const closed = (...panels: readonly Json[]) => row('More', 5, { collapsed: true, panels });
  const drawn = (before: Json, after: Json) => {
    const [layout] = layoutsOf(side(before), side(after), compareSides(side(before), side(after)).changes);
    const words = (boxes: Layout['before']) =>
      boxes?.map(({ title, y, mark, inside, closed: of, repeat }) =>
        [title, y, mark, inside && 'inside', of, repeat].filter((one) => one !== undefined).join(' '),
      );
    return { before: words(layout?.before), after: words(layout?.after) };
  };
  const first = row('First', 0);
  const requests = panel('Requests', place(0, 1, 12, 4));

  it('has no gap in a row, and rows under each other', () => {
    const errors = panel('Errors', place(0, 9, 12, 4));
    const second = row('Second', 20);
    expect(drawn(dashboard(first, requests, errors, second), dashboard(first, errors, second))).toEqual({
      before: ['First 0', 'Requests 1 removed', 'Errors 5', 'Second 9'],
      after: ['First 0', 'Errors 1', 'Second 5'],
    });
  });

  it('shows a closed row as one, unless something happened to what is in it', () => {
    const heap = panel('Heap', place(0, 6, 12, 4));
    expect(drawn(dashboard(first, requests, closed(heap)), dashboard(first, closed(heap)))).toEqual({
      before: ['First 0', 'Requests 1 removed', 'More 5 1'],
      after: ['First 0', 'More 1 1'],
    });
    expect(drawn(dashboard(first, closed(heap)), dashboard(first, closed({ ...heap, type: 'gauge' })))).toEqual({
      before: ['First 0', 'More 1 1', 'Heap 2 changed inside'],
      after: ['First 0', 'More 1 1', 'Heap 2 changed inside'],
    });
  });

  it('says what is repeated', () => {
    const each = panel('Of $service', place(0, 1, 12, 4), { repeat: 'service' });
    expect(drawn(dashboard(first), dashboard(first, each)).after).toEqual(['First 0', 'Of $service 1 added service']);
  });

  it('is missing where there is no such dashboard', () => {
    const [layout] = layoutsOf([], side(dashboard(first)), compareSides([], side(dashboard(first))).changes);
    expect(layout).not.toHaveProperty('before');
    expect(layout?.after).toHaveLength(1);
  });
});

describe('a panel below a closed row', () => {
  const heap = panel('Heap', place(0, 1, 12, 4));
  const inside = dashboard(row('More', 0, { collapsed: true, panels: [panel('GC', place(12, 1, 12, 4)), heap] }));
  const below = dashboard(row('More', 0, { collapsed: true, panels: [panel('GC', place(12, 1, 12, 4))] }), heap);

  it('is not in it, and whoever puts it there has moved it', () => {
    const { changes } = compareSides(side(inside), side(below));
    expect(changes.map(({ what, words }) => `${what}: ${words}`)).toEqual(['panel "Heap": moved below row "More"']);
    expect(patch('grafana/dashboard', inside, changes)).toEqual(canonical('grafana/dashboard', below));
    const back = compareSides(side(below), side(inside)).changes;
    expect(back.map(({ words }) => words)).toEqual(['moved to row "More"']);
    expect(patch('grafana/dashboard', below, back)).toEqual(canonical('grafana/dashboard', inside));
    expect(compareSides(side(below), side(structuredClone(below))).changes).toEqual([]);
  });

  it('that goes above all rows is said to stand there', () => {
    const above = dashboard(heap, row('More', 5, { collapsed: true, panels: [panel('GC', place(12, 6, 12, 4))] }));
    const { changes } = compareSides(side(below), side(above));
    expect(changes.map(({ words }) => words)).toEqual(['moved above the first row']);
  });
});
