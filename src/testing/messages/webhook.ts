import { notificationData } from '../../gotemplate/alertmanager.js';
import { toJson } from '../../gotemplate/json.js';
import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, type Notification } from './compose.js';

export function webhookMessage(config: ChannelConfig, notification: Notification): ChannelMessage {
  const { field, note, message } = composer(notification);
  const { data, groupKey, version } = notification;
  const most = typeof config.max_alerts === 'number' ? config.max_alerts : 0;
  const alerts = most > 0 ? data.alerts.slice(0, most) : data.alerts;
  const truncated = data.alerts.length - alerts.length;
  if (truncated > 0) note(`${truncated} alerts are cut off, as max_alerts is ${most}`);
  if (config.payload !== undefined) note('this webhook has a payload of its own, which obsctl does not show yet');
  const json = toJson(notificationData({ ...data, alerts }, version)).slice(0, -1);
  const body = `${json},"version":"4","groupKey":${JSON.stringify(groupKey)},"truncatedAlerts":${truncated}}\n`;
  return message({
    channel: 'webhook',
    to: config.url === undefined ? 'the address in a file' : field(config, 'url'),
    parts: [{ name: 'JSON', text: JSON.stringify(JSON.parse(body), null, 2) }],
    body,
  });
}
