import type { FileCheck, FileNote } from '../check.js';
import type { Everything } from '../model/everything.js';
import type { FoundQuery } from '../model/query.js';

export const promqlSyntax: FileCheck = {
  code: 'promql/syntax',
  on: 'files',
  severity: 'error',
  summary: 'the query is not PromQL',
  why: 'Prometheus refuses the whole rule file; a panel shows an error instead of data.',
  good: ['panel: sum by (job) (rate(http_requests_total[5m]))'],
  bad: ['panel: sum by (job (rate(http_requests_total[5m]))', 'record: rate(x[5mm])', 'alert: up = 0'],
  run: (all) => refused(all, (query) => query.malformed),
};

export const promqlType: FileCheck = {
  code: 'promql/type',
  on: 'files',
  severity: 'error',
  summary: 'a function does not exist, or is given something it cannot work on',
  why: 'Prometheus refuses the whole rule file; a panel shows an error instead of data.',
  good: ['panel: rate(http_requests_total[5m])', 'alert: absent(up)'],
  bad: ['panel: rate(http_requests_total)', 'record: summ(up)', 'alert: 1 > 2', 'panel: sum(x[5m])'],
  run: (all) => refused(all, (query) => !query.malformed),
};

function refused({ queries }: Everything, which: (query: FoundQuery) => boolean): FileNote[] {
  return queries
    .filter((query) => query.refused.length > 0 && which(query))
    .flatMap((query) => {
      const { subject, owner } = query;
      return query.refused.map((problem) => ({ ...problem, subject, owner, query }));
    });
}
