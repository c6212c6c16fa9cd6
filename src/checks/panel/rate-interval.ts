import type { Span } from '../../promql/ast.js';
import { durationSeconds } from '../../promql/duration.js';
import type { NodeCheck } from '../check.js';

const rates = ['rate', 'irate', 'increase'];

/** A longer range is a smoothing that somebody wants, such as the last day. */
const longest = 15 * 60;

export const panelRateInterval: NodeCheck<'call'> = {
  code: 'panel/rate-interval',
  on: 'node',
  types: ['call'],
  severity: 'info',
  summary: 'the range of a rate is fixed, and short',
  why: 'Zoomed out, the panel then shows a few seconds of each step and misses the rest; zoomed in, it may have too few samples.',
  good: [
    'panel: rate(x_total[$__rate_interval])',
    'panel: increase(x_total[1h])',
    'panel: rate(x_total[$__range])',
    'record: rate(x_total[5m])',
  ],
  bad: ['panel: rate(x_total[5m])', 'panel: sum(irate(x_total[1m]))'],
  run: ({ func, args }, { context, text, owner }) => {
    if (context !== 'panel' || !rates.includes(func)) return [];
    const [samples] = args;
    if (samples?.type !== 'range' || !samples.span || !(durationSeconds(samples.range) <= longest)) return [];
    const message = `${func} over ${samples.range}, however much time the panel shows`;
    const range = rangeIn(text, samples.span);
    // a title that says 5m would lie afterwards
    const fix = range && !owner.includes(samples.range) && { span: range, text: '[$__rate_interval]' };
    return [{ message, help: 'write [$__rate_interval]', span: samples.span, ...(fix ? { fix } : {}) }];
  },
};

/** Where the brackets of a range stand: the last ones, for values of labels may have brackets too. */
function rangeIn(text: string, { start, end }: Span): Span | undefined {
  const found = /\[[^[\]"'`]*\](?=[^\]"'`]*$)/.exec(text.slice(start, end));
  return found ? { start: start + found.index, end: start + found.index + found[0].length } : undefined;
}
