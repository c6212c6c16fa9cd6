import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/plan/three-way/decide.js';
import { sumOf } from '../../../src/plan/three-way/sum.js';
import { settle } from '../../../src/plan/three-way/writes.js';
import type { Base } from '../../../src/types/deploy.js';
import type { Live, Wanted } from '../../../src/types/target.js';

const kind = 'otel/collector';
const sum = (body: string) => sumOf(kind, body);
const wanted = (body: string): Wanted => ({
  ...{ kind, id: 'c', path: 'c', body, normalized: body, sum: sum(body) },
  origin: { file: 'a.ts', line: 1, column: 1 },
});
const live = (body: string, more: Partial<Live> = {}): Live => ({
  ...{ kind, id: 'c', path: 'c', body, version: body, mark: 'ours', ...more },
});
const base = (source: string, running = source): Base => ({
  sum: source === '' ? '' : sum(source),
  live: running === '' ? '' : sum(running),
});
const touched = (source: string) => ({ applied: { sum: sum(source), touched: true } });
const untouched = (source: string) => ({ applied: { sum: sum(source), touched: false } });

/** What is decided of the source, what runs, and what is remembered. */
const decided = (source: Wanted | undefined, running: Live | undefined, remembered?: Base) => {
  const steps = decide({
    target: 't',
    wanted: source ? [source] : [],
    reading: { live: running ? [running] : [] },
    base: () => remembered,
  });
  return steps[0]?.change.op;
};

