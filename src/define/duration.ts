import { UserError } from '../errors.js';
import { durationSeconds, isDuration } from '../promql/duration.js';

/**
 * Refuses what its type would, for definitions run without being checked: a server refuses the whole file for it.
 * What Grafana fills in is left alone, and so is what is left out; `null` stands for what must not be.
 */
export function mustBeDuration(duration: unknown, what: string): void {
  if (duration === undefined) return;
  const text = typeof duration === 'string' ? duration : '';
  if (text.startsWith('$') || (isDuration(text) && durationSeconds(text) > 0)) return;
  const found = duration === null ? 'missing' : `${JSON.stringify(duration) ?? String(duration)}, which is no duration`;
  throw new UserError(`${what} is ${found}`, {
    code: 'definition/duration',
    help: 'a whole number and a unit: 90s, 5m, 1h',
  });
}

/** The same of what Alertmanager waits for, which refuses fractions and several units. */
export function mustBeSpan(span: unknown, what: string): void {
  if (span === undefined || (typeof span === 'string' && /^\d+(ms|s|m|h|d|w|y)$/.test(span))) return;
  throw new UserError(`${what} is ${JSON.stringify(span) ?? String(span)}, which is no duration`, {
    code: 'alertmanager/duration',
    help: 'a whole number and a unit: 30s, 5m, 4h',
  });
}
