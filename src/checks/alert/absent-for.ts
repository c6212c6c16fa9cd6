import type { RuleCheck } from '../check.js';

export const alertAbsentFor: RuleCheck = {
  code: 'alert/absent-for',
  on: 'rule',
  severity: 'warning',
  summary: 'an alert on something absent does not wait',
  why: 'After each restart of Prometheus nothing is there yet, and it fires at once.',
  good: [
    'alert: Gone\nexpr: absent(up{job="api"})\nfor: 5m',
    'alert: Gone\nexpr: absent_over_time(up{job="api"}[10m])',
    'record: a:b\nexpr: absent(up)',
  ],
  bad: ['alert: Gone\nexpr: absent(up{job="api"})', 'alert: Gone\nexpr: absent(up{job="api"}) == 1\nfor: 0s'],
  run: ({ kind, query, body, path }) => {
    const waits = typeof body.for === 'string' && /[1-9]/.test(body.for);
    if (kind !== 'alert' || waits || !query || !/\babsent\s*\(/.test(query.text)) return [];
    return [{ message: 'it fires as soon as Prometheus has started', help: 'add for: 5m', path }];
  },
};
