import { durationSeconds } from '../../promql/duration.js';
import type { FileCheck } from '../check.js';

/** Prometheus takes a series for gone when its last sample is as old as this. */
const lookback = 5 * 60;

export const ruleInterval: FileCheck = {
  code: 'rule/interval',
  on: 'files',
  severity: 'warning',
  summary: 'the rules of a group run less often than every five minutes',
  why: 'A sample counts for five minutes; then the recorded series and its alerts are gone until the next evaluation.',
  good: ['groups:\n  - {name: a, interval: 1m, rules: []}', 'groups:\n  - {name: a, interval: 5m, rules: []}'],
  bad: ['groups:\n  - {name: a, interval: 10m, rules: []}'],
  run: ({ groups }) =>
    groups.flatMap(({ subject, name, body, path }) => {
      const { interval } = body;
      if (typeof interval !== 'string' || !(durationSeconds(interval) > lookback)) return [];
      const message = `${interval} is longer than the five minutes that a sample counts`;
      return [{ subject, owner: `group ${name}`, path: [...path, 'interval'], message, help: 'take 5m or less' }];
    }),
};
