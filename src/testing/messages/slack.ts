import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, filled, type Notification, objects, posted } from './compose.js';

/** Alertmanager cuts titles itself. */
const longestTitle = 1_024;
/** Slack folds a long attachment away, and refuses a message beyond this. */
const longestMessage = 40_000;

const own = (name: string) => `{{ template "slack.default.${name}" . }}`;

export function slackMessage(config: ChannelConfig, notification: Notification): ChannelMessage {
  const { field, text, cut, note, message } = composer(notification);
  const color = '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}';
  const attachment = {
    ...filled({
      title: cut(field(config, 'title', own('title')), longestTitle, 'the title'),
      title_link: field(config, 'title_link', own('titlelink')),
      pretext: field(config, 'pretext', own('pretext')),
    }),
    text: field(config, 'text', own('text')),
    fallback: field(config, 'fallback', own('fallback')),
    callback_id: field(config, 'callback_id', own('callbackid')),
    ...lists(config, text),
    ...filled({ image_url: field(config, 'image_url'), thumb_url: field(config, 'thumb_url') }),
    footer: field(config, 'footer', own('footer')),
    ...filled({ color: field(config, 'color', color) }),
    mrkdwn_in: config.mrkdwn_in ?? ['fallback', 'pretext', 'text'],
  };
  const channel = field(config, 'channel');
  const body = posted({
    ...filled({
      channel,
      username: field(config, 'username', own('username')),
      icon_emoji: field(config, 'icon_emoji', own('iconemoji')),
      icon_url: field(config, 'icon_url', own('iconurl')),
      link_names: config.link_names === true,
      text: field(config, 'message_text'),
    }),
    attachments: [attachment],
  });
  const length = [...attachment.text].length;
  if (length > longestMessage) note(`the text has ${length} characters, and Slack takes ${longestMessage}`);
  const buttons = (attachment.actions ?? []).map(({ text: label, url }) => `[${label}] ${url ?? ''}`);
  return message({
    channel: 'slack',
    to: channel,
    parts: [
      { name: 'title', text: attachment.title ?? '' },
      { name: 'link', text: attachment.title_link ?? '' },
      { name: 'color', text: attachment.color ?? '' },
      { name: 'pretext', text: attachment.pretext ?? '' },
      { name: 'text', text: attachment.text },
      { name: 'fields', text: (attachment.fields ?? []).map(({ title, value }) => `${title}: ${value}`).join('\n') },
      { name: 'buttons', text: buttons.join('\n') },
      { name: 'footer', text: attachment.footer },
    ],
    body,
  });
}

interface Lists {
  readonly fields?: readonly { readonly title?: string; readonly value?: string; readonly short: boolean }[];
  readonly actions?: readonly { readonly text?: string; readonly url?: string }[];
}

function lists(config: ChannelConfig, text: (name: string, template: unknown) => string): Lists {
  const fields = objects(config.fields).map((one, index) => ({
    ...filled({ title: text(`fields.${index}.title`, one.title), value: text(`fields.${index}.value`, one.value) }),
    short: one.short === undefined ? config.short_fields === true : one.short === true,
  }));
  const actions = objects(config.actions).map((one, index) => {
    const part = (name: string) => text(`actions.${index}.${name}`, one[name]);
    const names = { type: part('type'), text: part('text'), url: part('url') };
    return filled({ ...names, style: part('style'), name: part('name'), value: part('value') });
  });
  return { ...(fields.length > 0 ? { fields } : {}), ...(actions.length > 0 ? { actions } : {}) };
}
