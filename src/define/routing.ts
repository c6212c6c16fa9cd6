import { UserError } from '../errors.js';
import type { Inhibition } from './notification.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { Receiver } from './receivers.js';
import type { AlertRule } from './rules.js';

/** Labels of an alert: a table, or words as in `HighCpuUsage severity=critical node=n1`. */
export type AlertLabels = string | Readonly<Record<string, string>>;

type Off = false | undefined;

export interface RoutingCase {
  /** The labels it carries; or a rule, whose own labels it has. */
  readonly alert: AlertLabels | AlertRule | Off;
  /** Labels that come from the series, beside those of a rule. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * When: `Sun 03:00` is an ordinary Sunday by the clocks of the time intervals, `2026-12-25 10:00` that day; several
   * of them one after the other. Default: at every hour of the week, and on every day with a date of its own.
   */
  readonly at?: string | readonly string[];
  /** What else fires at that moment. */
  readonly firing?: readonly AlertLabels[];
  /** Who is notified, in the order of the tree; of a receiver that an environment turns off, nothing is expected. */
  readonly notifies: readonly (string | Receiver | Off)[];
  /** The inhibition that keeps it quiet; then it notifies nobody. */
  readonly mutedBy?: string | Inhibition | undefined;
}

/** Who is told of which alert, as a table. */
export interface RoutingTest {
  readonly kind: 'routing-test';
  readonly name: string;
  readonly cases: readonly RoutingCase[];
}

const caseOptions: OptionsOf<RoutingCase> = {
  alert: 'own?',
  labels: 'any?',
  at: 'any?',
  firing: 'list?',
  notifies: 'list',
  mutedBy: 'any?',
};

/**
 * A table of alerts and who is told of them: a test of routes, time intervals and inhibition. It belongs into an
 * exported value, in any module of the definitions.
 *
 * ```ts
 * export default routing('nights', [
 *   { alert: 'HighLatencyP99 severity=critical team=streaming', at: 'Sun 03:00', notifies: [incidentLog, smsOnCall] },
 *   { alert: 'InstanceDown node=n1', firing: ['NodeDown node=n1'], notifies: [], mutedBy: 'node-down' },
 * ]);
 * ```
 */
export function routing(name: string, cases: readonly RoutingCase[]): RoutingTest {
  if (cases.length === 0) {
    throw new UserError(`the routing test "${name}" has no cases`, {
      code: 'test/no-expectation',
      help: "add what should happen: { alert: 'Down severity=critical', notifies: ['pager'] }",
    });
  }
  for (const [index, one] of cases.entries()) {
    mustFit(`case ${index + 1} of the routing test "${name}"`, one, caseOptions);
  }
  return remember({ kind: 'routing-test', name, cases: cases.map((one) => remember({ ...one })) });
}
