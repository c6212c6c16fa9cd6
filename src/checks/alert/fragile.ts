import { nodesOf, parentsOf, walk } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';

export const alertFragile: QueryCheck = {
  code: 'alert/fragile',
  on: 'query',
  severity: 'warning',
  summary: 'an alert looks at the largest or smallest series only',
  why: 'Which ones these are changes from one evaluation to the next, so alerts resolve and fire again while nothing has changed.',
  good: [
    'alert: errors > 5',
    'panel: topk(5, errors)',
    'alert: max by (job) (errors) > 5',
    'alert: count(topk(1, up)) > 0',
    'alert: a / on (pod) group_left topk by (pod) (1, b) > 0.9',
  ],
  bad: ['alert: topk(5, errors) > 5', 'alert: bottomk(1, free_bytes) < 10'],
  run: ({ expr, context }) =>
    context !== 'alert' || nodesOf(expr, 'aggregate').length === 0
      ? []
      : walk(expr).flatMap((visited) => {
          const node = visited.expr;
          if (node.type !== 'aggregate' || !/^(topk|bottomk|limitk)$/.test(node.op) || !node.span) return [];
          // one of each group is how duplicates are thrown away
          const ofEach = node.grouping !== undefined && node.param?.type === 'number' && node.param.value === 1;
          if (ofEach || parentsOf(visited).some(({ type }) => type === 'aggregate')) return [];
          return [
            {
              message: `${node.op} chooses other series each time`,
              help: 'compare all of them with the threshold',
              span: node.span,
            },
          ];
        }),
};
