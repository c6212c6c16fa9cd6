import type { Severity } from '../types.js';

/** Queries that Prometheus refuses are found by the parser itself; here stands what there is to say about them. */
export const promqlSyntax = {
  code: 'promql/syntax',
  severity: 'error' as Severity,
  summary: 'the query is not PromQL',
  why: 'Prometheus refuses the whole rule file; a panel shows an error instead of data.',
  good: ['panel: sum by (job) (rate(http_requests_total[5m]))'],
  bad: ['panel: sum by (job (rate(http_requests_total[5m]))', 'record: rate(x[5mm])', 'alert: up = 0'],
} as const;

export const promqlType = {
  code: 'promql/type',
  severity: 'error' as Severity,
  summary: 'a function does not exist, or is given something it cannot work on',
  why: 'Prometheus refuses the whole rule file; a panel shows an error instead of data.',
  good: ['panel: rate(http_requests_total[5m])', 'alert: absent(up)'],
  bad: ['panel: rate(http_requests_total)', 'record: summ(up)', 'alert: 1 > 2', 'panel: sum(x[5m])'],
} as const;
