import type { Report } from '../../src/types.js';

/** A report with all that is hard to write down: places of one line and of several, none at all, markup, blanks. */
export const reported: Report = {
  command: 'validate',
  exitCode: 1,
  checked: '2 files',
  diagnostics: [
    {
      code: 'promql/quantile-le',
      severity: 'error',
      message: 'alert Slow: the buckets lose their label <le> | here, 100% "sure" & so on',
      help: 'keep le: by (…, le)',
      origin: { file: 'rules/a b,c.yaml', line: 3, column: 7, endLine: 3, endColumn: 12 },
    },
    {
      code: 'rule/shape',
      severity: 'warning',
      message: 'two\nlines',
      origin: { file: 'rules/a b,c.yaml', line: 4, column: 1, endLine: 6, endColumn: 2 },
    },
    { code: 'panel/title', severity: 'info', message: 'panel 1', origin: { file: 'd.ts', line: 2, column: 3 } },
    { code: 'config/missing', severity: 'error', message: 'there is no \u0007 configuration' },
  ],
  about: [
    {
      code: 'promql/quantile-le',
      severity: 'error',
      summary: 'a quantile is taken of nothing',
      why: 'It is empty.',
      good: ['panel: up'],
      bad: ['panel: down'],
    },
  ],
};

export const nothing: Report = { command: 'validate', exitCode: 0, checked: '1 file', diagnostics: [] };
