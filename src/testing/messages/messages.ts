import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, type Notification } from './compose.js';
import { emailMessage } from './email.js';
import { pagerdutyMessage } from './pagerduty.js';
import { slackMessage } from './slack.js';
import { smsMessage } from './sms.js';
import { teamsMessage } from './teams.js';
import { webhookMessage } from './webhook.js';

/** One channel, one file; the keys are those of a configuration, without `_configs`. */
const channels: Readonly<Record<string, (config: ChannelConfig, notification: Notification) => ChannelMessage>> = {
  slack: slackMessage,
  email: emailMessage,
  msteamsv2: teamsMessage,
  webhook: webhookMessage,
  sns: smsMessage,
  pagerduty: pagerdutyMessage,
};

/** The names under which people know channels. */
const spoken: Readonly<Record<string, string>> = { teams: 'msteamsv2', sms: 'sns', mail: 'email', 'e-mail': 'email' };

export function channelKey(name: string): string {
  return spoken[name] ?? name;
}

/** The name of a channel's key that people say. */
export function channelName(key: string): string {
  return channelNames.find((name) => channelKey(name) === key) ?? key;
}

export const channelNames: readonly string[] = ['slack', 'email', 'teams', 'sms', 'pagerduty', 'webhook'];

/** What a channel of a receiver would get. */
export function messageOf(channel: string, config: ChannelConfig, notification: Notification): ChannelMessage {
  const compose = channels[channel];
  if (compose) return compose(config, notification);
  // of all others, each field that is a template
  const { text, message, note } = composer(notification);
  note('obsctl knows the fields of this channel, not what its messages look like');
  const fields = Object.entries(config).filter(([, one]) => typeof one === 'string' && one.includes('{{'));
  return message({ channel, to: channel, parts: fields.map(([name, one]) => ({ name, text: text(name, one) })) });
}

/** The channels of a receiver, each with its key. */
export function channelsOf(receiver: ChannelConfig): readonly (readonly [channel: string, config: ChannelConfig])[] {
  return Object.entries(receiver).flatMap(([key, list]) =>
    key.endsWith('_configs') && Array.isArray(list)
      ? list.map((one) => [key.replace(/_configs$/, ''), (one ?? {}) as ChannelConfig] as const)
      : [],
  );
}
