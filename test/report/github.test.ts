import { expect, it } from 'vitest';
import { github } from '../../src/report/github.js';
import { nothing, reported } from './reported.js';

it('writes one workflow command for each finding, with everything escaped that would end it', () => {
  expect(github(reported).split('\n')).toEqual([
    '::error file=rules/a b%2Cc.yaml,line=3,endLine=3,col=7,endColumn=12,title=promql/quantile-le::alert Slow: the buckets lose their label <le> | here, 100%25 "sure" & so on%0Akeep le: by (…, le)',
    '::warning file=rules/a b%2Cc.yaml,line=4,endLine=6,title=rule/shape::two%0Alines',
    '::notice file=d.ts,line=2,col=3,title=panel/title::panel 1',
    '::error title=config/missing::there is no \u0007 configuration',
    '',
  ]);
  expect(github(nothing)).toBe('');
});
