/** A message as one channel would get it. */
export interface ChannelMessage {
  /** The channel's key in a configuration, without `_configs`: `slack`, `msteamsv2`, `sns`. */
  readonly channel: string;
  readonly receiver: string;
  /** Where it goes: a room, an address, a server. */
  readonly to: string;
  /** What people see of it, piece by piece. */
  readonly parts: readonly MessagePart[];
  /** What is sent, where that is one text: JSON of webhooks. */
  readonly body?: string;
  /** The page of an e-mail. */
  readonly html?: string;
  /** What there is to know of it: how long it is, what was cut off, what obsctl cannot show. */
  readonly notes: readonly string[];
  /** What keeps it from being sent. */
  readonly problems: readonly MessageProblem[];
}

export interface MessagePart {
  readonly name: string;
  readonly text: string;
}

export interface MessageProblem {
  /** The field of the channel, as in `title`. */
  readonly field: string;
  readonly message: string;
  readonly help?: string;
}

/** What becomes of an alert on its way to people. */
export interface AlertPreview {
  readonly alert: string;
  readonly environment: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The receivers that the routes lead to. */
  readonly receivers: readonly string[];
  readonly messages: readonly ChannelMessage[];
  /** The page that was written, where one was. */
  readonly page?: string;
}
