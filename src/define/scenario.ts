import { UserError } from '../errors.js';
import type { ExpectedAlert } from './expect.js';
import { type Moment, secondsAt } from './moments.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { Receiver } from './receivers.js';
import { type Part, type Test, test } from './test.js';

/** A message as a scenario describes it: only what is named is compared. */
export interface ExpectedMessage {
  /** Alerts that it tells of; it may tell of others too. */
  readonly alerts?: readonly ExpectedAlert[];
  /** What can be read in it, in any of its fields and channels. */
  readonly says?: RegExp | readonly RegExp[];
}

const messageOptions: OptionsOf<ExpectedMessage> = {
  alerts: { each: { labels: 'any?', annotations: 'any?' }, optional: true },
  says: 'any?',
};

/** What a receiver should be told. */
export interface MessageExpectation {
  readonly kind: 'message-expectation';
  readonly told: 'firing' | 'resolved' | 'nothing';
  /** Undefined where the environment turns the receiver off. */
  readonly receiver: Receiver | undefined;
  /** Seconds after the beginning. */
  readonly at: number;
  readonly message: ExpectedMessage;
}

export interface ReceiverClaims {
  /** A message of alerts that fire has arrived by then. */
  toBeToldBy(time: Moment, message?: ExpectedMessage): MessageExpectation;
  /** A message that all is well again has arrived by then. */
  toHearTheEndBy(time: Moment): MessageExpectation;
  /** No message arrives from the beginning up to then. */
  toHearNothing(until: Moment): MessageExpectation;
}

/** What a receiver should be told in a scenario. Of one that an environment turns off, nothing is expected there. */
export function receiverClaims(receiver: Receiver | undefined): ReceiverClaims {
  const claim = (told: MessageExpectation['told'], time: Moment, message: ExpectedMessage = {}): MessageExpectation => {
    mustFit('an expected message', message, messageOptions);
    const at = secondsAt(time, 'the time of a message');
    return remember({ kind: 'message-expectation', told, receiver, at, message });
  };
  return {
    toBeToldBy: (time, message) => claim('firing', time, message),
    toHearTheEndBy: (time) => claim('resolved', time),
    toHearNothing: (until) => claim('nothing', until),
  };
}

/**
 * A test from series to messages: rules, routes at that hour, inhibition, grouping and templates in one.
 *
 * ```ts
 * scenario('Redis dies at night', 'Sun 03:00',
 *   series(probeSuccess, redis, steady(1).for('5m'), steady(0)),
 *   expect(onCallData).toBeToldBy('8m', { alerts: [{ labels: { service: 'redis' } }], says: /redis does not answer/ }),
 *   expect(teamSlack).toHearNothing('30m'),
 * );
 * ```
 *
 * @param at when it begins: `Sun 03:00` is an ordinary Sunday by the clocks of the time intervals
 */
export function scenario(
  name: string,
  at: string,
  ...parts: readonly (Part | MessageExpectation | readonly (Part | MessageExpectation)[])[]
): Test {
  const all = parts.flat() as readonly (Part | MessageExpectation)[];
  const messages = all.filter((part) => part.kind === 'message-expectation');
  const rest = all.filter((part) => part.kind !== 'message-expectation');
  if (messages.length === 0) {
    throw new UserError(`the scenario "${name}" expects no message`, {
      code: 'test/no-expectation',
      help: "say who is told: expect(onCall).toBeToldBy('5m')",
    });
  }
  return test(name, { begins: at, messages }, ...rest);
}
