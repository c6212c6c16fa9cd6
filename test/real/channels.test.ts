import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alert, highLatency } from '../alerts/alert-groups.js';
import { eventually, sendAlerts, startAlertmanager } from './alertmanager.js';
import { startFakes } from './channel-fakes.js';
import { liveFolder } from './live-config.js';
import { isThere, type Server } from './servers.js';

const revenueDrop = (status: 'firing' | 'resolved') =>
  alert(
    status,
    { alertname: 'RevenueDrop', severity: 'critical', category: 'business', team: 'business', service: 'backend-api' },
    { summary: 'Revenue in prod/eu-1 is 50% below last week', value: '50%', threshold: '30%', impact: 'money is lost' },
  );

describe.each([
  { set: 'bookworm', version: '0.25', there: isThere('bookworm') },
  { set: 'forky', version: '0.33', there: isThere('forky') },
] as const)('Alertmanager $version tells of an alert and of its end', ({ set, version, there }) => {
  let fakes: Awaited<ReturnType<typeof startFakes>>;
  let server: Server;

  /** The emergency goes to the incident tool, PagerDuty, SMS, Slack and e-mail, the drop in revenue to Teams too. */
  beforeAll(async () => {
    if (!there) return;
    fakes = await startFakes('the-password');
    server = await startAlertmanager(set, liveFolder(version, fakes));
    await sendAlerts(server.url, [highLatency('emergency', 'firing'), revenueDrop('firing')]);
    const told = ['slack', 'sns', 'incident', ...(version === '0.25' ? [] : ['teams'])];
    for (const channel of told) await eventually(() => sentTo(channel, '')[0]);
    await eventually(() => sentTo('pagerduty', 'HighLatencyP99')[0] && fakes.mails.length === 2);
    await sendAlerts(server.url, [highLatency('emergency', 'resolved'), revenueDrop('resolved')]);
  });

  afterAll(async () => {
    await server?.stop();
    await fakes?.stop();
  });

  /** What a channel was sent so far about something. */
  const sentTo = (channel: string, about: string) =>
    fakes.requests.filter((one) => one.channel === channel && one.body.includes(about));
  const body = async (channel: string, about: string) =>
    JSON.parse((await eventually(() => sentTo(channel, about)[0])).body);
  const mail = (subject: string) => eventually(() => fakes.mails.find((one) => one.message.subject === subject));

  it.skipIf(!there)('in Slack, with room, colour and buttons', async () => {
    const firing = await body('slack', '[FIRING:1] HighLatencyP99');
    expect(firing.channel).toBe('#incident');
    expect(firing.attachments).toMatchObject([
      {
        title: '[FIRING:1] HighLatencyP99 · stream-server · prod/eu-1',
        color: '#C4162A',
        title_link: expect.stringContaining('https://grafana.example.com/d/'),
        text: expect.stringContaining('*Suggested action:* Open slow routes and traces'),
        actions: [
          { type: 'button', text: 'Runbook', url: 'https://runbooks.example.com/highlatencyp99' },
          { type: 'button', text: 'Dashboard' },
          { type: 'button', text: 'Silence', url: expect.stringContaining('#/silences/new?filter=%7Balertname%3D') },
        ],
      },
    ]);
    const resolved = await body('slack', '[RESOLVED] HighLatencyP99');
    expect(resolved.attachments[0]).toMatchObject({ color: '#73BF69', text: expect.stringContaining('✅ Resolved') });
  });

  it.skipIf(!there)('by e-mail, over TLS, as HTML and text', async () => {
    const { message, user, encrypted } = await mail('[EMERGENCY][prod] HighLatencyP99 on stream-server');
    expect({ user, encrypted }).toEqual({ user: 'alertmanager', encrypted: true });
    expect(message.headers.get('x-obs-severity')).toBe('emergency');
    expect(message.html).toContain('<td bgcolor="#C4162A"');
    expect(message.text).toContain('Impact:    slow pages and seeks');
    const resolved = await mail('[RESOLVED][prod] HighLatencyP99 on stream-server');
    expect(resolved.message.html).toContain('<td bgcolor="#73BF69"');
  });

  it.skipIf(!there)('through PagerDuty, under one key', async () => {
    const firing = await body('pagerduty', 'HighLatencyP99');
    expect(firing).toMatchObject({
      routing_key: 'key-of-emergency',
      event_action: 'trigger',
      payload: {
        summary: 'HighLatencyP99 · stream-server · prod/eu-1',
        severity: 'critical',
        component: 'stream-server',
        group: 'eu-1',
        class: 'performance',
        custom_details: { value: '375ms', threshold: '100ms', impact: 'slow pages and seeks' },
      },
      links: [
        { text: 'Runbook', href: 'https://runbooks.example.com/highlatencyp99' },
        { text: 'Dashboard', href: expect.stringContaining('https://grafana.example.com/d/') },
      ],
    });
    const resolved = await body('pagerduty', '"event_action":"resolve"');
    const keys = sentTo('pagerduty', 'RevenueDrop').map((one) => JSON.parse(one.body).dedup_key);
    expect([firing.dedup_key, ...keys]).toContain(resolved.dedup_key);
  });

  it.skipIf(!there)('by text message, but not of the end', async () => {
    const form = new URLSearchParams(sentTo('sns', 'HighLatencyP99')[0]?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      Action: 'Publish',
      PhoneNumber: '+33600000000',
      Message: '[E] HighLatencyP99 stream-server prod: P99 of stream-server in prod/eu-1 is above 100 ms',
    });
    expect(form.has('Subject')).toBe(false);
    await mail('[RESOLVED][prod] HighLatencyP99 on stream-server');
    expect(sentTo('sns', '')).toHaveLength(1);
  });

  it.skipIf(!there)('to the incident tool, with its token', async () => {
    const request = await eventually(() => sentTo('incident', 'HighLatencyP99')[0]);
    expect(request.headers.authorization).toBe('Bearer the-token');
    const firing = JSON.parse(request.body);
    expect(firing).toMatchObject({ version: '4', status: 'firing', receiver: 'incident-log', truncatedAlerts: 0 });
    expect(firing.alerts[0].labels).toEqual(highLatency('emergency', 'firing').labels);
    const resolved = await eventually(() =>
      sentTo('incident', 'HighLatencyP99').find((one) => JSON.parse(one.body).status === 'resolved'),
    );
    expect(JSON.parse(resolved.body).groupKey).toBe(firing.groupKey);
  });

  it.skipIf(!there || version === '0.25')('in Teams, with the sign first', async () => {
    const { contentType, content } = (await body('teams', 'CRITICAL')).attachments[0];
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content.body[0].text).toBe('🔴 CRITICAL · RevenueDrop · backend-api · prod/eu-1');
    expect(content.body[1].text).toContain(
      '**Revenue in prod/eu-1 is 50% below last week**\n\n- **Value:** 50% (threshold 30%)',
    );
    const resolved = await body('teams', 'RESOLVED');
    expect(resolved.attachments[0].content.body[0].text).toBe('✅ RESOLVED · RevenueDrop · backend-api · prod/eu-1');
  });
});
