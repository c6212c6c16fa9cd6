import type { RefusalCheck } from '../check.js';

export const promqlSyntax: RefusalCheck = {
  code: 'promql/syntax',
  on: 'refusal',
  severity: 'error',
  summary: 'the query is not PromQL',
  why: 'Prometheus refuses the whole rule file; a panel shows an error instead of data.',
  good: ['panel: sum by (job) (rate(http_requests_total[5m]))'],
  bad: ['panel: sum by (job (rate(http_requests_total[5m]))', 'record: rate(x[5mm])', 'alert: up = 0'],
  run: ({ refused, malformed }) => (malformed ? refused : []),
};

export const promqlType: RefusalCheck = {
  code: 'promql/type',
  on: 'refusal',
  severity: 'error',
  summary: 'a function does not exist, or is given something it cannot work on',
  why: 'Prometheus refuses the whole rule file; a panel shows an error instead of data.',
  good: ['panel: rate(http_requests_total[5m])', 'alert: absent(up)'],
  bad: ['panel: rate(http_requests_total)', 'record: summ(up)', 'alert: 1 > 2', 'panel: sum(x[5m])'],
  run: ({ refused, malformed }) => (malformed ? [] : refused),
};
