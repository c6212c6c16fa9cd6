import type { MetricCheck } from '../check.js';

export const metricHelp: MetricCheck = {
  code: 'metric/help',
  on: 'metric',
  severity: 'warning',
  summary: 'a metric has no help',
  why: 'Whoever meets it in Grafana or at /metrics learns what it counts, and in which unit, from its help alone.',
  good: ['name: up\ntype: gauge\nhelp: 1 where the last scrape succeeded.'],
  bad: ['name: up\ntype: gauge\nhelp: ""'],
  run: ({ help }) =>
    help.trim() === ''
      ? [{ message: 'has no help', help: 'say in one sentence what it means, and in which unit' }]
      : [],
};
