import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/report/text.js';
import type { Origin } from '../../src/types.js';

const shown = (text: string, place: Omit<Origin, 'file'>, options = { color: false, quiet: false }) =>
  diagnostics(
    [{ code: 'a/b', severity: 'error', message: 'wrong', help: 'mend it', origin: { file: 'f.yaml', ...place } }],
    (file, line) => (file === 'f.yaml' ? text.split('\n')[line - 1] : undefined),
    options,
  );

describe('a finding in the terminal', () => {
  it('shows its line, and carets below the place', () => {
    expect(shown('a:\n  b: up = 0\n', { line: 2, column: 9, endLine: 2, endColumn: 10 })).toBe(
      ['f.yaml:2:9  error  wrong  a/b', '  2 |   b: up = 0', '    |         ^', '  help: mend it', ''].join('\n'),
    );
  });

  it('underlines to the end of the line what goes on below it, and one character where the end is not known', () => {
    expect(shown('sum(\n  up)', { line: 1, column: 1, endLine: 2, endColumn: 6 })).toContain('\n    | ^^^^\n');
    expect(shown('sum(\n  up)', { line: 2, column: 3 })).toContain('\n    |   ^\n');
  });

  it('keeps carets below the place where the line has tabs', () => {
    expect(shown('\texpr: x', { line: 1, column: 8, endLine: 1, endColumn: 9 })).toContain(
      '  1 |  expr: x\n    |        ^\n',
    );
  });

  it('cuts a piece out of a line that is too long, with the place in it', () => {
    const long = `${'a'.repeat(500)}BAD${'c'.repeat(500)}`;
    const lines = shown(long, { line: 1, column: 501, endLine: 1, endColumn: 504 }).split('\n');
    expect(lines[1]).toMatch(/^ {2}1 \| …a+BADc+…$/);
    expect(lines[1]?.indexOf('BAD')).toBe(lines[2]?.indexOf('^^^'));
    expect(lines[2]).toMatch(/\^{3}$/);
    const atEnd = shown('x'.repeat(400), { line: 1, column: 400, endLine: 1, endColumn: 401 }).split('\n');
    expect(atEnd[1]?.length).toBe(atEnd[2]?.length);
  });

  it('does without the line where the file cannot be read, and where it is a bracket only', () => {
    expect(shown('', { line: 7, column: 1 })).toBe('f.yaml:7:1  error  wrong  a/b\n  help: mend it\n');
    expect(shown('  {', { line: 1, column: 3 })).toBe('f.yaml:1:3  error  wrong  a/b\n  help: mend it\n');
  });

  it('paints nothing without colours', () => {
    expect(shown('x', { line: 1, column: 1 }, { color: true, quiet: false })).toContain('\u001b[');
    expect(shown('x', { line: 1, column: 1 })).not.toContain('\u001b[');
  });
});
