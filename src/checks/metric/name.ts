import type { MetricCheck } from '../check.js';
import { wordsOf } from '../model/catalogue.js';

export const metricTypeInName: MetricCheck = {
  code: 'metric/type-in-name',
  on: 'metric',
  severity: 'warning',
  summary: 'the name of a metric says its type',
  why: 'The type is exposed beside the name; a name that repeats it is wrong the day the type changes.',
  good: ['name: queue_depth\ntype: gauge\nhelp: Jobs that wait.'],
  bad: ['name: queue_depth_gauge\ntype: gauge\nhelp: Jobs that wait.'],
  run: (metric) =>
    wordsOf(metric).includes(metric.type) && metric.name !== metric.type
      ? [{ message: `says in its name that it is a ${metric.type}`, help: 'leave the word out' }]
      : [],
};

export const metricColon: MetricCheck = {
  code: 'metric/colon',
  on: 'metric',
  severity: 'warning',
  summary: 'the name of an exposed metric has a colon',
  why: 'A colon tells recorded series from exposed ones: level:metric:operations.',
  good: ['name: http_requests_total\ntype: counter\nhelp: Requests.'],
  bad: ['name: http:requests_total\ntype: counter\nhelp: Requests.'],
  run: ({ name }) =>
    name.includes(':') ? [{ message: 'has a colon, as recorded series do', help: 'write _ instead' }] : [],
};

export const metricCamelCase: MetricCheck = {
  code: 'metric/camel-case',
  on: 'metric',
  severity: 'warning',
  summary: 'a metric or one of its labels is written in camelCase',
  why: 'All others are written in snake_case: whoever types a query does not find what is written otherwise.',
  good: ['name: http_requests_total\ntype: counter\nhelp: Requests.\nlabels: { status_code: null }'],
  bad: [
    'name: httpRequests_total\ntype: counter\nhelp: Requests.',
    'name: http_requests_total\ntype: counter\nhelp: Requests.\nlabels: { statusCode: null }',
  ],
  run: ({ name, labels }) => {
    const snake = (text: string) => text.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
    const isCamel = (text: string) => /[a-z][A-Z]/.test(text);
    return [
      ...(isCamel(name) ? [{ message: 'is written in camelCase', help: `name it ${snake(name)}` }] : []),
      ...labels
        .filter(isCamel)
        .map((label) => ({ message: `has a label in camelCase, ${label}`, help: `name it ${snake(label)}` })),
    ];
  },
};

export const metricLabelName: MetricCheck = {
  code: 'metric/label-name',
  on: 'metric',
  severity: 'error',
  summary: 'a label of a metric is reserved for Prometheus itself',
  why: 'A scrape with such a label fails or loses it: names that begin with two underscores are for relabelling only.',
  good: ['name: http_requests_total\ntype: counter\nhelp: Requests.\nlabels: { route: null }'],
  bad: ['name: http_requests_total\ntype: counter\nhelp: Requests.\nlabels: { __route: null }'],
  run: ({ labels }) =>
    labels
      .filter((label) => label.startsWith('__'))
      .map((label) => ({ message: `has the label ${label}, which is reserved`, help: 'name it without underscores' })),
};
