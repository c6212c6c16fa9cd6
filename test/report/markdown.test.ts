import { expect, it } from 'vitest';
import { markdown } from '../../src/report/markdown.js';
import { nothing, reported } from './reported.js';

it('sums up in one line, and lists findings in a table that no text of them can break', () => {
  expect(markdown(reported)).toBe(`**obsctl validate**: 🔴 2 errors, 🟡 1 warning, 🔵 1 info in 2 files

| | place | finding | check |
|---|---|---|---|
| 🔴 error | \`rules/a b,c.yaml:3:7\` | alert Slow: the buckets lose their label &lt;le&gt; \\| here, 100% "sure" &amp; so on<br>_keep le: by (…, le)_ | \`promql/quantile-le\` |
| 🟡 warning | \`rules/a b,c.yaml:4:1\` | two<br>lines | \`rule/shape\` |
| 🔵 info | \`d.ts:2:3\` | panel 1 | \`panel/title\` |
| 🔴 error |  | there is no \u0007 configuration | \`config/missing\` |
`);
});

it('says so where nothing was found', () => {
  expect(markdown(nothing)).toBe('**obsctl validate**: nothing found in 1 file\n');
});
