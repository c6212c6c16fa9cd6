import type { Matcher } from './matchers.js';
import type { Span } from './parse-matchers.js';
import type { TimeRange } from './time.js';

export type Path = readonly (string | number)[];

/** An Alertmanager configuration, as far as it decides who is notified. */
export interface AmConfig {
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: readonly NamedInterval[];
}

/** A matcher, and where in the configuration it stands: of a text the part. */
export interface PlacedMatcher extends Matcher {
  readonly path: Path;
  readonly span?: Span;
  /** Whether only the old way of reading understands it so. */
  readonly outdated?: boolean;
}

/** A node of the route tree, with what it inherits. */
export interface Route {
  /** Where it stands in the configuration. */
  readonly path: Path;
  readonly matchers: readonly PlacedMatcher[];
  readonly receiver: string;
  /** Whether it names its receiver itself. */
  readonly ownReceiver: boolean;
  /** Labels that alerts are grouped by; `...` means all of them. */
  readonly groupBy: readonly string[];
  /** Seconds. */
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  /** Names of time intervals. They are not inherited. */
  readonly muteTimes: readonly string[];
  readonly activeTimes: readonly string[];
  readonly continue: boolean;
  readonly routes: readonly Route[];
}

export interface Receiver {
  readonly path: Path;
  readonly name: string;
  /** Where its messages go; without a channel it notifies nobody. */
  readonly channels: readonly Channel[];
}

/** One way in which a receiver is notified. */
export interface Channel {
  /** `slack`, `email` … */
  readonly kind: string;
  /** Whether the end of an alert is told too. */
  readonly sendResolved: boolean;
}

export interface InhibitRule {
  readonly path: Path;
  readonly name: string | undefined;
  readonly source: readonly PlacedMatcher[];
  readonly target: readonly PlacedMatcher[];
  readonly equal: readonly string[];
}

export interface NamedInterval {
  readonly path: Path;
  readonly name: string;
  readonly ranges: readonly TimeRange[];
}
