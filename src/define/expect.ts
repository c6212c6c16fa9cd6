import type { Moment } from './moments.js';
import { secondsAt } from './moments.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { Receiver } from './receivers.js';
import type { AlertRule, RecordingRule } from './rules.js';
import { type ReceiverClaims, receiverClaims } from './scenario.js';
import { type AnyVector, mustBeVector } from './vector.js';

/** An alert as a test describes it: only what is named is compared. */
export interface ExpectedAlert {
  readonly labels?: Readonly<Record<string, string>>;
  /** Rendered, as people read them; a regular expression where only a part matters. */
  readonly annotations?: Readonly<Record<string, string | RegExp>>;
}

/** A value of a query as a test describes it. */
export interface ExpectedValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** How far off it may be. Default: a millionth of it. */
  readonly within?: number;
}

const alertOptions: OptionsOf<ExpectedAlert> = { labels: 'any?', annotations: 'any?' };
const valueOptions: OptionsOf<ExpectedValue> = { labels: 'any?', value: 'number', within: 'number?' };

interface Stated {
  readonly kind: 'expectation';
  /** Seconds after the beginning. */
  readonly at: number;
}

/** What an alert rule should do at a time. */
export interface AlertExpectation extends Stated {
  /** `quiet`: it has not fired since the beginning. `resolved`: it has fired, and does no more. */
  readonly state: 'firing' | 'pending' | 'quiet' | 'resolved';
  /** Undefined where the environment turns the rule off. */
  readonly rule: AlertRule | undefined;
  /** One for each alert; empty: any number of them, but one at least. */
  readonly alerts: readonly ExpectedAlert[];
}

/** What a query should answer at a time. */
export interface ValueExpectation extends Stated {
  readonly state: 'value';
  readonly query: AnyVector;
  /** The rule that records it, where it is a recorded series itself. */
  readonly rule: RecordingRule | undefined;
  /** One for each series of the answer; empty: it has none. */
  readonly values: readonly ExpectedValue[];
}

export type Expectation = AlertExpectation | ValueExpectation;

export interface AlertClaims {
  /** It fires then: the alerts described, and no others. */
  toFireAt(time: Moment, ...alerts: readonly ExpectedAlert[]): Expectation;
  /** Its condition holds then, but not for long enough yet. */
  toBePending(time: Moment, ...alerts: readonly ExpectedAlert[]): Expectation;
  /** It never fires from the beginning up to then; it may be pending. */
  toStayQuiet(until: Moment): Expectation;
  /** It has fired before, and by then does no more. */
  toResolveBy(time: Moment): Expectation;
}

export interface ValueClaims {
  /** It has this value then, within a millionth, and no other series. */
  toBe(time: Moment, value: number, options?: Omit<ExpectedValue, 'value'>): Expectation;
  /** It has exactly these series then. */
  toHave(time: Moment, ...values: readonly ExpectedValue[]): Expectation;
  /** It has no series then. */
  toBeEmpty(time: Moment): Expectation;
}

type Off = false | undefined;

/** What a rule, query or receiver should do in a test. Of one that an environment turns off, nothing is expected. */
export function expect(of: AlertRule | Off): AlertClaims;
export function expect(of: AnyVector): ValueClaims;
export function expect(of: Receiver | Off): ReceiverClaims;
export function expect(of: AlertRule | AnyVector | Receiver | Off): AlertClaims | ValueClaims | ReceiverClaims {
  if (!of) return { ...alertClaims(undefined), ...receiverClaims(undefined) };
  if (of.kind === 'receiver') return receiverClaims(of);
  if (of.kind === 'alert') return alertClaims(of);
  mustBeVector('expect()', of);
  return valueClaims(of);
}

function alertClaims(rule: AlertRule | undefined): AlertClaims {
  const claim = (
    state: AlertExpectation['state'],
    time: Moment,
    alerts: readonly ExpectedAlert[] = [],
  ): Expectation => {
    for (const one of alerts) mustFit('an expected alert', one, alertOptions);
    return remember({ kind: 'expectation', state, at: secondsAt(time, 'the time of an expectation'), rule, alerts });
  };
  return {
    toFireAt: (time, ...alerts) => claim('firing', time, alerts),
    toBePending: (time, ...alerts) => claim('pending', time, alerts),
    toStayQuiet: (until) => claim('quiet', until),
    toResolveBy: (time) => claim('resolved', time),
  };
}

function valueClaims(query: AnyVector): ValueClaims {
  const { rule } = query as { readonly rule?: RecordingRule };
  const claim = (time: Moment, values: readonly ExpectedValue[]): Expectation => {
    for (const one of values) mustFit('an expected value', one, valueOptions);
    const at = secondsAt(time, 'the time of an expectation');
    return remember({ kind: 'expectation', state: 'value', at, query, rule, values });
  };
  return {
    toBe: (time, value, options = {}) => claim(time, [{ ...options, value }]),
    toHave: (time, ...values) => claim(time, values),
    toBeEmpty: (time) => claim(time, []),
  };
}
