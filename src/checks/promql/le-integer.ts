import type { Matcher } from '../../promql/ast.js';
import type { NodeCheck, Note } from '../check.js';
import { isOlder } from '../model/known.js';

export const promqlLeInteger: NodeCheck<'selector'> = {
  code: 'promql/le-integer',
  on: 'node',
  types: ['selector'],
  severity: 'warning',
  summary: 'a bucket or quantile is chosen by a whole number without a fraction',
  why: 'Since 3.0 Prometheus stores le="1" as le="1.0", so the selector matches nothing any more, and no error says so.',
  good: [
    'panel: rate(x_bucket{le="0.5"}[5m])',
    'panel: rate(x_bucket{le=~"1|1.0"}[5m])',
    'panel: rate(x_bucket{le=~"1(\\\\.0)?"}[5m])',
    'panel: rate(x_bucket{le="+Inf"}[5m])',
  ],
  bad: ['panel: rate(x_bucket{le="1"}[5m])', 'record: rate(x_bucket{le=~"5|10"}[5m])', 'panel: x{quantile="1"}'],
  run: ({ matchers }, _, { prometheus }) => {
    if (!matchers.some(isBound) || (prometheus !== undefined && isOlder(prometheus, '3.0'))) return [];
    return matchers.filter(isBound).flatMap(wholeNumber);
  },
};

function isBound({ label }: Matcher): boolean {
  return label === 'le' || label === 'quantile';
}

function wholeNumber({ label, op, value, span }: Matcher): Note[] {
  if (!span || op.startsWith('!')) return [];
  const values = op === '=' ? [value] : value.split('|');
  const whole = values.filter((one) => /^\d+$/.test(one) && !values.includes(`${one}.0`));
  if (whole.length === 0) return [];
  const message = `${label} is never ${JSON.stringify(whole[0])} in Prometheus 3: it is "${whole[0]}.0"`;
  return [{ message, help: `write ${label}=~"${whole[0]}|${whole[0]}.0"`, span }];
}
