import type { Expr } from '../../promql/ast.js';
import { parentsOf, selectorsIn, walk } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';

/** Where only the existence of a series matters, or how its samples change. */
const indifferent =
  /^(rate|irate|increase|resets|changes|delta|idelta|deriv|absent|absent_over_time|present_over_time|count_over_time|timestamp|.*_over_time|info)$/;

export const promqlBareCounter: QueryCheck = {
  code: 'promql/bare-counter',
  on: 'query',
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
  run: ({ expr, context }) =>
    context === 'variable' ||
    context === 'annotation' ||
    !selectorsIn(expr).some(({ name }) => name?.endsWith('_total'))
      ? []
      : walk(expr).flatMap((node) => {
          const selector = node.expr;
          if (selector.type !== 'selector' || !selector.name?.endsWith('_total') || !selector.span) return [];
          if (!isRead(selector, parentsOf(node))) return [];
          const message = `${selector.name} counts since its process started`;
          return [{ message, help: `take its rate: rate(${selector.name}[5m])`, span: selector.span }];
        }),
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
