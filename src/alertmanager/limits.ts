/** What becomes of a field that is longer than its channel takes. */
export interface Limit {
  /** Characters, or bytes where `bytes` says so. */
  readonly most: number;
  readonly bytes?: true;
  /** Alertmanager cuts it, or the channel refuses the message. */
  readonly beyond: 'cut' | 'refused';
  /** What the field is where the configuration does not give it; none where it is then empty. */
  readonly fallback?: string;
}

const own = (name: string) => `{{ template "${name}" . }}`;
const cut = (most: number, fallback?: string): Limit => ({ most, beyond: 'cut', ...(fallback ? { fallback } : {}) });

/** By channel and field. Source: Alertmanager's notifiers, and what the services say of themselves. */
export const limits: Readonly<Record<string, Readonly<Record<string, Limit>>>> = {
  slack: {
    title: cut(1_024, own('slack.default.title')),
    text: { most: 40_000, beyond: 'refused' },
  },
  msteamsv2: { text: { most: 28 * 1_024, bytes: true, beyond: 'refused', fallback: own('msteamsv2.default.text') } },
  pagerduty: { description: cut(1_024, own('pagerduty.default.description')) },
  opsgenie: { message: cut(130, own('opsgenie.default.message')) },
  pushover: {
    title: cut(250, own('pushover.default.title')),
    message: cut(1_024, own('pushover.default.message')),
    url: cut(512, own('pushover.default.url')),
  },
  telegram: { message: cut(4_096, own('telegram.default.message')) },
  discord: {
    title: cut(256, own('discord.default.title')),
    message: cut(4_096, own('discord.default.message')),
    content: cut(2_000),
  },
  victorops: { state_message: cut(20_480, own('victorops.default.state_message')) },
  rocketchat: { title: cut(1_024, own('rocketchat.default.title')) },
  mattermost: { text: cut(16_383, own('mattermost.default.text')) },
  webex: { message: { most: 7_439, bytes: true, beyond: 'cut', fallback: own('webex.default.message') } },
  jira: {
    summary: cut(255, own('jira.default.summary')),
    description: cut(32_767, own('jira.default.description')),
  },
};
