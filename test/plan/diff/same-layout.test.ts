import { describe, expect, it } from 'vitest';
import { compareBodies } from '../../../src/plan/diff/model.js';

type Json = { [key: string]: unknown };

const panel = (id: number, title: string, y: number, expr: string): Json => ({
  id,
  title,
  type: 'timeseries',
  gridPos: { x: 0, y, w: 12, h: 8 },
  fieldConfig: { defaults: { unit: 's' } },
  targets: [{ refId: 'A', expr }],
});
const row = (id: number, title: string, y: number): Json => ({
  id,
  title,
  type: 'row',
  gridPos: { x: 0, y, w: 24, h: 1 },
});
const dashboard = (...panels: Json[]) => ({ uid: 'a', title: 'A', schemaVersion: 42, panels });

const before = dashboard(
  row(1, 'Reads', 0),
  panel(2, 'Rate', 1, 'rate(reads[5m])'),
  panel(3, 'Errors', 9, 'rate(read_errors[5m])'),
  row(4, 'Writes', 17),
  panel(5, 'Rate', 18, 'rate(writes[5m])'),
);

/** The same, one panel replaced. */
const withPanel = (at: number, other: Json) =>
  dashboard(...before.panels.map((one, index) => (index === at ? other : one)));

const changesTo = (after: unknown) =>
  compareBodies('grafana/dashboard', before, after).map(({ op, path }) => `${op} ${path}`);

describe('dashboards with the same panels in the same places', () => {
  it('differ where a panel does, which is called by its title', () => {
    expect(changesTo(withPanel(2, panel(3, 'Errors', 9, 'rate(read_errors[1m])')))).toEqual([
      'changed panels/Errors/targets/A/expr',
    ]);
  });

  it('name the row of a panel whose title another one has too', () => {
    expect(changesTo(withPanel(4, panel(5, 'Rate', 18, 'rate(writes[1m])')))).toEqual([
      'changed panels/Writes › Rate/targets/A/expr',
    ]);
  });

  it('differ in two panels of one title, each by its own row', () => {
    const both = before.panels.map((one) => (one.title === 'Rate' ? { ...one, description: 'new' } : one));
    expect(changesTo(dashboard(...both))).toEqual([
      'changed panels/Reads › Rate/description',
      'changed panels/Writes › Rate/description',
    ]);
  });

  it('differ in a row', () => {
    expect(changesTo(withPanel(3, row(4, 'Updates', 17)))).toEqual(['changed rows/Writes/title']);
  });

  it('are compared alike in whichever order their panels are listed', () => {
    const listedBackwards = (one: ReturnType<typeof dashboard>) => dashboard(...[...one.panels].reverse());
    for (const [at, one] of before.panels.entries()) {
      const after = withPanel(at, { ...one, description: 'new' });
      expect(changesTo(listedBackwards(after))).toEqual(changesTo(after));
      expect(changesTo(after)).toHaveLength(1);
    }
  });

  it('are looked at as a whole where their schema differs', () => {
    const hidden = {
      ...panel(3, 'Errors', 9, 'rate(read_errors[5m])'),
      options: { legend: { displayMode: 'hidden' } },
    };
    const shown = { ...hidden, options: { legend: { displayMode: 'list', showLegend: false } } };
    const old = { ...withPanel(2, hidden), schemaVersion: 36 };
    expect(compareBodies('grafana/dashboard', old, withPanel(2, shown))).toEqual([]);
  });
});
