import type {
  Channel,
  EmailChannel,
  PagerdutyChannel,
  Receiver,
  SlackChannel,
  SmsChannel,
  TeamsChannel,
  WebhookChannel,
} from '../../define/receivers.js';
import { given } from '../given.js';
import type { Input } from '../input.js';
import { type FeatureName, mustSupport } from '../versions.js';
import { secretField } from './secrets.js';

/** A receiver, its channels under the key of their kind. */
export function receiverBody(receiver: Receiver, input: Input): object {
  const lists: Record<string, object[]> = {};
  for (const channel of receiver.channels) {
    const [key, body] = channelBody(channel, input);
    const filled = input.made({ send_resolved: channel.sendResolved, ...body }, channel);
    lists[key] = [...(lists[key] ?? []), filled];
  }
  return input.made({ name: receiver.name, ...lists }, receiver);
}

function channelBody(channel: Channel, input: Input): [string, object] {
  switch (channel.type) {
    case 'slack':
      return ['slack_configs', slackBody(channel, input)];
    case 'email':
      return ['email_configs', emailBody(channel)];
    case 'teams':
      mustSupport(input, 'alertmanager/teams', 'a Teams channel', channel);
      return ['msteamsv2_configs', teamsBody(channel, input)];
    case 'webhook':
      return ['webhook_configs', webhookBody(channel, input)];
    case 'sms':
      mustSupport(input, 'alertmanager/sns', 'an SMS channel', channel);
      return ['sns_configs', smsBody(channel, input)];
    case 'pagerduty':
      return ['pagerduty_configs', pagerdutyBody(channel, input)];
  }
}

function slackBody(channel: SlackChannel, input: Input): object {
  return {
    ...secretField(input, channel.url, {
      key: 'api_url',
      fileKey: 'api_url_file',
      url: true,
      owner: channel,
      what: 'the Slack URL',
    }),
    channel: channel.channel,
    ...given({
      color: channel.color,
      title: channel.title,
      title_link: channel.titleLink,
      text: channel.text,
      fallback: channel.fallback,
      actions: channel.actions?.map((action) => ({ type: 'button', ...action })),
    }),
    ...timeout(channel, 'alertmanager/channel-timeout', input),
  };
}

function emailBody(channel: EmailChannel): object {
  return { to: channel.to, ...given({ headers: channel.headers, html: channel.html, text: channel.text }) };
}

function teamsBody(channel: TeamsChannel, input: Input): object {
  return {
    ...secretField(input, channel.url, {
      key: 'webhook_url',
      fileKey: 'webhook_url_file',
      url: true,
      owner: channel,
      what: 'the Teams URL',
    }),
    ...given({ title: channel.title, text: channel.text }),
  };
}

function webhookBody(channel: WebhookChannel, input: Input): object {
  const { url, token } = channel;
  const credentials = { key: 'credentials', fileKey: 'credentials_file', owner: channel, what: 'a webhook token' };
  return {
    ...(typeof url === 'string'
      ? { url }
      : secretField(input, url, {
          key: 'url',
          fileKey: 'url_file',
          feature: 'alertmanager/webhook-url-file',
          url: true,
          owner: channel,
          what: 'the URL of a webhook',
        })),
    ...(token ? { http_config: { authorization: secretField(input, token, credentials) } } : {}),
    ...given({ max_alerts: channel.maxAlerts }),
    ...timeout(channel, 'alertmanager/webhook-timeout', input),
  };
}

function smsBody(channel: SmsChannel, input: Input): object {
  return {
    ...secretField(input, channel.to, { key: 'phone_number', owner: channel, what: 'a phone number' }),
    sigv4: { region: channel.region },
    // a text message has no subject, and Alertmanager's default would send one
    subject: '',
    message: channel.message,
  };
}

function pagerdutyBody(channel: PagerdutyChannel, input: Input): object {
  return {
    ...secretField(input, channel.routingKey, {
      key: 'routing_key',
      fileKey: 'routing_key_file',
      feature: 'alertmanager/routing-key-file',
      owner: channel,
      what: 'a PagerDuty routing key',
    }),
    ...given({
      description: channel.description,
      severity: channel.severity,
      class: channel.class,
      component: channel.component,
      group: channel.group,
      details: channel.details,
      links: channel.links?.map(({ text, href }) => ({ href, text })),
    }),
    ...timeout(channel, 'alertmanager/channel-timeout', input),
  };
}

function timeout(channel: SlackChannel | WebhookChannel | PagerdutyChannel, feature: FeatureName, input: Input) {
  if (!channel.timeout) return {};
  mustSupport(input, feature, `timeout of a ${channel.type} channel`, channel);
  return { timeout: channel.timeout };
}
