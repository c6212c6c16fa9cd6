import type { Expr } from '../../promql/ast.js';
import type { NodeCheck } from '../check.js';

const rates = ['rate', 'irate', 'increase'];

export const promqlRateOfSum: NodeCheck<'call'> = {
  code: 'promql/rate-of-sum',
  on: 'node',
  types: ['call'],
  severity: 'warning',
  summary: 'the rate of an aggregate is taken, instead of an aggregate of rates',
  why: 'When one instance restarts, its counter falls to 0 and so does the sum; rate() takes that for a reset of all of them and shows a huge peak.',
  good: ['panel: sum by (job) (rate(http_requests_total[5m]))', 'panel: max_over_time(sum(rate(x_total[5m]))[1h:1m])'],
  bad: ['panel: rate(sum(http_requests_total)[5m:])', 'alert: increase(sum by (job) (x_total)[1h:1m]) > 10'],
  run: ({ func, args, span }) => {
    const [samples] = args;
    if (samples?.type !== 'subquery' || !isAggregate(samples.expr) || !span || !rates.includes(func)) return [];
    const message = `${func} of an aggregate takes the restart of one instance for one of all`;
    return [{ message, help: `aggregate the rates: sum(${func}(…[5m]))`, span }];
  },
};

function isAggregate(expr: Expr): boolean {
  return expr.type === 'group' ? isAggregate(expr.expr) : expr.type === 'aggregate';
}
