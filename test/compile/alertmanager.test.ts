import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileAlertmanager } from '../../src/compile/alertmanager/alertmanager.js';
import type { Definition } from '../../src/define/definition.js';
import {
  type Channel,
  email,
  inhibit,
  not,
  notifications,
  notRe,
  pagerduty,
  re,
  receiver,
  route,
  secret,
  slack,
  sms,
  teams,
  template,
  timeInterval,
  webhook,
} from '../../src/index.js';
import { serialize } from '../../src/targets/files/serialize.js';
import type { Diagnostic } from '../../src/types.js';

const url = secret.file('/secrets/url', { env: 'SOME_URL' });
const sink = webhook({ url: 'http://localhost:5001/' });

/** Compiles definitions for a version of Alertmanager, through the text of the file. */
function compiled(alertmanager: string, definitions: readonly Definition[]) {
  const diagnostics: Diagnostic[] = [];
  const resources = compileAlertmanager({
    project: 'test',
    environment: 'prod',
    config: { versions: { grafana: '12.4', prometheus: '3.5', alertmanager, blackbox: '0.28', collector: '0.100' } },
    histograms: 'classic',
    definitions,
    originOf: () => ({ file: 'alerts/routing.ts', line: 1, column: 1 }),
    made: (part) => part,
    report: (diagnostic) => diagnostics.push(diagnostic),
  });
  const config = resources.find((resource) => resource.kind === 'alertmanager/config');
  return { config: config && parse(serialize(config)), resources, diagnostics };
}

/** The body of a channel as it stands in its receiver. */
function bodyOf(channel: Channel, alertmanager = '0.33') {
  const { config, diagnostics } = compiled(alertmanager, [
    notifications({ route: { receiver: receiver('all', [channel]) }, slackUrl: url }),
  ]);
  const { name: _, ...lists } = config.receivers[0];
  return { body: (Object.values(lists)[0] as unknown[])[0], diagnostics, key: Object.keys(lists)[0] };
}

describe('routes', () => {
  it('become a tree with the receivers and intervals that it refers to', () => {
    const office = timeInterval('office', {
      weekdays: ['monday:friday'],
      times: [{ from: '09:00', to: '18:00' }],
      location: 'Europe/Paris',
    });
    const nightly = route({
      matchers: { severity: re('critical|emergency'), team: not('data'), zone: [notRe('eu-.*'), not('')] },
      receiver: receiver('night', [sink]),
      groupBy: ['cluster'],
      groupWait: '0s',
      repeatInterval: '30m',
      continue: true,
      muteTimes: [office],
    });
    const { config, diagnostics } = compiled('0.33', [
      notifications({ route: { receiver: receiver('day', [sink]), routes: [nightly, false] } }),
    ]);
    expect(diagnostics).toEqual([]);
    expect(config).toEqual({
      route: {
        receiver: 'day',
        routes: [
          {
            matchers: ['severity=~"critical|emergency"', 'team!="data"', 'zone!~"eu-.*"', 'zone!=""'],
            receiver: 'night',
            group_by: ['cluster'],
            group_wait: '0s',
            repeat_interval: '30m',
            mute_time_intervals: ['office'],
            continue: true,
          },
        ],
      },
      time_intervals: [
        {
          name: 'office',
          time_intervals: [
            {
              times: [{ start_time: '09:00', end_time: '18:00' }],
              weekdays: ['monday:friday'],
              location: 'Europe/Paris',
            },
          ],
        },
      ],
      receivers: [
        { name: 'day', webhook_configs: [{ send_resolved: true, url: 'http://localhost:5001/' }] },
        { name: 'night', webhook_configs: [{ send_resolved: true, url: 'http://localhost:5001/' }] },
      ],
    });
  });

  it('escape what a matcher compares with', () => {
    const odd = route({ matchers: { path: 'a "b" \\ \n' }, receiver: receiver('odd', [sink]) });
    const { config } = compiled('0.33', [
      notifications({ route: { receiver: receiver('all', [sink]), routes: [odd] } }),
    ]);
    expect(config.route.routes[0].matchers).toEqual(['path="a \\"b\\" \\\\ \\n"']);
  });

  it('cannot restrict the root', () => {
    const root = { receiver: receiver('all', [sink]), matchers: { severity: 'critical' } };
    expect(() => notifications({ route: root })).toThrow('the root route cannot have matchers');
  });

  it('refuse durations Alertmanager cannot read', () => {
    expect(() => route({ groupWait: '1.5h' })).toThrow('groupWait of the route is "1.5h", which is no duration');
  });

  it('report two receivers of one name, and one that nothing leads to', () => {
    const unused = receiver('unused', [sink]);
    const routes = [route({ matchers: { a: 'b' }, receiver: receiver('all', []) })];
    const { diagnostics, config } = compiled('0.33', [
      notifications({ route: { receiver: receiver('all', [sink]), routes } }),
      unused,
    ]);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['definition/duplicate', 'error'],
      ['alertmanager/unused-receiver', 'warning'],
    ]);
    expect(config.receivers.map((one: { name: string }) => one.name)).not.toContain('unused');
  });
});

