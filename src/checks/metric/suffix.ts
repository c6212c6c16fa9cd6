import type { MetricCheck } from '../check.js';

export const metricTotal: MetricCheck = {
  code: 'metric/total',
  on: 'metric',
  severity: 'warning',
  summary: 'a counter does not end in _total, or something else does',
  why: 'Everybody reads _total as a counter, and takes its rate; exporters that speak OpenMetrics add it to every counter.',
  good: ['name: http_requests_total\ntype: counter\nhelp: Requests.', 'name: queue_depth\ntype: gauge\nhelp: Jobs.'],
  bad: ['name: http_requests\ntype: counter\nhelp: Requests.', 'name: memory_total\ntype: gauge\nhelp: Bytes.'],
  run: ({ name, type }) => {
    if (name.endsWith('_total') === (type === 'counter')) return [];
    return type === 'counter'
      ? [{ message: 'is a counter and does not end in _total', help: `name it ${name}_total` }]
      : [{ message: `ends in _total and is a ${type}`, help: 'name it otherwise, or make it a counter' }];
  },
};

/** What the parts of histograms and summaries are called. */
const suffixes: Readonly<Record<string, readonly string[]>> = {
  _bucket: ['histogram'],
  _count: ['histogram', 'summary'],
  _sum: ['histogram', 'summary'],
};
const labelsOfParts: Readonly<Record<string, string>> = { le: 'histogram', quantile: 'summary' };

export const metricReserved: MetricCheck = {
  code: 'metric/reserved',
  on: 'metric',
  severity: 'warning',
  summary: 'a name or label belongs to the parts of histograms and summaries',
  why: 'Prometheus and Grafana take http_sum for the sum of a histogram http, and le for the bound of a bucket.',
  good: [
    'name: request_seconds\ntype: histogram\nhelp: Time of a request.\nlabels: { job: null }',
    'name: queue_jobs\ntype: gauge\nhelp: Jobs that wait.',
  ],
  bad: [
    'name: queue_count\ntype: gauge\nhelp: Jobs that wait.',
    'name: price\ntype: gauge\nhelp: Euros.\nlabels: { le: null }',
    'name: request_seconds\ntype: histogram\nhelp: Time of a request.\nlabels: { quantile: null }',
  ],
  run: ({ name, type, labels }) => {
    const ofName = Object.entries(suffixes).flatMap(([suffix, types]) =>
      name.endsWith(suffix) && !types.includes(type)
        ? [{ message: `ends in ${suffix}, as only parts of a ${types.join(' or ')} do`, help: 'name it otherwise' }]
        : [],
    );
    const ofLabels = labels.flatMap((label) => {
      const owner = labelsOfParts[label];
      // its own parts carry it, and nobody defines it
      if (owner === undefined || owner === type) return [];
      return [{ message: `has the label ${label}, as only a ${owner} has`, help: 'name the label otherwise' }];
    });
    return [...ofName, ...ofLabels];
  },
};
