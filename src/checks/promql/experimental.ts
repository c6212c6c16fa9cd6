import { functions } from '../../promql/functions.js';
import { nodesOf } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';

export const promqlExperimental: QueryCheck = {
  code: 'promql/experimental',
  on: 'query',
  severity: 'info',
  summary: 'a function exists only where a server turns on what is experimental',
  why: 'Without --enable-feature=promql-experimental-functions Prometheus refuses the rule file; the function may change or go.',
  good: ['panel: avg_over_time(x[5m])'],
  bad: ['panel: mad_over_time(x[5m])', 'record: sort_by_label(x, "job")', 'panel: limitk(5, x)'],
  run: ({ expr }) =>
    [...nodesOf(expr, 'call'), ...nodesOf(expr, 'aggregate')].flatMap((node) => {
      const name = node.type === 'call' ? node.func : node.op;
      if (!node.span) return [];
      if (!functions.get(name)?.experimental && !/^limit(k|_ratio)$/.test(name)) return [];
      const span = { start: node.span.start, end: node.span.start + name.length };
      return [
        {
          message: `${name} is experimental`,
          help: 'start Prometheus with --enable-feature=promql-experimental-functions',
          span,
        },
      ];
    }),
};
