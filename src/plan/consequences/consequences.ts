import type { Consequence, Difference } from '../../types/comparison.js';
import { alertConsequences } from './alerts.js';
import { dashboardConsequences } from './dashboards.js';
import type { Facts } from './facts.js';
import { messageConsequences } from './messages.js';
import { readerConsequences } from './readers.js';
import { routingConsequences } from './routing.js';

/** What follows from changes: for what is shown, for who is told, and what may be missed. Risks come first. */
export function consequencesOf(
  before: Facts,
  after: Facts,
  changes: readonly Difference[],
  environment?: string,
): Consequence[] {
  const touched = (kind: string) => changes.some((change) => change.kind === kind);
  const rules = touched('prometheus/rules');
  const found = [
    ...(rules ? alertConsequences(before, after) : []),
    ...(rules || touched('alertmanager/config') ? routingConsequences(before, after) : []),
    ...(touched('alertmanager/template') || touched('alertmanager/config') ? messageConsequences(before, after) : []),
    ...dashboardConsequences(changes, after),
    ...(rules || before.metrics !== undefined ? readerConsequences(before, after) : []),
  ];
  const risks = found.filter(({ weight }) => weight === 'risk');
  const notes = found.filter(({ weight }) => weight === 'note');
  return [...risks, ...notes].map((one) => (environment === undefined ? one : { ...one, environment }));
}
