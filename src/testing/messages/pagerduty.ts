import { createHash } from 'node:crypto';
import { isAtLeast } from '../../gotemplate/version.js';
import type { ChannelMessage } from '../../types/messages.js';
import { type ChannelConfig, composer, filled, type Notification, objects, posted } from './compose.js';
import { plainValue } from './plain-value.js';

/** Characters of a summary, which Alertmanager cuts itself, and bytes of an event, whose details it drops. */
const longestSummary = 1_024;
const largestEvent = 512_000;

const own = (name: string) => `{{ template "pagerduty.default.${name}" . }}`;
const lists = (isNew: boolean): ChannelConfig => {
  const list = (which: string) =>
    isNew ? `{{ .Alerts.${which} | toJson }}` : `{{ template "pagerduty.default.instances" .Alerts.${which} }}`;
  return {
    firing: list('Firing'),
    resolved: list('Resolved'),
    num_firing: '{{ .Alerts.Firing | len }}',
    num_resolved: '{{ .Alerts.Resolved | len }}',
  };
};

export function pagerdutyMessage(config: ChannelConfig, notification: Notification): ChannelMessage {
  const { field, text, cut, note, message } = composer(notification);
  const { data, groupKey, version } = notification;
  // details may be more than texts since then
  const isNew = version === undefined || isAtLeast(version, '0.30');
  const templates: ChannelConfig = { ...lists(isNew), ...((config.details ?? {}) as ChannelConfig) };
  const details = Object.fromEntries(
    Object.keys(templates)
      .sort()
      .map((name) => {
        const rendered = text(`details.${name}`, templates[name]);
        return [name, isNew ? plainValue(rendered) : rendered];
      }),
  );
  const summary = cut(field(config, 'description', own('description')), longestSummary, 'the summary');
  const client = field(config, 'client', own('client'));
  const links = linked(config.links, 'links', ['href', 'text'], 'href', text);
  const images = linked(config.images, 'images', ['src', 'alt', 'href'], 'src', text);
  const severity = field(config, 'severity', 'error');
  const about = {
    class: field(config, 'class'),
    component: field(config, 'component'),
    group: field(config, 'group'),
  };
  const event = {
    routing_key: 'the routing key',
    dedup_key: createHash('sha256').update(groupKey).digest('hex'),
    event_action: data.status === 'firing' ? 'trigger' : 'resolve',
    payload: {
      summary,
      source: config.source === undefined ? client : field(config, 'source'),
      severity,
      ...filled(about),
      custom_details: details,
    },
    ...filled({ client, client_url: field(config, 'client_url', own('clientURL')) }),
    ...(images.length > 0 ? { images } : {}),
    ...(links.length > 0 ? { links } : {}),
  };
  let body = posted(event);
  const size = Buffer.byteLength(body);
  if (size > largestEvent) {
    note(`the event has ${size} bytes; PagerDuty takes ${largestEvent}, so Alertmanager leaves out all details`);
    body = posted({ ...event, payload: { ...event.payload, custom_details: {} } });
  }
  return message({
    channel: 'pagerduty',
    to: 'a service of PagerDuty',
    parts: [
      { name: 'summary', text: summary },
      { name: 'event', text: `${event.event_action}, severity ${severity}` },
      ...Object.entries(about).map(([name, value]) => ({ name, text: value })),
      ...Object.entries(event.payload.custom_details).map(([name, value]) => ({
        name,
        text: typeof value === 'string' ? value : JSON.stringify(value),
      })),
      { name: 'links', text: links.map(({ text: label, href }) => `[${label ?? href}] ${href}`).join('\n') },
    ],
    body,
  });
}

function linked(
  list: unknown,
  name: string,
  keys: readonly string[],
  required: string,
  text: (name: string, template: unknown) => string,
): Readonly<Record<string, string>>[] {
  return objects(list)
    .map((one, index) => Object.fromEntries(keys.map((key) => [key, text(`${name}.${index}.${key}`, one[key])])))
    .filter((one) => one[required] !== '');
}
