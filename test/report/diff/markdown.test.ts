import { describe, expect, it } from 'vitest';
import { html } from '../../../src/report/diff/html.js';
import { diffMarkdown, marker } from '../../../src/report/diff/markdown.js';
import type { Comparison, Difference } from '../../../src/types/comparison.js';

const difference = (index: number, more: Partial<Difference> = {}): Difference => ({
  op: 'changed',
  kind: 'grafana/dashboard',
  id: `d${index}`,
  path: 'title',
  before: 'a',
  after: 'b',
  where: `dashboard "D${index}"`,
  what: `dashboard "D${index}"`,
  words: 'title a → b',
  ...more,
});

const comparison = (changes: readonly Difference[], more: Partial<Comparison> = {}): Comparison => ({
  left: 'old',
  right: 'new',
  summary: { added: 0, removed: 0, changed: changes.length, moved: 0 },
  changes,
  consequences: [],
  notes: [],
  ...more,
});

describe('the comment', () => {
  it('begins with the marker by which it is found again, even where there is nothing to say', () => {
    expect(diffMarkdown(comparison([]))).toBe(`${marker}\n\n**obsctl diff** \`old\` → \`new\`: no difference\n`);
    expect(diffMarkdown(comparison([difference(1)])).startsWith(marker)).toBe(true);
  });

  it('fits where GitHub takes it, and counts what it leaves out', () => {
    const long = Array.from({ length: 50 }, (_, line) => `line ${line} of a long text`).join('\n');
    const text = diffMarkdown(
      comparison(Array.from({ length: 400 }, (_, index) => difference(index, { before: long, after: `${long}!` }))),
    );
    expect(text.length).toBeLessThan(65_536);
    const shown = text.match(/<details>/g)?.length ?? 0;
    expect(text).toContain(`The details of ${400 - shown} entries are left out`);
    expect(text).toContain('| | … | 360 more |');
  });

  it('takes nothing of a name for markup', () => {
    const text = diffMarkdown(
      comparison([difference(1, { what: 'panel "<script>|`@all`"', after: '```\n</details>' })]),
    );
    expect(text).not.toContain('<script>');
    expect(text).toContain('\\|');
    expect(text).toContain('````diff');
  });
});

describe('tests of rules', () => {
  const tested = (index: number) =>
    difference(index, {
      kind: 'prometheus/tests',
      id: `A${index}`,
      path: '',
      where: 'tests of rules',
      what: `tests of alert A${index}`,
      words: '2 cases changed',
    });
  const rows = (count: number) =>
    diffMarkdown(comparison([...Array.from({ length: count }, (_, index) => tested(index)), difference(7)]))
      .split('\n')
      .filter((line) => line.startsWith('| ✏️'));

  it('are the last rows of the table, one for each alert', () => {
    expect(rows(2)).toEqual([
      '| ✏️ | dashboard "D7" | title a → b |',
      '| ✏️ | tests of rules | **tests of alert A0** 2 cases changed |',
      '| ✏️ | tests of rules | **tests of alert A1** 2 cases changed |',
    ]);
  });

  it('are one row where they are of many', () => {
    expect(rows(40)).toEqual([
      '| ✏️ | dashboard "D7" | title a → b |',
      '| ✏️ | tests of rules | **tests of 40 alerts and rules** A0, A1, A2 and 37 more |',
    ]);
  });
});

describe('the details of a change', () => {
  const details = (before: unknown, after: unknown) =>
    /```diff\n(.*?)\n```/s.exec(diffMarkdown(comparison([difference(1, { before, after })])))?.[1]?.split('\n');

  it('are the lines that differ, with a few around them', () => {
    const text = (last: string) => `one\ntwo\nthree\n${last}\nfive\nsix\nseven`;
    expect(details(text('four'), text('4'))).toEqual(['  two', '  three', '- four', '+ 4', '  five', '  six']);
    expect(details(['shop'], ['checkout', 'shop'])).toEqual(['+ checkout', '  shop']);
    expect(details('a\na', 'a\na\na')).toEqual(['  a', '  a', '+ a']);
    expect(details(undefined, 5)).toEqual(['+ 5']);
    expect(details(['a'], undefined)).toEqual(['- a']);
  });
});

describe('the page', () => {
  const page = (changes: readonly Difference[], layouts: Comparison['layouts'] = []) =>
    html({ command: 'diff', exitCode: 0, diagnostics: [], comparison: comparison(changes, { layouts }) });

  it('needs nothing else, and has a picture of each changed dashboard with what changed marked', () => {
    const box = { type: 'timeseries', x: 0, y: 0, w: 12, h: 8 };
    const text = page(
      [difference(1)],
      [
        {
          id: 'd1',
          title: 'D1',
          before: [{ ...box, title: 'Old', mark: 'removed' }],
          after: [{ ...box, title: 'New & <good>', mark: 'added' }],
        },
      ],
    );
    expect(text).not.toMatch(/(src|href)=/);
    expect(text.match(/<svg/g)).toHaveLength(2);
    expect(text).toContain('class="box removed"');
    expect(text).toContain('class="box added"');
    expect(text).toContain('New &#38; &#60;good&#62;');
  });

  it('says which rows are closed, what is in them and what is repeated', () => {
    const box = { type: 'stat', x: 0, y: 1, w: 12, h: 4 };
    const row = { type: 'row', title: 'More', x: 0, y: 0, w: 24, h: 1 };
    const after = [
      { ...row, closed: 2 },
      { ...box, title: 'Heap', inside: true as const, mark: 'changed' as const },
      { ...box, title: 'Of $service', repeat: 'service' },
    ];
    const text = page([difference(1)], [{ id: 'd1', title: 'D1', before: [], after }]);
    expect(text).toContain('▸ More (2 panels, closed)');
    expect(text).toContain('class="box inside changed"');
    expect(text).toContain('stat, for each service');
    expect(text).toContain('<p>no panels</p>');
    expect(page([difference(1)], [{ id: 'd1', title: 'D1', after }])).toContain('<p>not there</p>');
  });

  it('takes nothing of a value for markup', () => {
    expect(page([difference(1, { after: '<img src=x onerror=alert(1)>' })])).not.toContain('<img');
  });
});
