import type { NodeCheck } from '../check.js';

/** What recorded shares of bad events are called. */
const errorRatio = /(^|[:_])(errors?|failures?|sli_error|bad)[\w:]*(ratio|burnrate|error_rate)|burnrate|error_?ratio/i;

export const alertBurnRate: NodeCheck<'binary'> = {
  code: 'alert/burn-rate',
  on: 'node',
  types: ['binary'],
  severity: 'error',
  summary: 'a burn rate cannot be reached at this objective',
  why: 'No more than all requests can fail. At 14.4 times the burn rate of an objective below 93.1 % that is not enough, so the page never comes.',
  good: [
    'alert: slo:error_ratio:rate5m > 14.4 * (1 - 0.99)',
    'alert: slo:sli_error:ratio_rate1h > (14.4 * 0.001)',
    'panel: slo:error_ratio:rate5m',
  ],
  bad: [
    'alert: slo:error_ratio:rate5m > 14.4 * (1 - 0.9)',
    'alert: slo:sli_error:ratio_rate1h{slo="a"} > (14.4 * 0.1) and up == 1',
    'alert: http_requests:burnrate5m{route="/"} >= (14 * (1 - 0.90))',
  ],
  run: ({ op, left, right, span }, { context }, { bounds }) => {
    if (context !== 'alert' || (op !== '>' && op !== '>=') || !span) return [];
    if (left.type !== 'selector' || !errorRatio.test(left.name ?? '')) return [];
    const [least, greatest] = bounds(right);
    // what is known to be at most 1 is never true, and found as that
    if (least !== greatest || (op === '>' ? least < 1 : least <= 1) || bounds(left)[1] <= 1) return [];
    const message = `${left.name} is a share of at most 1, and this asks for ${Number(least.toPrecision(6))}`;
    return [{ message, help: 'take a smaller burn rate, or a stricter objective', span }];
  },
};
