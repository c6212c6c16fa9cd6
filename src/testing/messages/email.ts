import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, type Notification } from './compose.js';

const defaultPage = '{{ template "email.default.html" . }}';

export function emailMessage(config: ChannelConfig, notification: Notification): ChannelMessage {
  const { field, text, html, note, message } = composer(notification);
  const headers = Object.entries((config.headers ?? {}) as ChannelConfig);
  const subject = headers.find(([name]) => name.toLowerCase() === 'subject')?.[1];
  const page = String(config.html ?? defaultPage);
  const isDefault = page.trim() === defaultPage;
  if (isDefault) note('the page is the one that Alertmanager brings; obsctl does not draw it');
  const drawn = isDefault || page === '' ? undefined : html('html', page);
  const to = field(config, 'to');
  return message({
    channel: 'email',
    to,
    parts: [
      { name: 'subject', text: text('headers.Subject', subject ?? '{{ template "email.default.subject" . }}') },
      ...headers
        .filter(([name]) => name.toLowerCase() !== 'subject')
        .map(([name, template]) => ({ name, text: text(`headers.${name}`, template) })),
      { name: 'text', text: field(config, 'text') },
    ],
    ...(drawn === undefined ? {} : { html: drawn }),
  });
}
