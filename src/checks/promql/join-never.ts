import { neverMatch } from '../../promql/joins.js';
import { isNumber } from '../../promql/label-flow.js';
import type { NodeCheck } from '../check.js';

export const promqlJoinNever: NodeCheck<'binary'> = {
  code: 'promql/join-never',
  on: 'node',
  types: ['binary'],
  severity: 'error',
  summary: 'the two sides of an operation can never match',
  why: 'Series find each other by their labels; where one side has a label that the other lacks, the result is empty for ever.',
  good: [
    'panel: sum by (job) (a) / sum by (job) (b)',
    'panel: sum by (job, pod) (a) / on (job) group_left () sum by (job) (b)',
    'panel: a{x="1"} / ignoring (x) b{x="2"}',
    'panel: a{job="$job"} / b{job="api"}',
    'panel: sum(a) / scalar(sum by (job) (b))',
    'panel: sum by (job) (up) or sum(up)',
    'alert: x{job="api"} > (25 / 100)',
  ],
  bad: [
    'panel: sum(rate(a[5m])) / sum by (job) (rate(b{job="api"}[5m]))',
    'panel: a{job="api"} / b{job="web"}',
    'alert: absent(up{job="api"}) and sum(up) == 0',
    'panel: a{mode="idle"} / on (mode) b{mode="user"}',
  ],
  run: (node, _, all) => {
    if (node.op === 'or' || !node.span || isNumber(node.left) || isNumber(node.right)) return [];
    const why = neverMatch(node, all.flow(node.left), all.flow(node.right));
    if (!why) return [];
    const { label, values, lacks } = why;
    const message = values
      ? `the sides never match: ${label} is "${values[0]}" on the left and "${values[1]}" on the right`
      : `the sides never match: the ${lacks} one has no label ${label}, every series of the other has`;
    return [{ message, help: `say what they match by: on (…), or leave it out: ignoring (${label})`, span: node.span }];
  },
};
