import type { Expr } from '../../promql/ast.js';
import { parentsOf } from '../../promql/walk.js';
import type { NodeCheck } from '../check.js';

/** Where only the existence of a series matters, or how its samples change. */
const indifferent =
  /^(rate|irate|increase|resets|changes|delta|idelta|deriv|absent|absent_over_time|present_over_time|count_over_time|timestamp|.*_over_time|info)$/;

export const promqlBareCounter: NodeCheck<'selector'> = {
  code: 'promql/bare-counter',
  on: 'node',
  types: ['selector'],
  severity: 'warning',
  summary: 'a counter is read as it is',
  why: 'It counts since the process started, so the number says more about the last restart than about anything else.',
  good: [
    'panel: rate(http_requests_total[5m])',
    'panel: count(http_requests_total)',
    'alert: absent(http_requests_total)',
    'alert: up == 0 and on (job) http_requests_total',
    'panel: node_memory_MemTotal_bytes',
  ],
  bad: ['panel: http_requests_total', 'alert: sum by (job) (errors_total) > 10', 'panel: a_total / b_total'],
  run: (selector, { context }, _, visited) => {
    const { name, span } = selector;
    if (!name?.endsWith('_total') || !span || context === 'variable' || context === 'annotation') return [];
    if (!isRead(selector, parentsOf(visited))) return [];
    const message = `${name} counts since its process started`;
    return [{ message, help: `take its rate: rate(${name}[5m])`, span }];
  },
};

/** Whether the value of the series reaches the result. */
function isRead(selector: Expr, parents: readonly Expr[]): boolean {
  let child = selector;
  for (const parent of parents) {
    if (parent.type === 'range') return false;
    if (parent.type === 'call' && indifferent.test(parent.func)) return false;
    if (parent.type === 'aggregate' && (parent.op === 'count' || parent.op === 'group')) return false;
    if (parent.type === 'binary' && (parent.op === 'and' || parent.op === 'unless') && parent.right === child)
      return false;
    child = parent;
  }
  return true;
}
