import type { RuleCheck } from '../check.js';

export const ruleName: RuleCheck = {
  code: 'rule/name',
  on: 'rule',
  severity: 'info',
  summary: 'the name of a recorded series has no colon',
  why: 'A colon tells recorded series from exposed ones: level:metric:operations.',
  good: ['record: job:http_requests:rate5m\nexpr: sum by (job) (rate(http_requests_total[5m]))'],
  bad: ['record: http_requests_rate\nexpr: sum by (job) (rate(http_requests_total[5m]))'],
  run: ({ kind, name }) =>
    kind === 'alert' || name === '' || name.includes(':')
      ? []
      : [{ message: `${name} looks like an exposed metric`, help: 'name it level:metric:operations' }],
};
