import { durationSeconds } from '../../promql/duration.js';
import type { RuleCheck } from '../check.js';

export const alertForShort: RuleCheck = {
  code: 'alert/for-short',
  on: 'rule',
  severity: 'info',
  summary: 'an alert is pending for less than one evaluation',
  why: 'It waits a whole interval anyway: what stands there is not what happens.',
  good: ['alert: Down\nexpr: up == 0\nfor: 5m', 'alert: Down\nexpr: up == 0', 'alert: Down\nexpr: up == 0\nfor: 0s'],
  bad: ['alert: Down\nexpr: up == 0\nfor: 5s'],
  run: ({ body, path, interval: own }, { evaluationInterval }) => {
    const pending = typeof body.for === 'string' ? durationSeconds(body.for) : 0;
    if (!(pending > 0)) return [];
    const interval = typeof own === 'string' ? durationSeconds(own) : evaluationInterval;
    if (interval === undefined || !(pending < interval)) return [];
    const message = `${body.for} is less than the ${interval}s between two evaluations`;
    return [{ message, help: 'leave it out, or take a longer time', path: [...path, 'for'] }];
  },
};
