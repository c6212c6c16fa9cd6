import { describe, expect, it } from 'vitest';
import { diagnostics, text } from '../../src/report/text.js';
import type { Diagnostic, Severity } from '../../src/types.js';

const finding = (file: string, line: number, cause: string, severity: Severity = 'info'): Diagnostic => ({
  code: 'panel/description',
  severity,
  message: `panel ${line}: ${cause}`,
  cause,
  origin: { file, line, column: 1 },
});
const many = (count: number, severity?: Severity) =>
  Array.from({ length: count }, (_, index) =>
    finding(index < count - 2 ? 'a.json' : `b${index}.json`, index + 1, 'none', severity),
  );
const shown = (found: readonly Diagnostic[], verbose = false) =>
  diagnostics(found, () => undefined, { color: false, quiet: false, verbose });

describe('findings of one cause', () => {
  it('are told one by one where they are few', () => {
    expect(shown(many(4)).split('\n')).toHaveLength(5);
    expect(shown(many(4))).not.toContain('the same');
  });

  it('are told once where they are many, with the places of the others', () => {
    expect(shown(many(9))).toBe(
      `a.json:1:1  info  panel 1: none  panel/description
  the same 8 times more: a.json:2, 3, 4, …, b7.json:8 and in 1 other file; --verbose shows each
`,
    );
  });

  it('stand where the first of them stood, and others in between', () => {
    const found = [...many(5), finding('c.json', 1, 'another')];
    expect(
      shown(found)
        .split('\n')
        .filter((line) => line.includes('panel/description')),
    ).toHaveLength(2);
  });

  it('are told one by one where they are errors, and with --verbose', () => {
    expect(shown(many(9, 'error')).match(/panel\/description/g)).toHaveLength(9);
    expect(shown(many(9), true).match(/panel\/description/g)).toHaveLength(9);
  });
});

describe('the verdict', () => {
  const verdict = (found: readonly Diagnostic[], checked: string, skipped?: { file: string; reason: string }[]) =>
    text(
      { command: 'validate', exitCode: 0, diagnostics: found, checked, ...(skipped ? { skipped } : {}) },
      { color: false, quiet: false },
    );

  it.each([
    [1, '1 info finding in 1 file\n'],
    [2, '2 info findings in 1 file\n'],
  ])('counts %d in English', (count, says) => {
    expect(verdict(many(count), '1 file')).toBe(says);
  });

  it('names the reason once for many files', () => {
    const skipped = ['a', 'b', 'c', 'd'].map((file) => ({ file, reason: 'no dashboard' }));
    expect(verdict([], '1 file', skipped)).toBe('skipped  a, b and 2 more: no dashboard\nnothing found in 1 file\n');
    expect(verdict([], '1 file', skipped.slice(2))).toBe(
      'skipped  c: no dashboard\nskipped  d: no dashboard\nnothing found in 1 file\n',
    );
  });
});
