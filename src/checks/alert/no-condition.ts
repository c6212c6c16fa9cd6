import type { Expr } from '../../promql/ast.js';
import type { QueryCheck } from '../check.js';

export const alertNoCondition: QueryCheck = {
  code: 'alert/no-condition',
  on: 'query',
  severity: 'warning',
  summary: 'an alert has no condition',
  why: 'An alert fires for each series its query returns, whatever the value; without a comparison that is always.',
  good: [
    'alert: up == 0',
    'alert: absent(up{job="api"})',
    'alert: a > 1 or b > 2',
    'alert: vector(1)',
    'alert: a unless b',
  ],
  bad: ['alert: rate(errors_total[5m])', 'alert: sum by (job) (up)', 'alert: a > bool 1', 'alert: (a > 1) or b'],
  run: ({ expr, context }) => {
    if (context !== 'alert' || !expr.span) return [];
    const always = alwaysFires(expr);
    if (!always?.span) return [];
    const message = 'this alert fires whenever there is a series, whatever its value';
    return [{ message, help: 'compare the query with a threshold', span: always.span }];
  },
};

/** The part that decides nothing, or undefined where every series had to pass a condition. */
function alwaysFires(expr: Expr): Expr | undefined {
  switch (expr.type) {
    case 'group':
    case 'negate':
      return alwaysFires(expr.expr);
    case 'variable':
    case 'raw':
      return undefined;
    case 'call':
      // a constant is meant to fire always; absent() is a condition; most functions keep what was filtered before
      if (/^(vector|absent|absent_over_time)$/.test(expr.func)) return undefined;
      return expr.args.some((arg) => filters(arg)) ? undefined : expr;
    case 'aggregate':
      return alwaysFires(expr.expr) && expr;
    case 'binary':
      if (expr.op === 'or') return alwaysFires(expr.left) ?? alwaysFires(expr.right);
      if (expr.op === 'and' || expr.op === 'unless') return undefined;
      if (['==', '!=', '>', '<', '>=', '<='].includes(expr.op) && !expr.bool) return undefined;
      return filters(expr.left) || filters(expr.right) ? undefined : expr;
    default:
      return expr;
  }
}

function filters(expr: Expr): boolean {
  if (expr.type === 'number' || expr.type === 'string' || expr.type === 'selector' || expr.type === 'range')
    return false;
  if (expr.type === 'subquery') return filters(expr.expr);
  return alwaysFires(expr) === undefined;
}
