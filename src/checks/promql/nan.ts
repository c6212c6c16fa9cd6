import type { Expr } from '../../promql/ast.js';
import { boundsOf } from '../../promql/bounds.js';
import { isNumber } from '../../promql/label-flow.js';
import type { NodeCheck } from '../check.js';

export const promqlNan: NodeCheck<'aggregate'> = {
  code: 'promql/nan',
  on: 'node',
  types: ['aggregate'],
  severity: 'warning',
  summary: 'a ratio is taken inside of a sum or an average',
  why: 'Where one divisor is 0 the ratio is NaN, and so is the whole sum; an average of ratios also counts an idle instance as much as a busy one.',
  good: [
    'panel: sum(rate(a_total[5m])) / sum(rate(b_total[5m]))',
    'panel: sum(a / 60)',
    'panel: avg(a / b > 0)',
    'panel: max(a / b)',
  ],
  bad: ['panel: avg(a / b)', 'alert: sum by (job) (rate(a_total[5m]) / rate(b_total[5m])) > 1'],
  run: (node) => {
    const ratio = ratioIn(node.expr);
    if (!ratio?.span || !/^(sum|avg|stddev|stdvar)$/.test(node.op)) return [];
    const message = `${node.op} over a ratio is NaN as soon as one divisor is 0`;
    return [{ message, help: `divide the sums: sum(…) / sum(…)`, span: ratio.span }];
  },
};

/** The ratio that reaches the aggregation as it is: a comparison drops NaN. */
function ratioIn(expr: Expr): Expr | undefined {
  if (expr.type === 'group' || expr.type === 'negate') return ratioIn(expr.expr);
  if (expr.type !== 'binary') return undefined;
  if (expr.op === '/' || expr.op === '%') {
    const [least, greatest] = boundsOf(expr.right);
    return isNumber(expr.right) || least > 0 || greatest < 0 ? ratioIn(expr.left) : expr;
  }
  return /^[+*-]$/.test(expr.op) ? (ratioIn(expr.left) ?? ratioIn(expr.right)) : undefined;
}
