import { UserError } from '../errors.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { Receiver } from './receivers.js';
import type { AlertLabels } from './routing.js';
import type { AlertRule } from './rules.js';

type Off = false | undefined;

/** An alert that a message tells of. */
export interface MessageAlert {
  /** A rule, whose labels and annotations it has, with examples for what comes from its series; or its labels. */
  readonly alert: AlertRule | AlertLabels | Off;
  /** Labels that come from the series, instead of examples. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the query of the rule found. Default: a value beyond its threshold. */
  readonly value?: number;
  /** Beside those of the rule, or instead of them; an empty one is not there. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Default: it fires. */
  readonly status?: 'firing' | 'resolved';
}

const alertOptions: OptionsOf<MessageAlert> = {
  alert: 'own?',
  labels: 'any?',
  value: 'number?',
  annotations: 'any?',
  status: { oneOf: { firing: true, resolved: true }, optional: true },
};

/** What a message reads like in each of its channels, kept as files beside the test. */
export interface MessageTest {
  readonly kind: 'message-test';
  readonly name: string;
  readonly to: readonly Receiver[];
  readonly alerts: readonly MessageAlert[];
}

/**
 * A message, as each channel of its receivers gets it. `obsctl test` compares it with the files beside the test;
 * `obsctl test --update` writes them. It belongs into an exported list, in any module of the definitions.
 *
 * ```ts
 * message('a host at its limits', [onCallPlatform, smsOnCall], [{ alert: highCpuUsage, labels: { node: 'n1' } }]);
 * ```
 *
 * @param to of receivers that an environment turns off, and of alerts, nothing is expected there
 */
export function message(name: string, to: readonly (Receiver | Off)[], alerts: readonly MessageAlert[]): MessageTest {
  if (to.length === 0 || alerts.length === 0) {
    throw new UserError(`the message "${name}" has no ${to.length === 0 ? 'receiver' : 'alert'}`, {
      code: 'test/no-expectation',
      help: "say who is told of what: message('down', [pager], [{ alert: 'Down severity=critical' }])",
    });
  }
  for (const [index, one] of alerts.entries())
    mustFit(`alert ${index + 1} of the message "${name}"`, one, alertOptions);
  return remember({ kind: 'message-test', name, to: to.filter((one) => one !== undefined && one !== false), alerts });
}
