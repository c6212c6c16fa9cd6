import { parentsOf } from '../../promql/walk.js';
import type { NodeCheck } from '../check.js';

export const alertFragile: NodeCheck<'aggregate'> = {
  code: 'alert/fragile',
  on: 'node',
  types: ['aggregate'],
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
  run: ({ op, grouping, param, span }, { context }, _, visited) => {
    if (context !== 'alert' || !/^(topk|bottomk|limitk)$/.test(op) || !span) return [];
    // one of each group is how duplicates are thrown away
    const ofEach = grouping !== undefined && param?.type === 'number' && param.value === 1;
    if (ofEach || parentsOf(visited).some(({ type }) => type === 'aggregate')) return [];
    return [{ message: `${op} chooses other series each time`, help: 'compare all of them with the threshold', span }];
  },
};
