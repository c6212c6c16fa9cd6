import { durationSeconds } from '../../promql/duration.js';
import type { RuleCheck } from '../check.js';

/** An alert that is over should be over: longer than this, people work on what is already mended. */
const longest = 30 * 60;

export const alertKeepFiring: RuleCheck = {
  code: 'alert/keep-firing',
  on: 'rule',
  severity: 'warning',
  summary: 'an alert goes on firing for more than half an hour after its condition has ended',
  why: 'Nobody trusts an alert that is still red when all is well, and the next incident hides behind it.',
  good: ['alert: Down\nexpr: up == 0\nkeep_firing_for: 15m'],
  bad: ['alert: Down\nexpr: up == 0\nkeep_firing_for: 1h'],
  run: ({ body, path }) => {
    const keep = body.keep_firing_for;
    if (typeof keep !== 'string' || !(durationSeconds(keep) > longest)) return [];
    const message = `it goes on firing for ${keep} after the end`;
    return [{ message, help: 'take 30m or less', path: [...path, 'keep_firing_for'] }];
  },
};
