import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/plan/diff/sides.js';

type Rule = Record<string, unknown>;
type Groups = Readonly<Record<string, readonly Rule[]>>;

const high: Rule = { alert: 'High', expr: 'load > 5', for: '5m', labels: { severity: 'critical' } };
const low: Rule = { alert: 'Low', expr: 'load < 1' };
const record: Rule = { record: 'job:load', expr: 'sum by (job) (load)' };

const side = (groups: Groups) =>
  Object.entries(groups).map(([name, rules]) => ({
    kind: 'prometheus/rules',
    id: name,
    body: () => ({ groups: [{ name, rules }] }),
  }));

const told = (before: Groups, after: Groups) =>
  compareSides(side(before), side(after)).changes.map(
    ({ op, where, what, words }) => `${op} ${where}: ${what}: ${words}`,
  );

describe('rules that stand in another group now', () => {
  it('have moved, which is one change that says from where', () => {
    const { changes } = compareSides(side({ a: [record, high], b: [low] }), side({ a: [record], b: [low, high] }));
    expect(changes).toEqual([
      {
        op: 'moved',
        kind: 'prometheus/rules',
        id: 'b',
        path: 'groups/b/rules/High',
        from: { id: 'a', path: 'groups/a/rules/High' },
        behind: 'Low',
        where: 'rule group b',
        what: 'alert High',
        words: 'moved here from rule group a',
      },
    ]);
  });

  it('and what of them is otherwise there', () => {
    expect(told({ a: [record, high], b: [low] }, { a: [record], b: [low, { ...high, for: '9m' }] })).toEqual([
      'moved rule group b: alert High: moved here from rule group a',
      'changed rule group b: alert High: for 5m → 9m',
    ]);
  });

  it('are told from others of their name', () => {
    const other = { ...high, labels: { severity: 'warning' } };
    expect(told({ a: [record, high, other], b: [low] }, { a: [record, other], b: [low, high] })).toEqual([
      'moved rule group b: alert High: moved here from rule group a',
    ]);
    // which of them went and which came, nobody can tell
    const third = { ...high, labels: { severity: 'info' } };
    const fourth = { ...high, labels: { severity: 'none' } };
    expect(told({ a: [record, high, other], b: [low] }, { a: [record], b: [low, third, fourth] })).toHaveLength(4);
  });

  it('may leave no group behind, or come to a new one', () => {
    expect(told({ a: [record], b: [low] }, { b: [record, low] })).toEqual([
      'moved rule group b: recording rule job:load: moved here from rule group a',
      'removed rule group a: rule group a: removed: all of its rules are in other groups',
    ]);
    expect(told({ b: [record, low] }, { a: [record], b: [low] })).toEqual([
      'added rule group a: rule group a: added: 1 recording rule',
      'moved rule group a: recording rule job:load: moved here from rule group b',
    ]);
  });

  it('stay where they are when their group is renamed', () => {
    expect(told({ a: [record, high], b: [low] }, { c: [record, high], b: [low] })).toEqual([
      'changed rule group c: rule group a: renamed to c',
    ]);
  });

  it('are gone and new where they are not the same', () => {
    expect(
      told({ a: [record, high], b: [low] }, { a: [record], b: [low, { alert: 'Other', expr: 'up == 0' }] }),
    ).toEqual([
      'removed rule group a: alert High: removed: load > 5, for 5m, severity critical',
      'added rule group b: alert Other: added: up == 0',
    ]);
  });
});
