import { functions } from '../../promql/functions.js';
import type { NodeCheck } from '../check.js';

export const promqlExperimental: NodeCheck<'call' | 'aggregate'> = {
  code: 'promql/experimental',
  on: 'node',
  types: ['call', 'aggregate'],
  severity: 'info',
  summary: 'a function exists only where a server turns on what is experimental',
  why: 'Without --enable-feature=promql-experimental-functions Prometheus refuses the rule file; the function may change or go.',
  good: ['panel: avg_over_time(x[5m])'],
  bad: ['panel: mad_over_time(x[5m])', 'record: sort_by_label(x, "job")', 'panel: limitk(5, x)'],
  run: (node) => {
    const name = node.type === 'call' ? node.func : node.op;
    if (!node.span || !isExperimental(name)) return [];
    const span = { start: node.span.start, end: node.span.start + name.length };
    const help = 'start Prometheus with --enable-feature=promql-experimental-functions';
    return [{ message: `${name} is experimental`, help, span }];
  },
};

function isExperimental(name: string): boolean {
  return functions.get(name)?.experimental === true || name === 'limitk' || name === 'limit_ratio';
}
