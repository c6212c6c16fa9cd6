import type { NodeCheck } from '../check.js';

const forCounters = ['rate', 'irate', 'increase', 'resets'];
const forGauges = ['delta', 'idelta', 'deriv', 'predict_linear'];

export const promqlWrongType: NodeCheck<'call'> = {
  code: 'promql/wrong-type',
  on: 'node',
  types: ['call'],
  severity: 'error',
  summary: 'a function for counters is applied to a gauge, or one for gauges to a counter',
  why: 'The function rate() takes every fall of a gauge for a restart; delta() takes every restart of a counter for a fall.',
  good: ['panel: rate(http_requests_total[5m])', 'panel: deriv(memory_bytes[10m])', 'panel: delta(unknown[5m])'],
  bad: ['panel: rate(memory_bytes[5m])', 'panel: delta(http_requests_total[5m])', 'alert: increase(up[5m]) > 1'],
  run: ({ func, args, span }, _, { metrics, records }) => {
    if (!forCounters.includes(func) && !forGauges.includes(func)) return [];
    const samples = args.find((one) => one.type === 'range');
    const name = samples?.type === 'range' ? samples.selector.name : undefined;
    if (name === undefined || !span) return [];
    const type = name === 'up' || records.has(name) ? 'gauge' : metrics?.get(name)?.type;
    if (type === 'gauge' && forCounters.includes(func)) {
      const help = `${func} is for counters: take delta(), deriv() or avg_over_time()`;
      return [{ message: `${name} is a gauge, it goes up and down`, help, span }];
    }
    if (type !== undefined && type !== 'gauge' && forGauges.includes(func)) {
      const help = `${func} is for gauges: take rate() or increase()`;
      return [{ message: `${name} counts up and starts at 0 again`, help, span }];
    }
    return [];
  },
};
