import { channels } from '../../src/alertmanager/config/channels.js';
import { globalFields } from '../../src/alertmanager/config/globals.js';
import { httpFields } from '../../src/alertmanager/config/http.js';

type Json = Record<string, unknown>;

/** A configuration with one of nearly everything, which every recent Alertmanager takes. */
export const full = {
  global: {
    resolve_timeout: '5m',
    smtp_smarthost: 'mail.example.com:587',
    smtp_from: 'alerts@example.com',
    slack_api_url: 'https://slack.example.com/hook',
    http_config: { follow_redirects: true, tls_config: { min_version: 'TLS12' } },
  },
  templates: ['templates/*.tmpl'],
  route: {
    receiver: 'default',
    group_by: ['alertname', 'cluster'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '4h',
    routes: [
      {
        matchers: ['severity="critical"', 'team=~"web|data"'],
        receiver: 'pager',
        continue: true,
        mute_time_intervals: ['holidays'],
      },
      { match: { team: 'web' }, match_re: { job: 'a.*' }, receiver: 'chat', active_time_intervals: ['office'] },
      { matchers: ['team!=""', 'job!~"x|y"'], group_by: ['...'], routes: [{ receiver: 'chat' }] },
    ],
  },
  inhibit_rules: [
    { source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: ['cluster'] },
    { source_match: { a: 'b' }, target_match_re: { c: 'd|e' }, equal: ['job'] },
  ],
  time_intervals: [
    {
      name: 'office',
      time_intervals: [
        { weekdays: ['monday:friday'], times: [{ start_time: '09:00', end_time: '17:00' }], location: 'Europe/Berlin' },
      ],
    },
    {
      name: 'holidays',
      time_intervals: [
        { days_of_month: ['1', '-3:-1'], months: ['january', 'june:august', '12'], years: ['2026:2030'] },
      ],
    },
  ],
  receivers: [
    { name: 'default', webhook_configs: [{ url: 'http://localhost:5001/', max_alerts: 3, send_resolved: true }] },
    {
      name: 'pager',
      pagerduty_configs: [
        { routing_key: 'key', details: { a: 'b' }, links: [{ href: 'https://example.com', text: 'x' }] },
      ],
      sns_configs: [{ phone_number: '+4912345', sigv4: { region: 'eu-central-1' }, message: 'x' }],
    },
    {
      name: 'chat',
      slack_configs: [
        {
          channel: '#a',
          fields: [{ title: 't', value: 'v' }],
          actions: [{ type: 'button', text: 'x', url: 'https://example.com' }],
        },
      ],
      email_configs: [{ to: 'a@example.com', headers: { Subject: 'x' } }],
      opsgenie_configs: [{ api_key: 'x', responders: [{ name: 'y', type: 'team' }] }],
      pushover_configs: [{ user_key: 'x', token: 'y', retry: '1m' }],
      victorops_configs: [{ api_key: 'x', routing_key: 'y' }],
      telegram_configs: [{ bot_token: 'x', chat_id: 5, parse_mode: 'HTML' }],
      wechat_configs: [{ api_secret: 'x', corp_id: 'y' }],
      discord_configs: [{ webhook_url: 'https://example.com/x' }],
      webex_configs: [{ room_id: 'x', http_config: { authorization: { credentials: 'x' } } }],
      msteams_configs: [{ webhook_url: 'https://example.com/x' }],
      msteamsv2_configs: [{ webhook_url: 'https://example.com/x' }],
      jira_configs: [{ api_url: 'https://example.com', project: 'x', issue_type: 'y' }],
      rocketchat_configs: [{ channel: 'x', token: 'a', token_id: 'b' }],
      mattermost_configs: [{ webhook_url: 'https://example.com/x' }],
      incidentio_configs: [{ url: 'https://example.com/x', alert_source_token: 'x' }],
    },
  ],
};

/** What is done to it: a value is put at a path, or taken away where it is `undefined`. */
export type Edit = readonly [path: string, value: unknown];

const http = (config: Json): Edit => ['receivers.0.webhook_configs.0.http_config', config];
const matcher = (text: string): Edit => ['route.routes.0.matchers', [text]];
const times = (start: unknown, end: unknown): Edit => [
  'time_intervals.0.time_intervals.0.times',
  [{ start_time: start, end_time: end }],
];
const days = (text: string): Edit => ['time_intervals.1.time_intervals.0.days_of_month', [text]];
const chat = (kind: string, config: unknown): Edit => [`receivers.2.${kind}_configs`, [config]];

export const edits: readonly Edit[] = [
  ['route', undefined],
  ['receivers', undefined],
  ['globals', {}],
  ['global', null],
  ['global.resolve_timeout', '5 minutes'],
  ['global.resolve_timeout', '1h30m'],
  ['global.smtp_smarthost', 'mail.example.com'],
  ['global.smtp_smarthost', undefined],
  ['global.smtp_from', undefined],
  ['global.slack_api_url', 'ftp://example.com'],
  ['global.slack_api_url', 'example.com'],
  ['global.slack_api_url', undefined],
  ['global.slack_api_url_file', '/x'],
  ['global.opsgenie_api_key_file', '/x'],
  ['global.smtp_require_tls', 'yes please'],
  ['global.nonsense', 1],
  ['templates', 'x'],
  ['route.receiver', undefined],
  ['route.receiver', 'nobody'],
  ['route.matchers', ['a="b"']],
  ['route.match', { a: 'b' }],
  ['route.matchers', []],
  ['route.continue', true],
  ['route.mute_time_intervals', ['office']],
  ['route.active_time_intervals', ['office']],
  ['route.group_by', ['...']],
  ['route.group_by', ['...', 'a']],
  ['route.group_by', ['a', '...']],
  ['route.group_by', ['a', 'a']],
  ['route.group_by', ['']],
  ['route.group_by', 'alertname'],
  ['route.group_wait', '0s'],
  ['route.group_wait', 0],
  ['route.group_wait', 5],
  ['route.group_interval', '0s'],
  ['route.repeat_interval', '0m'],
  ['route.repeat_interval', '4 h'],
  ['route.repeat_interval', '1d12h'],
  ['route.repeat_interval', '12h1d'],
  ['route.routes.0.receiver', 'nobody'],
  ['route.routes.0.mute_time_intervals', ['never']],
  ['route.routes.1.active_time_intervals', ['never']],
  ['route.routes.0.continue', 'maybe'],
  ['route.routes.0.reciever', 'pager'],
  ['route.routes.1.match', { '1a': 'b' }],
  ['route.routes.1.match_re', { job: '(' }],
  ['route.routes.1.match_re', { job: 'a(?=b)' }],
  ['route.routes.1.match_re', null],
  ['route.routes', {}],
  matcher('severity=critical'),
  matcher('severity==critical'),
  matcher('severity="critical'),
  matcher('severity'),
  matcher('="critical"'),
  matcher('severity=~"("'),
  matcher('severity=~"(?i)crit.*"'),
  matcher('severity=~"a(?!b)"'),
  matcher('severity=~"a**"'),
  matcher('severity!="a",team="b"'),
  matcher('{severity="a",team="b"}'),
  matcher('{severity="a"'),
  matcher('severity="a"}'),
  matcher('severity="a",'),
  matcher('severity="a" team="b"'),
  matcher('severity=""'),
  matcher('severity="a\\"b"'),
  matcher('severity=a b'),
  matcher('severity="a" "b"'),
  matcher(''),
  matcher('severity=~"[a-"'),
  matcher('severity=~"(?P<x>a)"'),
  matcher('a.b="c"'),
  ['inhibit_rules.0.equal', ['']],
  ['inhibit_rules.0.equal', 'cluster'],
  ['inhibit_rules.0.source_matchers', ['a']],
  ['inhibit_rules.0.target_matchers', undefined],
  ['inhibit_rules.1.target_match_re', { c: '(' }],
  ['inhibit_rules.0.sources', []],
  ['inhibit_rules', {}],
  ['time_intervals.0.name', undefined],
  ['time_intervals.0.name', 'holidays'],
  ['time_intervals.0.name', 'other'],
  ['mute_time_intervals', [{ name: 'office', time_intervals: [] }]],
  ['mute_time_intervals', [{ name: 'old', time_intervals: [] }]],
  ['time_intervals.0.time_intervals.0.weekdays', ['monday:sunday']],
  ['time_intervals.0.time_intervals.0.weekdays', ['Sunday:Saturday']],
  ['time_intervals.0.time_intervals.0.weekdays', ['mon']],
  ['time_intervals.0.time_intervals.0.weekdays', ['0']],
  ['time_intervals.0.time_intervals.0.weekdays', 'monday'],
  ['time_intervals.0.time_intervals.0.location', 'Europe/Nowhere'],
  ['time_intervals.0.time_intervals.0.location', 'UTC'],
  ['time_intervals.0.time_intervals.0.hours', []],
  times('09:00', '09:00'),
  times('22:00', '06:00'),
  times('00:00', '24:00'),
  times('9:00', '17:00'),
  times('09:00', '24:01'),
  times('09:00', undefined),
  times('09:60', '10:00'),
  days('0'),
  days('32'),
  days('31'),
  days('-31:-1'),
  days('-1:5'),
  days('5:-1'),
  days('20:-20'),
  days('7:3'),
  days('1:2:3'),
  days('first'),
  ['time_intervals.1.time_intervals.0.months', ['0']],
  ['time_intervals.1.time_intervals.0.months', ['13']],
  ['time_intervals.1.time_intervals.0.months', ['march:january']],
  ['time_intervals.1.time_intervals.0.months', ['jan']],
  ['time_intervals.1.time_intervals.0.months', ['1:6']],
  ['time_intervals.1.time_intervals.0.years', ['2030:2026']],
  ['time_intervals.1.time_intervals.0.years', ['next']],
  ['receivers.0.name', undefined],
  ['receivers.0.name', 'chat'],
  ['receivers.0.webhok_configs', []],
  ['receivers.0.webhook_configs', {}],
  ['receivers.0.webhook_configs', [null]],
  ['receivers.0.webhook_configs.0.url', undefined],
  ['receivers.0.webhook_configs.0.url', ''],
  ['receivers.0.webhook_configs.0.url', 'localhost:5001'],
  ['receivers.0.webhook_configs.0.url', 'mailto:x@example.com'],
  ['receivers.0.webhook_configs.0.url_file', '/x'],
  ['receivers.0.webhook_configs.0.max_alerts', -1],
  ['receivers.0.webhook_configs.0.max_alerts', 'many'],
  ['receivers.0.webhook_configs.0.send_resolved', 'sometimes'],
  ['receivers.0.webhook_configs.0.timeout', '10s'],
  ['receivers.0.webhook_configs.0.timeout', '10 seconds'],
  http({ basic_auth: { username: 'a', password: 'b' } }),
  http({ basic_auth: { username: 'a', password: 'b', password_file: '/x' } }),
  http({ basic_auth: { username: 'a' }, authorization: { credentials: 'x' } }),
  http({ authorization: { type: 'Basic', credentials: 'x' } }),
  http({ authorization: { credentials: 'x', credentials_file: '/x' } }),
  http({ bearer_token: 'x', bearer_token_file: '/x' }),
  http({ bearer_token: 'x', basic_auth: { username: 'a' } }),
  http({ oauth2: { client_id: 'a', client_secret: 'b', token_url: 'https://example.com' } }),
  http({ oauth2: { client_secret: 'b', token_url: 'https://example.com' } }),
  http({ oauth2: { client_id: 'a', client_secret: 'b' } }),
  http({ tls_config: { cert_file: '/x' } }),
  http({ tls_config: { key_file: '/x' } }),
  http({ tls_config: { ca_file: '/x', insecure_skip_verify: true } }),
  http({ tls_config: { min_version: 'TLS9' } }),
  http({ proxy_url: 'http://proxy.example.com' }),
  http({ no_proxy: 'example.com' }),
  http({ proxy_from_environment: true, proxy_url: 'http://proxy.example.com' }),
  http({ nonsense: true }),
  ['receivers.1.pagerduty_configs.0.routing_key', undefined],
  ['receivers.1.pagerduty_configs.0.routing_key_file', '/x'],
  ['receivers.1.pagerduty_configs.0.service_key', 'x'],
  ['receivers.1.pagerduty_configs.0.url', 'nowhere'],
  ['receivers.1.pagerduty_configs.0.severty', 'x'],
  ['receivers.1.sns_configs.0.phone_number', undefined],
  ['receivers.1.sns_configs.0.topic_arn', 'arn:x'],
  chat('slack', {}),
  chat('slack', null),
  chat('slack', { api_url: 'https://example.com', api_url_file: '/x' }),
  chat('slack', { fields: [{ title: 't' }] }),
  chat('slack', { fields: [{ value: 'v' }] }),
  chat('slack', { actions: [{ type: 'button', text: 'x' }] }),
  chat('slack', { actions: [{ text: 'x', url: 'https://example.com' }] }),
  chat('slack', { actions: [{ type: 'button', text: 'x', name: 'y', confirm: { title: 'z' } }] }),
  chat('slack', { chanel: '#a' }),
  chat('slack', { short_fields: 'x' }),
  chat('email', {}),
  chat('email', null),
  chat('email', { to: 'a@example.com', headers: { Subject: 'x', subject: 'y' } }),
  chat('email', { to: 'a@example.com', smarthost: 'x' }),
  chat('email', { to: 'a@example.com', require_tls: 'x' }),
  chat('opsgenie', {}),
  chat('opsgenie', { api_key: 'x', api_key_file: '/x' }),
  chat('opsgenie', { api_key: 'x', responders: [{ type: 'team' }] }),
  chat('opsgenie', { api_key: 'x', responders: [{ name: 'y', type: 'crowd' }] }),
  chat('pushover', { user_key: 'x' }),
  chat('pushover', { token: 'x' }),
  chat('pushover', { token: 'x', user_key: 'y', retry: 'soon' }),
  chat('victorops', { api_key: 'x' }),
  chat('victorops', { routing_key: 'x' }),
  chat('victorops', { api_key: 'x', routing_key: 'y', custom_fields: { message_type: 'z' } }),
  chat('telegram', { bot_token: 'x' }),
  chat('telegram', { chat_id: 5 }),
  chat('telegram', { bot_token: 'x', chat_id: 'abc' }),
  chat('telegram', { bot_token: 'x', chat_id: 5, parse_mode: 'TeX' }),
  chat('wechat', { api_secret: 'x' }),
  chat('wechat', { corp_id: 'x' }),
  chat('wechat', { api_secret: 'x', corp_id: 'y', message_type: 'poem' }),
  chat('discord', {}),
  chat('discord', null),
  chat('webex', { room_id: 'x' }),
  chat('webex', { http_config: { authorization: { credentials: 'x' } } }),
  chat('msteams', {}),
  chat('msteamsv2', { title: 'x' }),
  chat('msteamsv2', { webhook_url: 'https://example.com', webhook_url_file: '/x' }),
  chat('jira', { api_url: 'https://example.com', project: 'x' }),
  chat('jira', { project: 'x', issue_type: 'y' }),
];

/** Values that fit nearly nowhere, put into nearly every field. Words for switches are not among them: quotes matter. */
const strange = [
  ...[undefined, null, '', 'x', 'http://x/', 'x:25', '/f', 0, 5, -1, 1.5, true, '5m', '1m30s', '0s', '{{ .X }}'],
  ...[[], ['x'], [null], [['x']], {}, { a: 'b' }, { a: null }, { a: 5 }, { a: [1] }],
];

/** Every field that exists, with every strange value. */
export function fieldEdits(): readonly Edit[] {
  const paths = new Set<string>();
  const walk = (value: unknown, path: string) => {
    if (path !== '') paths.add(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) walk((value as Json)[key], path === '' ? key : `${path}.${key}`);
  };
  walk(full, '');
  for (const field of Object.keys(globalFields)) paths.add(`global.${field}`);
  for (const field of Object.keys(httpFields)) paths.add(`global.http_config.${field}`);
  full.receivers.forEach((receiver, index) => {
    for (const [key, list] of Object.entries(receiver)) {
      if (!Array.isArray(list)) continue;
      const { fields } = channels[key.replace('_configs', '')] ?? { fields: {} };
      for (const field of Object.keys(fields)) paths.add(`receivers.${index}.${key}.0.${field}`);
    }
  });
  return [...paths].flatMap((path) => strange.map((value): Edit => [path, value]));
}

/** The configuration after an edit. */
export function edited([path, value]: Edit): Json {
  const copy = structuredClone(full) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Json>((inner, key) => inner[key] as Json, copy);
  if (value === undefined && Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}
