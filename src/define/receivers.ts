import { UserError } from '../errors.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeMade, mustBeName, wanted } from './parts.js';
import { mustBeSecret, refuseTokens, type Secret } from './secret.js';
import type { Span } from './time-intervals.js';

/** How long to wait for an answer. */
type Timeout = Exclude<Span, `${number}${'d' | 'w' | 'y'}`>;

interface Common {
  /** Whether the end of an alert is told too. Default: true; for `sms` false. */
  readonly sendResolved?: boolean;
}

/** Texts may be Go templates: `{{ template "slack.title" . }}`. */
export interface SlackOptions extends Common {
  /** The incoming webhook. Default: `slackUrl` of `notifications`. */
  readonly url?: Secret;
  readonly channel: string;
  readonly title?: string;
  readonly titleLink?: string;
  readonly text?: string;
  readonly fallback?: string;
  readonly color?: string;
  readonly actions?: readonly { readonly text: string; readonly url: string; readonly style?: 'primary' | 'danger' }[];
  readonly timeout?: Timeout;
}

/** The mail server is `smtp` of `notifications`. */
export interface EmailOptions extends Common {
  readonly to: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly html?: string;
  readonly text?: string;
}

export interface TeamsOptions extends Common {
  /** The URL of the workflow that posts the card. */
  readonly url: Secret;
  readonly title?: string;
  readonly text?: string;
}

export interface WebhookOptions extends Common {
  /** A secret; or a plain `http://` address without user and query, such as a local sink. */
  readonly url: Secret | `http://${string}`;
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: Secret;
  /** More alerts than this are cut off and counted in `truncatedAlerts`. Default: no limit. */
  readonly maxAlerts?: number;
  readonly timeout?: Timeout;
}

/** A text message through Amazon SNS; its credentials come from the AWS chain of the server. */
export interface SmsOptions extends Common {
  /** The phone number, in E.164 form. */
  readonly to: Secret;
  readonly region: string;
  readonly message: string;
}

export interface PagerdutyOptions extends Common {
  /** The integration key, Events API v2. */
  readonly routingKey: Secret;
  readonly description?: string;
  readonly severity?: string;
  readonly component?: string;
  readonly group?: string;
  readonly class?: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly links?: readonly { readonly text: string; readonly href: string }[];
  readonly timeout?: Timeout;
}

type Made<T extends string, O> = { readonly type: T; readonly sendResolved: boolean } & O;
export type SlackChannel = Made<'slack', SlackOptions>;
export type EmailChannel = Made<'email', EmailOptions>;
export type TeamsChannel = Made<'teams', TeamsOptions>;
export type WebhookChannel = Made<'webhook', WebhookOptions>;
export type SmsChannel = Made<'sms', SmsOptions>;
export type PagerdutyChannel = Made<'pagerduty', PagerdutyOptions>;

/** One way to reach somebody. */
export type Channel = SlackChannel | EmailChannel | TeamsChannel | WebhookChannel | SmsChannel | PagerdutyChannel;

const slackOptions: OptionsOf<SlackOptions> = {
  sendResolved: 'boolean?',
  url: 'own?',
  channel: 'text',
  title: 'text?',
  titleLink: 'text?',
  text: 'text?',
  fallback: 'text?',
  color: 'text?',
  actions: {
    each: {
      text: 'text',
      url: 'text',
      style: { oneOf: { primary: true, danger: true }, optional: true },
    },
    optional: true,
  },
  timeout: 'span?',
};
const emailOptions: OptionsOf<EmailOptions> = {
  sendResolved: 'boolean?',
  to: 'text',
  headers: 'any?',
  html: 'text?',
  text: 'text?',
};
const teamsOptions: OptionsOf<TeamsOptions> = { sendResolved: 'boolean?', url: 'own', title: 'text?', text: 'text?' };
const webhookOptions: OptionsOf<WebhookOptions> = {
  sendResolved: 'boolean?',
  url: 'own',
  token: 'own?',
  maxAlerts: 'number?',
  timeout: 'span?',
};
const smsOptions: OptionsOf<SmsOptions> = { sendResolved: 'boolean?', to: 'own', region: 'text', message: 'text' };
const pagerdutyOptions: OptionsOf<PagerdutyOptions> = {
  sendResolved: 'boolean?',
  routingKey: 'own',
  description: 'text?',
  severity: 'text?',
  component: 'text?',
  group: 'text?',
  class: 'text?',
  details: 'any?',
  links: { each: { text: 'text', href: 'text' }, optional: true },
  timeout: 'span?',
};