describe('templates', () => {
  const call = slack({
    channel: '#x',
    title: '{{ template "slack.title" . }}',
    text: '{{ template "slack.default.text" . }}',
  });
  const root = { receiver: receiver('all', [call]) };

  it('become files beside the configuration', () => {
    const text = '{{ define "slack.title" }}hello{{ end }}';
    const { resources, config, diagnostics } = compiled('0.33', [
      notifications({ route: root, slackUrl: url, templates: [template('slack', text)] }),
    ]);
    expect(diagnostics).toEqual([]);
    expect(config.templates).toEqual(['templates/*.tmpl']);
    expect(resources[1]).toMatchObject({ path: 'alertmanager/templates/slack.tmpl', body: text });
  });

  it('have to exist, because Alertmanager would only notice when it loses a notification', () => {
    const { diagnostics } = compiled('0.33', [notifications({ route: root, slackUrl: url })]);
    expect(diagnostics).toMatchObject([{ code: 'alertmanager/undefined-template', severity: 'error' }]);
    expect(diagnostics[0]?.message).toBe('no template is named "slack.title"');
  });
});

describe('secrets', () => {
  it('are files where the server reads files', () => {
    expect(bodyOf(webhook({ url, token: url })).body).toEqual({
      send_resolved: true,
      url_file: '/secrets/url',
      http_config: { authorization: { credentials_file: '/secrets/url' } },
    });
    expect(bodyOf(slack({ url, channel: '#x' })).body).toMatchObject({ api_url_file: '/secrets/url' });
    expect(bodyOf(teams({ url })).body).toMatchObject({ webhook_url_file: '/secrets/url' });
    expect(bodyOf(pagerduty({ routingKey: url })).body).toMatchObject({ routing_key_file: '/secrets/url' });
  });

  it('are placeholders where it cannot, for apply to fill', () => {
    const phone = bodyOf(sms({ to: secret.env('PHONE'), region: 'eu-west-3', message: 'x' }));
    expect(phone.body).toMatchObject({ phone_number: '<secret:PHONE>', send_resolved: false, subject: '' });
    expect(bodyOf(webhook({ url }), '0.25').body).toMatchObject({ url: 'https://secret.invalid/<secret:SOME_URL>' });
  });

  it('that neither a file nor a variable can bring are refused, with the version that could', () => {
    const fileOnly = secret.file('/secrets/url');
    expect(bodyOf(webhook({ url: fileOnly }), '0.25').diagnostics).toMatchObject([
      {
        code: 'version/unsupported',
        message: 'the URL of a webhook from a file needs Alertmanager 0.26, and the environment prod has 0.25',
      },
    ]);
    const phone = sms({ to: fileOnly, region: 'eu-west-3', message: 'x' });
    expect(bodyOf(phone).diagnostics).toMatchObject([{ code: 'secret/no-file-form', severity: 'error' }]);
  });

  it('cannot be written out', () => {
    const literal = expect.objectContaining({ code: 'secret/literal' });
    // @ts-expect-error a secret is a reference
    expect(() => slack({ url: 'https://example.com/x', channel: '#x' })).toThrow(literal);
    // @ts-expect-error only http:// may be
    expect(() => webhook({ url: 'https://example.com/x' })).toThrow(literal);
    // @ts-expect-error a secret is a reference
    expect(() => pagerduty({ routingKey: 'R0UT1NG' })).toThrow(literal);
    // @ts-expect-error a secret is a reference
    expect(() => sms({ to: '+33600000000', region: 'eu-west-3', message: 'x' })).toThrow(literal);
    expect(() => webhook({ url: 'http://user:word@localhost/' })).toThrow(literal);
    expect(() => webhook({ url: 'http://localhost/?key=1' })).toThrow(literal);
    expect(() => secret.env('https://example.com/x')).toThrow(literal);
  });

  it.each([
    ['a Slack webhook URL', `https://hooks.slack.com/services/${'T0/B0/x'}`],
    ['a Slack token', `xoxb-${'1234567890'}`],
    ['a PagerDuty key', 'ab12'.repeat(8)],
    ['a bearer token', `Authorization: Bearer ${'abcdef123456'}`],
    ['a user name or password in a URL', 'https://user:word@example.com/'],
  ])('are recognised in free text: %s', (what, text) => {
    expect(() => slack({ channel: '#x', text })).toThrow(`slack.text holds ${what}`);
    expect(() => email({ to: 'a@example.com', headers: { 'X-Any': text } })).toThrow(`email.headers.X-Any holds`);
    expect(() => template('any', text)).toThrow(`the template any holds ${what}`);
  });

  it('are never repeated in the message that refuses them', () => {
    expect(() => slack({ channel: '#x', text: `xoxb-${'1234567890'}` })).not.toThrow('1234567890');
  });
});

