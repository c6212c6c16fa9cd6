import { expect, it } from 'vitest';
import { loadTemplates } from '../../../src/gotemplate/library.js';
import { notificationOf } from '../../../src/gotemplate/notification.js';
import { zeroTime } from '../../../src/gotemplate/time.js';
import { messageOf } from '../../../src/testing/messages/messages.js';

const { library } = loadTemplates([], { now: zeroTime });
const alert = (summary: string) => ({
  status: 'firing',
  labels: { alertname: 'Full', team: 'data' },
  annotations: { summary },
  startsAt: '2026-11-24T10:03:12Z',
  endsAt: '0001-01-01T00:00:00Z',
});
const compose = (channel: string, config: object, summary: string, count = 1) => {
  const alerts = Array.from({ length: count }, () => alert(summary));
  const data = notificationOf(alerts, { receiver: 'a', externalURL: 'http://a', groupLabels: { alertname: 'Full' } });
  return messageOf(channel, config as Record<string, unknown>, { receiver: 'a', data, groupKey: '{}', library });
};

it('cuts a title of Slack and a summary of PagerDuty where Alertmanager does', () => {
  const long = '{{ .CommonAnnotations.summary }}';
  const slack = compose('slack', { channel: '#a', title: long }, 'ü'.repeat(2_000));
  expect(slack.parts[0]?.text).toBe(`${'ü'.repeat(1_023)}…`);
  expect(slack.notes).toEqual(['the title has 2000 characters and is cut after 1024']);
  const pagerduty = compose('pagerduty', { description: long }, 'x'.repeat(1_025));
  expect(JSON.parse(pagerduty.body ?? '').payload.summary).toHaveLength(1_024);
});

it('says when Teams will not take a card, and how many alerts a webhook leaves out', () => {
  const teams = compose('msteamsv2', {}, 'x'.repeat(2_000), 20);
  expect(teams.notes[0]).toMatch(/^the card has \d+ bytes, and Teams takes 28672$/);
  const webhook = compose('webhook', { url: 'http://a', max_alerts: 3 }, 'x', 5);
  expect(JSON.parse(webhook.body ?? '')).toMatchObject({ truncatedAlerts: 2, alerts: [{}, {}, {}] });
});

it('says which field cannot be rendered, and why the message is never sent', () => {
  const { problems } = compose('slack', { channel: '#a', title: '{{ .Nope }}', text: '{{ template "x" }}' }, 'x');
  expect(problems.map(({ field, message }) => `${field}: ${message}`)).toEqual([
    'title: a value of type *template.Data has no field Nope',
    'text: no template is named "x"',
  ]);
});

it('keeps details of PagerDuty as what their YAML means, from 0.30 on', () => {
  const details = { a: '{{ "one: two" }}', b: '{{ "12" }}', c: '{{ "* one: two" }}', d: '{{ "text" }}' };
  const { body = '' } = compose('pagerduty', { details }, 'x');
  expect(JSON.parse(body).payload.custom_details).toMatchObject({
    a: { one: 'two' },
    b: 12,
    c: '* one: two',
    d: 'text',
  });
});
