import { nodesOf } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';

const forCounters = ['rate', 'irate', 'increase', 'resets'];
const forGauges = ['delta', 'idelta', 'deriv', 'predict_linear'];

export const promqlWrongType: QueryCheck = {
  code: 'promql/wrong-type',
  on: 'query',
  severity: 'error',
  summary: 'a function for counters is applied to a gauge, or one for gauges to a counter',
  why: 'The function rate() takes every fall of a gauge for a restart; delta() takes every restart of a counter for a fall.',
  good: ['panel: rate(http_requests_total[5m])', 'panel: deriv(memory_bytes[10m])', 'panel: delta(unknown[5m])'],
  bad: ['panel: rate(memory_bytes[5m])', 'panel: delta(http_requests_total[5m])', 'alert: increase(up[5m]) > 1'],
  run: ({ expr }, { metrics, records }) =>
    nodesOf(expr, 'call').flatMap((call) => {
      if (!call.span) return [];
      const samples = call.args.find((one) => one.type === 'range');
      const name = samples?.type === 'range' ? samples.selector.name : undefined;
      if (name === undefined) return [];
      const type = name === 'up' || records.has(name) ? 'gauge' : metrics?.get(name)?.type;
      if (type === 'gauge' && forCounters.includes(call.func)) {
        const help = `${call.func} is for counters: take delta(), deriv() or avg_over_time()`;
        return [{ message: `${name} is a gauge, it goes up and down`, help, span: call.span }];
      }
      if (type !== undefined && type !== 'gauge' && forGauges.includes(call.func)) {
        const help = `${call.func} is for gauges: take rate() or increase()`;
        return [{ message: `${name} counts up and starts at 0 again`, help, span: call.span }];
      }
      return [];
    }),
};
