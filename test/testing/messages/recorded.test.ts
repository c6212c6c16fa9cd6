import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NotificationJson } from '../../../src/gotemplate/alertmanager.js';
import { loadTemplates } from '../../../src/gotemplate/library.js';
import { zeroTime } from '../../../src/gotemplate/time.js';
import type { ChannelConfig } from '../../../src/testing/messages/compose.js';
import { messageOf } from '../../../src/testing/messages/messages.js';
import { sharedFolder } from '../../real/servers.js';

interface Recorded {
  readonly ch: string;
  readonly body: string;
  readonly subject?: string;
}

const shared = sharedFolder();
const read = (version: string): readonly Recorded[] =>
  JSON.parse(readFileSync(join(shared as string, 'corpora/alertmanager-payloads', `${version}.json`), 'utf8'));

/** The receiver that was recorded had these channels, and Alertmanager's own texts. */
const configs: Readonly<Record<string, readonly [channel: string, config: ChannelConfig]>> = {
  webhook: ['webhook', { url: 'http://127.0.0.1/webhook' }],
  slack: ['slack', { channel: '#x' }],
  teams: ['msteamsv2', {}],
  pagerduty: ['pagerduty', {}],
  sns: ['sns', { phone_number: '+15550100' }],
  email: ['email', { to: 'oncall@example.test' }],
};

describe.skipIf(!shared).each(['0.25', '0.28', '0.33'])('what Alertmanager %s sent', (version) => {
  const recorded = shared ? read(version) : [];
  it.each(['firing', 'resolved'])('is what we compose: %s', (status) => {
    const { groupKey, ...data } = recorded
      .filter(({ ch }) => ch === 'webhook')
      .map(({ body }) => JSON.parse(body) as NotificationJson & { readonly groupKey: string })
      .find((one) => one.status === status) as NotificationJson & { readonly groupKey: string };
    const { library } = loadTemplates([], { now: zeroTime, version });
    const compose = (ch: string) => {
      const [channel, config] = configs[ch] as (typeof configs)[string];
      return messageOf(channel, config, { receiver: 'all', data, groupKey, library, version });
    };
    // each channel got two messages: of the beginning, and of the end
    const place = status === 'firing' ? 0 : 1;
    const sent = new Map(
      Object.keys(configs).flatMap((ch) => {
        const one = recorded.filter((other) => other.ch === ch)[place];
        return one ? [[ch, one] as const] : [];
      }),
    );
    for (const [ch, { body, subject }] of sent) {
      const ours = compose(ch);
      expect(ours.problems, ch).toEqual([]);
      const part = (name: string) => ours.parts.find((one) => one.name === name)?.text;
      if (ch === 'email') expect(part('subject')).toBe(subject);
      else if (ch === 'sns') {
        const form = new URLSearchParams(body);
        expect(part('message')).toBe(form.get('Message'));
        expect(part('subject')).toBe(form.get('Subject'));
      } else {
        expect(ours.body).toBe(body.replace(/"routing_key":"[^"]*"/, '"routing_key":"the routing key"'));
      }
    }
    expect([...sent.keys()]).toEqual(Object.keys(configs).filter((ch) => ch !== 'teams' || version !== '0.25'));
  });
});
