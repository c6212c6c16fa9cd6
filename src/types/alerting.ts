/** What is said about the routing of alerts. Types only: this file imports nothing. */

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A node of a route tree that an alert came by. */
export interface RouteStep {
  /** Its matchers, or `root` or `any alert`. */
  readonly route: string;
  /** How deep it stands; the root is 0. */
  readonly depth: number;
  readonly matched: boolean;
  /** Why it does not match, or is silent. */
  readonly because?: string;
  /** Where the alert ends here: who is notified. */
  readonly receiver?: string;
  /** The kinds of the receiver's channels; none notifies nobody. */
  readonly channels?: readonly string[];
  readonly silent?: boolean;
  readonly continue: boolean;
  readonly origin: Place;
}

/** Who is told of an alert at a time, and why. */
export interface AlertRoute {
  readonly labels: Readonly<Record<string, string>>;
  readonly environment?: string;
  /** ISO 8601, UTC, and the same for people. */
  readonly at: string;
  readonly atText: string;
  readonly receivers: readonly string[];
  readonly mutedReceivers: readonly string[];
  readonly steps: readonly RouteStep[];
  readonly inhibitedBy: readonly InhibitedBy[];
}

/** Why an alert is muted while another one fires. */
export interface InhibitedBy {
  /** The name of the rule, or its place in the list. */
  readonly rule: string;
  readonly source: Readonly<Record<string, string>>;
  /** Labels that both have in common, as the rule demands. */
  readonly equal: readonly string[];
  readonly origin: Place;
}

/** What comes of several alerts that fire together. */
export interface Correlation {
  readonly environment?: string;
  /** ISO 8601, UTC, and the same for people. */
  readonly at: string;
  readonly atText: string;
  /** One for each group on each route, in the order of the alerts. */
  readonly notifications: readonly CorrelatedGroup[];
  readonly muted: readonly MutedAlert[];
}

/** Alerts that make one message. */
export interface CorrelatedGroup {
  readonly receiver: string;
  readonly channels: readonly string[];
  /** Whether the route is silent at that time, and why. */
  readonly silent: boolean;
  readonly because?: string;
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly Readonly<Record<string, string>>[];
  readonly origin: Place;
}

export interface MutedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly by: InhibitedBy;
}
