import { describe, expect, it } from 'vitest';
import { text } from '../../../src/report/text.js';
import type { Comparison } from '../../../src/types/comparison.js';

const comparison: Comparison = {
  left: 'old',
  right: 'new',
  summary: { added: 0, removed: 0, changed: 1, moved: 0 },
  changes: [
    {
      op: 'changed',
      kind: 'grafana/dashboard',
      id: 'shop',
      path: 'panels/Errors/targets/A/expr',
      before: 'sum(a)',
      after: 'sum(b)',
      where: 'dashboard "Shop"',
      what: 'query A of panel "Errors"',
      words: 'metric a → b',
    },
  ],
  consequences: [{ weight: 'risk', code: 'alert/removed', message: 'the alert A is gone' }],
  notes: ['an old schema'],
};

const shown = (more: Partial<Comparison>, columns?: number) =>
  text(
    { command: 'diff', exitCode: 0, diagnostics: [], comparison: { ...comparison, ...more } },
    { color: false, quiet: false, columns },
  );

describe('the text of a comparison', () => {
  it('has what somebody may miss first, then what changed by what it is in', () => {
    expect(shown({})).toBe(`an old schema
! the alert A is gone

dashboard "Shop"
  ~ query A of panel "Errors": metric a → b

1 changed
`);
  });

  it('is one line for each thing as a summary', () => {
    expect(shown({ shown: 'summary' })).toContain('dashboard "Shop": 1 changed: query A of panel "Errors"\n');
    expect(shown({ shown: 'summary' })).not.toContain('metric a');
    const [change] = comparison.changes;
    const changes = ['A', 'B', 'C', 'D', 'E'].flatMap((what) =>
      change ? [{ ...change, what: `panel "${what}"` }] : [],
    );
    expect(shown({ shown: 'summary', changes })).toContain(': 5 changed: panel "A", panel "B", panel "C", 2 more\n');
  });

  it('has a list of texts one a line', () => {
    const [change] = comparison.changes;
    const changes = change ? [{ ...change, before: ['a', 'b'], after: [] }] : [];
    expect(shown({ shown: 'full', changes }, 80)).toContain('      - a\n      - b\n      + []\n');
  });

  it('has both sides under each other, and beside each other where there is room', () => {
    expect(shown({ shown: 'full' }, 80)).toContain('      - sum(a)\n      + sum(b)\n');
    expect(shown({ shown: 'full' }, 160)).toMatch(/ {6}sum\(a\) +│ sum\(b\)\n/);
  });

  it('says an equal change of several environments once', () => {
    const [change] = comparison.changes;
    const changes = ['staging', 'prod'].flatMap((environment) => (change ? [{ ...change, environment }] : []));
    expect(shown({ changes, consequences: [] })).toContain('dashboard "Shop" in staging, prod\n');
  });

  it('says that there is no difference', () => {
    expect(shown({ changes: [], consequences: [], notes: [] })).toBe('no difference between old and new\n');
  });
});
