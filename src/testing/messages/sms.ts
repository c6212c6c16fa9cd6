import { type TextLength, textLength } from '../../alertmanager/text-length.js';
import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, type Notification } from './compose.js';

/** SNS cuts longer text messages. */
const longest = 1_600;

export function smsMessage(config: ChannelConfig, notification: Notification): ChannelMessage {
  const { field, note, message } = composer(notification);
  const isPhone = config.phone_number !== undefined;
  const whole = field(config, 'message', '{{ template "sns.default.message" . }}');
  const bytes = Buffer.from(whole);
  const text = isPhone && bytes.length > longest ? bytes.subarray(0, longest).toString() : whole;
  if (text !== whole) note(`the message has ${bytes.length} bytes and is cut after ${longest}`);
  if (isPhone) note(lengthText(textLength(text)));
  const subject = config.subject === '' ? '' : field(config, 'subject', '{{ template "sns.default.subject" . }}');
  return message({
    channel: 'sns',
    to: isPhone ? 'a phone' : field(config, config.topic_arn === undefined ? 'target_arn' : 'topic_arn'),
    parts: [
      { name: 'subject', text: subject },
      { name: 'message', text },
    ],
  });
}

function lengthText({ length, room, messages, foreign }: TextLength): string {
  const alphabet = foreign === undefined ? 'all of the GSM alphabet' : `"${foreign}" is not of the GSM alphabet`;
  const fits = messages === 1 ? 'one text message' : `${messages} text messages`;
  return `${length} of ${room} characters, ${fits}; ${alphabet}`;
}
