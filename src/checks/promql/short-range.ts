import { durationSeconds } from '../../promql/duration.js';
import type { NodeCheck } from '../check.js';

const rates = ['rate', 'irate', 'increase', 'delta', 'deriv', 'idelta'];

export const promqlShortRange: NodeCheck<'call'> = {
  code: 'promql/short-range',
  on: 'node',
  types: ['call'],
  needs: 'scrapeInterval',
  severity: 'warning',
  summary: 'the range of a rate is shorter than four scrapes',
  why: 'A rate needs two samples; with fewer than four scrapes one failed scrape leaves a hole, and the alert its pending time.',
  good: ['panel: rate(http_requests_total[1m])', 'panel: rate(http_requests_total[$__rate_interval])'],
  bad: ['panel: rate(http_requests_total[30s])', 'alert: increase(http_requests_total[45s]) > 1'],
  run: ({ func, args }, _, { scrapeInterval }) => {
    if (scrapeInterval === undefined || !rates.includes(func)) return [];
    const [samples] = args;
    if (samples?.type !== 'range' || !samples.span || !(durationSeconds(samples.range) < 4 * scrapeInterval)) return [];
    const message = `${samples.range} holds fewer than four scrapes, one each ${scrapeInterval}s`;
    return [{ message, help: `take ${4 * scrapeInterval}s or more`, span: samples.span }];
  },
};
