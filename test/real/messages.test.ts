import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { NotificationJson } from '../../src/gotemplate/alertmanager.js';
import { loadTemplates } from '../../src/gotemplate/library.js';
import { zeroTime } from '../../src/gotemplate/time.js';
import type { ChannelConfig } from '../../src/testing/messages/compose.js';
import { messageOf } from '../../src/testing/messages/messages.js';
import type { ChannelMessage } from '../../src/types/messages.js';
import { highLatency } from '../alerts/alert-groups.js';
import { type Config, eventually, sendAlerts, startAlertmanager } from './alertmanager.js';
import { startFakes } from './channel-fakes.js';
import { liveFolder } from './live-config.js';
import { isThere, type Server } from './servers.js';

/** The fake's name of a channel, and its key in the configuration. */
const keys = { slack: 'slack', pagerduty: 'pagerduty', sns: 'sns' } as const;

describe.each([
  { set: 'bookworm', version: '0.25', there: isThere('bookworm') },
  { set: 'forky', version: '0.33', there: isThere('forky') },
] as const)('what Alertmanager $version sends of our own alert', ({ set, version, there }) => {
  let fakes: Awaited<ReturnType<typeof startFakes>>;
  let server: Server;
  let config: Config;
  let templates: readonly string[];

  beforeAll(async () => {
    if (!there) return;
    fakes = await startFakes('the-password');
    const folder = liveFolder(version, fakes);
    config = parse(readFileSync(join(folder, 'alertmanager.yml'), 'utf8')) as Config;
    const files = readdirSync(join(folder, 'templates'));
    templates = files.map((name) => readFileSync(join(folder, 'templates', name), 'utf8'));
    server = await startAlertmanager(set, folder);
    await sendAlerts(server.url, [highLatency('emergency', 'firing')]);
    for (const channel of ['incident', ...Object.values(keys)]) await eventually(() => sentTo(channel));
    await eventually(() => fakes.mails[0]);
  });

  afterAll(async () => {
    await server?.stop();
    await fakes?.stop();
  });

  const sentTo = (channel: string) => fakes.requests.find((one) => one.channel === channel)?.body;

  /** The same, composed by us of what the webhook was told. */
  function ours(key: string): ChannelMessage {
    const { groupKey, ...data } = JSON.parse(sentTo('incident') ?? '') as NotificationJson & { groupKey: string };
    const receiver = config.receivers.find(({ name }) => name === 'emergency');
    const channel = receiver?.[`${key}_configs`]?.[0] as ChannelConfig;
    const { library } = loadTemplates(templates, { now: zeroTime, version });
    return messageOf(key, channel, {
      receiver: 'emergency',
      data: { ...data, receiver: 'emergency' },
      groupKey,
      library,
      version,
    });
  }

  it.skipIf(!there)('is what we compose for Slack', () => {
    expect(ours('slack').body).toBe(sentTo('slack'));
  });

  it.skipIf(!there)('is what we compose for PagerDuty', () => {
    // the group is told to each receiver under the key of its own route
    const masked = (text = '') => text.replaceAll(/"(routing_key|dedup_key)":"[^"]*"/g, '"$1":""');
    expect(masked(ours('pagerduty').body)).toBe(masked(sentTo('pagerduty')));
  });

  it.skipIf(!there)('is what we compose as a text message', () => {
    const form = new URLSearchParams(sentTo('sns'));
    expect(ours('sns').parts).toEqual([{ name: 'message', text: form.get('Message') }]);
  });

  it.skipIf(!there)('is what we compose as an e-mail', () => {
    const { message } = fakes.mails[0] as (typeof fakes.mails)[0];
    const { parts, html } = ours('email');
    expect(parts[0]).toEqual({ name: 'subject', text: message.subject });
    expect(parts.at(-1)?.text.trim()).toBe(message.text?.trim());
    expect(html?.trim()).toBe(String(message.html).trim());
  });
});
