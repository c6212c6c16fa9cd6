import type { Expr } from '../../promql/ast.js';
import { selectorsIn } from '../../promql/walk.js';
import type { NodeCheck } from '../check.js';

export const promqlQuantileLe: NodeCheck<'call'> = {
  code: 'promql/quantile-le',
  on: 'node',
  types: ['call'],
  severity: 'error',
  summary: 'a quantile is taken of buckets whose bounds were aggregated away',
  why: 'Without the label le there are no buckets any more: the result is empty, for ever and without an error.',
  good: [
    'panel: histogram_quantile(0.99, sum by (job, le) (rate(x_seconds_bucket[5m])))',
    'panel: histogram_quantile(0.99, rate(x_seconds_bucket[5m]))',
    'panel: histogram_quantile(0.99, sum by (job) (rate(x_seconds[5m])))',
    'panel: histogram_quantile(0.99, sum without (pod) (rate(x_seconds_bucket[5m])))',
  ],
  bad: [
    'panel: histogram_quantile(0.99, sum by (job) (rate(x_seconds_bucket[5m])))',
    'alert: histogram_quantile(0.9, sum(rate(x_seconds_bucket[5m]))) > 1',
    'panel: histogram_quantile(0.99, sum without (le) (rate(x_seconds_bucket[5m])))',
  ],
  run: ({ func, args }) => {
    if (func !== 'histogram_quantile') return [];
    const lost = args[1] && aggregatedAway(args[1]);
    if (!lost?.span) return [];
    const help = 'add le to the labels that are kept: by (…, le)';
    return [{ message: 'the buckets lose their label le here, so there is no quantile', help, span: lost.span }];
  },
};

/** The aggregation over classic buckets that drops `le`. */
function aggregatedAway(expr: Expr): Expr | undefined {
  if (expr.type === 'group') return aggregatedAway(expr.expr);
  if (expr.type !== 'aggregate' || !isClassic(expr.expr)) return undefined;
  const { grouping } = expr;
  // what a variable stands for may be le
  if (grouping?.labels.some((label) => /[$[]/.test(label))) return undefined;
  const kept = grouping ? grouping.labels.includes('le') === (grouping.mode === 'by') : false;
  return kept ? undefined : expr;
}

function isClassic(expr: Expr): boolean {
  return selectorsIn(expr).some(({ name }) => name?.endsWith('_bucket'));
}