describe('the three-way comparison', () => {
  it.each([
    ['nothing runs, nothing was', wanted('a'), undefined, undefined, 'create'],
    ['it runs as it should', wanted('a'), live('a'), base('a'), 'unchanged'],
    ['the source moved', wanted('b'), live('a'), base('a'), 'update'],
    ['what runs moved', wanted('a'), live('x'), base('a'), 'drifted'],
    ['both moved', wanted('b'), live('x'), base('a'), 'conflict'],
    ['both moved to the same', wanted('b'), live('b'), base('a'), 'unchanged'],
    ['nobody knows who moved', wanted('b'), live('x'), undefined, 'conflict'],
    ['theirs was left, and nothing moved since', wanted('a'), live('x'), base('a', 'x'), 'kept'],
    ['theirs was left, and the source moved', wanted('b'), live('x'), base('a', 'x'), 'conflict'],
    ['theirs was left, and is gone from the source', undefined, live('x'), base('a', 'x'), 'conflict'],
    ['theirs was left, and the source follows them', wanted('x'), live('x'), base('a', 'x'), 'unchanged'],
    ['theirs was left, and is as we had it again', wanted('b'), live('a', untouched('a')), base('a', 'x'), 'update'],
    ['theirs was left, and they moved again', wanted('a'), live('y'), base('a', 'x'), 'drifted'],
    ['it was removed there', wanted('a'), undefined, base('a'), 'drifted'],
    ['it was removed there, and changed here', wanted('b'), undefined, base('a'), 'conflict'],
    ['its removal was accepted', wanted('a'), undefined, base('a', ''), 'kept'],
    ['its removal was accepted, and the source moved', wanted('b'), undefined, base('a', ''), 'conflict'],
    ['it was left although the source had lost it', undefined, live('x'), base('', 'x'), 'kept'],
    ['it was left, and the source has it again', wanted('b'), live('x'), base('', 'x'), 'conflict'],
    ['it is gone from the source', undefined, live('a'), base('a'), 'delete'],
    ['it is gone from the source, and moved there', undefined, live('x'), base('a'), 'conflict'],
    ['nobody marked it', wanted('a'), live('a', { mark: 'unmarked' }), undefined, 'adopt'],
    [
      'it is without our mark and gone from the source',
      undefined,
      live('a', { mark: 'unmarked' }),
      base('a'),
      'conflict',
    ],
    ['it is without our mark, moved and gone', undefined, live('x', { mark: 'unmarked' }), base('a'), 'conflict'],
    ['it never was ours', undefined, live('a', { mark: 'unmarked' }), undefined, undefined],
    [
      'it was left to them, and is gone from the source',
      undefined,
      live('a', { mark: 'unmarked' }),
      base('', 'a'),
      undefined,
    ],
    ['it is gone from the source, and others have it', undefined, live('a', { mark: 'other' }), base('a'), undefined],
    ['our mark is outdated', wanted('a'), live('a', { outdated: 'so' }), base('a'), 'update'],
    ['our mark is outdated on what they moved', wanted('a'), live('x', { outdated: 'so' }), base('a'), 'drifted'],
    [
      'our mark is outdated on what was left to them',
      wanted('a'),
      live('x', { outdated: 'so' }),
      base('a', 'x'),
      'kept',
    ],
    ['it is given back', { ...wanted('a'), givenBack: {} }, live('a'), base('a'), 'update'],
    ['it is given back as it was', { ...wanted('a'), givenBack: {} }, live('b'), base('b'), 'update'],
    ['it was given back', { ...wanted('a'), givenBack: {} }, live('a', { mark: 'unmarked' }), undefined, 'unchanged'],
    ['it is to be given back, and they moved it', { ...wanted('a'), givenBack: {} }, live('x'), base('a'), 'drifted'],
    ['somebody wiped our mark', wanted('a'), live('a', { mark: 'unmarked' }), base('a'), 'update'],
    ['somebody wiped our mark and moved it', wanted('a'), live('x', { mark: 'unmarked' }), base('a'), 'drifted'],
    ['our mark is wiped, and both moved', wanted('b'), live('x', { mark: 'unmarked' }), base('a'), 'conflict'],
    ['it belongs to somebody else', wanted('a'), live('x', { mark: 'other', owner: 'them' }), base('a'), 'adopt'],
    ['it is theirs alone', undefined, live('x', { mark: 'unmarked' }), undefined, undefined],
    ['the mark alone tells: the source moved', wanted('b'), live('a', untouched('a')), undefined, 'update'],
    ['the mark alone tells: what runs moved', wanted('a'), live('x', touched('a')), undefined, 'drifted'],
    ['the mark alone tells: both moved', wanted('b'), live('x', touched('a')), undefined, 'conflict'],
    ['the state missed an apply that the mark knows', wanted('c'), live('b', untouched('b')), base('a'), 'update'],
  ] as const)('%s', (_, source, running, remembered, op) => {
    expect(decided(source, running, remembered)).toBe(op);
  });

  it('writes nothing that is open, creates before deletes, and leaves theirs where that was decided', () => {
    const other = { ...live('gone', { applied: { sum: sum('gone'), touched: false } }), id: 'old' };
    const steps = decide({
      target: 't',
      wanted: [wanted('b'), { ...wanted('n'), id: 'new' }],
      reading: { live: [live('x'), other] },
      base: ({ id }) => (id === 'c' ? base('a') : undefined),
    });
    const open = settle(steps, { adopt: false });
    expect(open.open.map(({ id }) => id)).toEqual(['c']);
    expect(open.writes.map(({ op, change }) => [op, change.id])).toEqual([
      ['create', 'new'],
      ['delete', 'old'],
    ]);
    const ours = settle(steps, { adopt: false, disputed: 'ours' });
    expect(ours.open).toEqual([]);
    expect(ours.writes.map(({ op, change }) => [op, change.id])).toEqual([
      ['update', 'c'],
      ['create', 'new'],
      ['delete', 'old'],
    ]);
    const theirs = settle(steps, { adopt: false, disputed: 'theirs' });
    expect(theirs.accepted.map(({ change }) => change.id)).toEqual(['c']);
    expect(theirs.writes.map(({ change }) => change.id)).toEqual(['new', 'old']);
  });

  it.each([
    ['what they changed', wanted('a'), live('x'), base('a', 'x'), 'update'],
    ['what they removed', wanted('a'), undefined, base('a', ''), 'create'],
    ['what the source had lost', undefined, live('x'), base('', 'x'), 'delete'],
  ] as const)('keeps theirs until it is told that ours counts: %s', (_, source, running, remembered, op) => {
    const steps = decide({
      target: 't',
      wanted: source ? [source] : [],
      reading: { live: running ? [running] : [] },
      base: () => remembered,
    });
    for (const disputed of [undefined, 'theirs'] as const) {
      const { writes, accepted, open } = settle(steps, { adopt: false, disputed });
      expect({ writes, accepted, open }).toEqual({ writes: [], accepted: [], open: [] });
    }
    expect(settle(steps, { adopt: false, disputed: 'ours' }).writes.map((write) => write.op)).toEqual([op]);
  });
});
