import type { Expr } from '../../promql/ast.js';
import { walk } from '../../promql/walk.js';
import type { RuleCheck } from '../check.js';
import { treeOf } from '../model/query.js';

export const alertRatioNoFor: RuleCheck = {
  code: 'alert/ratio-no-for',
  on: 'rule',
  severity: 'info',
  summary: 'an alert on a ratio of two sums does not wait',
  why: 'After a restart of Prometheus some targets are scraped before the others, and for one evaluation the ratio is of different things.',
  good: [
    'alert: Errors\nexpr: sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 0.1\nfor: 5m',
    'alert: Errors\nexpr: sum(up) > 1',
    'record: a:b\nexpr: sum(a) / sum(b)',
  ],
  bad: [
    'alert: Errors\nexpr: sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 0.1',
    'alert: Few\nexpr: (sum(up) / count(up)) < 0.5\nfor: 0s',
  ],
  run: ({ kind, query, body, path }) => {
    const waits = typeof body.for === 'string' && /[1-9]/.test(body.for);
    if (kind !== 'alert' || waits) return [];
    const expr = treeOf(query);
    if (!expr) return [];
    const ratio = walk(expr).some(
      ({ expr: node }) =>
        node.type === 'binary' && node.op === '/' && isAggregate(node.left) && isAggregate(node.right),
    );
    return ratio
      ? [{ message: 'one incomplete evaluation is enough to fire it', help: 'add for: 2m or more', path }]
      : [];
  },
};

function isAggregate(expr: Expr): boolean {
  return expr.type === 'group' ? isAggregate(expr.expr) : expr.type === 'aggregate';
}