describe('versions', () => {
  it.each<[string, string, Channel]>([
    ['a Teams channel', '0.28', teams({ url })],
    ['timeout of a webhook channel', '0.28', webhook({ url, timeout: '5s' })],
    ['timeout of a slack channel', '0.30', slack({ url, channel: '#x', timeout: '5s' })],
    ['timeout of a pagerduty channel', '0.30', pagerduty({ routingKey: url, timeout: '5s' })],
    ['an SMS channel', '0.23', sms({ to: secret.env('PHONE'), region: 'eu-west-3', message: 'x' })],
  ])('refuse %s below %s', (what, since, channel) => {
    const minor = Number(since.split('.')[1]);
    expect(bodyOf(channel, since).diagnostics).toEqual([]);
    expect(bodyOf(channel, `0.${minor - 1}`).diagnostics).toMatchObject([
      {
        code: 'version/unsupported',
        severity: 'error',
        message: expect.stringContaining(`${what} needs Alertmanager ${since}`),
      },
    ]);
  });

  it('leave out the name of an inhibition below 0.30', () => {
    const rule = inhibit({ name: 'why', source: { a: 'b' }, target: { c: re('d|e') }, equal: ['cluster'] });
    const definitions = [notifications({ route: { receiver: receiver('all', [sink]) }, inhibit: [rule] })];
    const body = { source_matchers: ['a="b"'], target_matchers: ['c=~"d|e"'], equal: ['cluster'] };
    expect(compiled('0.30', definitions).config.inhibit_rules).toEqual([{ name: 'why', ...body }]);
    expect(compiled('0.29', definitions)).toMatchObject({ config: { inhibit_rules: [body] }, diagnostics: [] });
  });

  it('know labels outside the old alphabet from 0.27 on', () => {
    const dotted = route({ matchers: { 'service.name': 'x' }, receiver: receiver('dotted', [sink]) });
    const definitions = [notifications({ route: { receiver: receiver('all', [sink]), routes: [dotted] } })];
    expect(compiled('0.27', definitions).config.route.routes[0].matchers).toEqual(['"service.name"="x"']);
    expect(compiled('0.26', definitions).diagnostics).toMatchObject([{ code: 'version/unsupported' }]);
  });
});

it('needs the mail server and the Slack URL that channels rely on', () => {
  const all = receiver('all', [email({ to: 'a@example.com' }), slack({ channel: '#x' })]);
  const { diagnostics } = compiled('0.33', [notifications({ route: { receiver: all } })]);
  expect(diagnostics.map((one) => one.message)).toEqual([
    'a channel of type email needs smtp of notifications()',
    'a channel of type slack needs slackUrl of notifications()',
  ]);
});
