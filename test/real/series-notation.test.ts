import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isNotation } from '../../src/define/values.js';
import { describeOn } from './describe-on.js';
import { binary, run } from './servers.js';

const series = [
  ...['1', '0 1 2', '-1 +2', '0+5x10', '0-5x10', '5x3', '-5-1x3', '_', '_x5', '1 _ 2', 'stale', '1 stale 2', '1e5'],
  ...['1e-5+2x3', '.5', '1.5+0.5x2', 'inf', '-Inf', 'NaN', '0x1f', '1e+3x2', '  1   2 '],
  ...['{{schema:1 count:4 sum:3 buckets:[1 2 1]}}', '{{schema:1 count:4}}x3', '{{count:1}}+{{count:2 sum:1}}x3 {{}}'],
  ...[
    'a',
    'a+b',
    '1+2',
    '1+x3',
    'x3',
    '1x',
    '1+2x',
    '_x',
    'stalex3',
    '1,2',
    '1 2;',
    '--1',
    '1 x3',
    '1+2 x3',
    '1x3.5',
    '{{a',
  ],
];

describeOn(['forky'], 'values of series', (generation) => {
  it('are taken where promtool takes them, and refused where it refuses them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-series-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const disagreements = await Promise.all(
      series.map(async (values, index) => {
        const file = join(folder, `${index}.yaml`);
        const given = [{ series: 'a', values }];
        writeFileSync(file, JSON.stringify({ tests: [{ interval: '1m', input_series: given, promql_expr_test: [] }] }));
        const { code, output } = await run(binary(generation, 'promtool'), ['test', 'rules', file]);
        return (code === 0) === isNotation(values) ? [] : [`${values}: ${output}`];
      }),
    );
    expect(disagreements.flat()).toEqual([]);
  });
});