/** A message to a channel of Slack, by the incoming webhook of `url` or of `notifications({ slackUrl })`. */
export function slack(options: SlackOptions): SlackChannel {
  mustFit('slack()', options, slackOptions);
  mustBeSecret(options.url, 'slack.url');
  return channel('slack', options);
}

/** An e-mail, by the mail server of `notifications({ smtp })`. */
export function email(options: EmailOptions): EmailChannel {
  mustFit('email()', options, emailOptions);
  return channel('email', options);
}

/** Microsoft Teams through a workflow. Needs Alertmanager 0.28. */
export function teams(options: TeamsOptions): TeamsChannel {
  mustFit('teams()', options, teamsOptions);
  mustBeSecret(options.url, 'teams.url');
  return channel('teams', options);
}

/** Posts Alertmanager's own JSON, version 4. */
export function webhook(options: WebhookOptions): WebhookChannel {
  mustFit('webhook()', options, webhookOptions);
  if (typeof options.url === 'string') mustBePlain(options.url);
  else mustBeSecret(options.url, 'webhook.url');
  mustBeSecret(options.token, 'webhook.token');
  return channel('webhook', options);
}

/** A text message, through Amazon SNS. It does not tell the end of an alert, unless `sendResolved` is true. */
export function sms(options: SmsOptions): SmsChannel {
  mustFit('sms()', options, smsOptions);
  mustBeSecret(options.to, 'sms.to');
  return channel('sms', { sendResolved: false, ...options });
}

/** An event for a service of PagerDuty. It resolves its incident when the alert ends. */
export function pagerduty(options: PagerdutyOptions): PagerdutyChannel {
  mustFit('pagerduty()', options, pagerdutyOptions);
  mustBeSecret(options.routingKey, 'pagerduty.routingKey');
  return channel('pagerduty', options);
}

function channel<const T extends Channel['type'], O extends Common>(type: T, options: O): Made<T, O> {
  refuseTokens(options, type);
  return remember({ type, sendResolved: true, ...options });
}

function mustBePlain(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'http:' && !parsed.username && !parsed.password && !parsed.search) return;
  throw new UserError('webhook.url is written out, and may hold a secret', {
    code: 'secret/literal',
    help: 'only http:// addresses without user and query may be; refer to any other with secret.file or secret.env',
  });
}

/** Who is told, by all of its channels at once. */
export interface Receiver {
  readonly kind: 'receiver';
  readonly name: string;
  readonly channels: readonly Channel[];
}

const types: Readonly<Record<Channel['type'], true>> = {
  ...{ slack: true, email: true, teams: true },
  ...{ webhook: true, sms: true, pagerduty: true },
};

/** Who is told: routes lead to it. A channel that an environment turns off is `false`. */
export function receiver(name: string, channels: readonly (Channel | false | undefined)[]): Receiver {
  mustBeName(name, 'a receiver');
  const of = `the receiver ${name}`;
  const kept = wanted(channels, `channels of ${of}`);
  const make = Object.keys(types)
    .map((type) => `${type}({ … })`)
    .join(' or ');
  const isMade = ({ type }: { type?: unknown }) => typeof type === 'string' && Object.hasOwn(types, type);
  mustBeMade(channels, isMade, { is: 'channel', of, make, path: [] });
  return remember({ kind: 'receiver', name, channels: kept });
}
