import type { FileCheck, FileNote } from '../check.js';
import { isAccepted } from '../model/alertmanager.js';
import { proofOf } from './proof.js';

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const files = (labels: readonly string[]) =>
  `route: {receiver: all, routes: [${labels.map((label) => `{matchers: ['${label}="x"']}`).join(', ')}]}
receivers: [{name: all, webhook_configs: [{url: "http://localhost:5001/"}]}]
---
groups: [{name: a, rules: [{alert: Down, expr: up == 0}]}]`;

export const alertNotProved: FileCheck = {
  code: 'alert/not-proved',
  on: 'files',
  severity: 'info',
  summary: 'an alert can carry more combinations of labels than are looked at, so nothing is said of whom it reaches',
  why: 'It may reach nobody, at some hours or at all, and the checks of routes are silent about it.',
  good: [files(letters.slice(0, 4))],
  bad: [files(letters)],
  run: (all) =>
    all.configs.filter(isAccepted).flatMap((found) =>
      proofOf(found, all).unproved.map(({ subject, owner, path }): FileNote => {
        const message = 'its labels can be combined in more than 3000 ways, so whom it reaches is not proved';
        const help = 'aggregate its query by the labels that routes ask for, or state those labels in the rule';
        return { subject, owner, path, message, help };
      }),
    ),
};
