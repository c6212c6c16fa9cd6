import type { RuleCheck } from '../check.js';

export const alertMissingTest: RuleCheck = {
  code: 'alert/missing-test',
  on: 'rule',
  severity: 'info',
  summary: 'no test sees an alert of ours fire',
  why: 'Whether it ever would, and at which value, shows in the next incident.',
  good: ['alert: Tested\nexpr: up == 0', 'record: job:up:min\nexpr: min by (job) (up)'],
  bad: ['alert: Down\nexpr: up == 0'],
  // of files that others made, nobody knows how they are tested
  run: ({ kind, name }, { tested }) =>
    kind !== 'alert' || !tested || tested.has(name)
      ? []
      : [
          {
            message: 'no test sees it fire',
            help: `write one, test('…', series(…), expect(rule).toFireAt('6m')), where rule is alert('${name}', …)`,
          },
        ],
};
