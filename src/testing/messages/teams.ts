import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, type Notification, posted } from './compose.js';

/** Bytes that Teams takes. */
const largestCard = 28 * 1_024;

export function teamsMessage(config: ChannelConfig, notification: Notification): ChannelMessage {
  const { field, note, message } = composer(notification);
  const title = field(config, 'title', '{{ template "msteamsv2.default.title" . }}');
  const text = field(config, 'text', '{{ template "msteamsv2.default.text" . }}');
  const color = notification.data.status === 'firing' ? 'Attention' : 'Good';
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.2',
    body: [
      {
        type: 'TextBlock',
        text: title,
        weight: 'Bolder',
        size: 'Medium',
        wrap: true,
        style: 'heading',
        color,
      },
      { type: 'TextBlock', text, wrap: true },
    ],
    msteams: { width: 'full' },
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  const body = posted({ type: 'message', attachments: [{ contentType, contentUrl: null, content }] });
  const size = Buffer.byteLength(body);
  note(
    size > largestCard
      ? `the card has ${size} bytes, and Teams takes ${largestCard}`
      : `${size} of ${largestCard} bytes`,
  );
  return message({
    channel: 'msteamsv2',
    to: 'a workflow of Teams',
    parts: [
      { name: 'title', text: title },
      { name: 'color', text: color },
      { name: 'text', text },
    ],
    body,
  });
}
