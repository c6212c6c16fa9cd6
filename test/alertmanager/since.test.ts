import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsSince, youngFields } from '../../src/alertmanager/config/since.js';
import { isOlder } from '../../src/checks/model/known.js';
import { type FeatureName, features } from '../../src/compile/versions.js';
import { binary, isThere, run } from '../real/servers.js';

const parts = ['basic_auth', 'authorization', 'oauth2', 'tls_config'];

/** A configuration that has these fields at a place. */
function configWith(place: string, names: readonly string[]): Record<string, unknown> {
  const fields = Object.fromEntries(names.map((name) => [name, null]));
  const channel = (kind: string, body: object) => ({ receivers: [{ name: 'a', [`${kind}_configs`]: [body] }] });
  const base = { route: { receiver: 'a' }, receivers: [{ name: 'a' }] };
  const there: Record<string, object> = {
    configuration: fields,
    global: { global: fields },
    route: { route: { receiver: 'a', routes: [fields] } },
    inhibit: { inhibit_rules: [fields] },
    interval: { mute_time_intervals: [{ name: 'a', time_intervals: [fields] }] },
    receiver: { receivers: [{ name: 'a', ...fields }] },
    http_config: channel('webhook', { http_config: fields }),
  };
  const inHttp = parts.includes(place) && channel('webhook', { http_config: { [place]: fields } });
  return { ...base, ...(there[place] ?? (inHttp || channel(place, fields))) };
}

/** Debian built its 0.25 with a newer prometheus/common, and took Jira out of its 0.28. */
describe.each([
  ['bookworm', '0.25', ['http_config proxy_connect_header', 'oauth2 proxy_connect_header']],
  ['trixie', '0.28', ['global jira_api_url', 'receiver jira_configs']],
  ['forky', '0.33', []],
] as const)('amtool of %s', (generation, version, otherwise: readonly string[]) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'obsctl-since-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!isThere(generation))('refuses the fields that are younger than it, and knows the others', async () => {
    for (const [place, versions] of Object.entries(fieldsSince)) {
      const kind = fieldsSince.receiver?.[`${place}_configs`];
      if (otherwise.includes(`receiver ${place}_configs`) || (kind !== undefined && isOlder(version, kind))) continue;
      const names = Object.keys(versions).filter((name) => !otherwise.includes(`${place} ${name}`));
      const file = join(folder, `${place}.yml`);
      const config = configWith(place, names);
      writeFileSync(file, JSON.stringify(config));
      const { output } = await run(binary(generation, 'amtool'), ['check-config', file]);
      const refused = [...output.matchAll(/field (\w+) not found/g)].map(([, field]) => field);
      const young = youngFields(config, (since) => isOlder(version, since)).map(({ field }) => field);
      expect([place, ...refused.sort()]).toEqual([place, ...young.sort()]);
    }
  });
});

it('says of each field what the compiler says of it', () => {
  const same: Partial<Record<FeatureName, string>> = {
    'alertmanager/sns': 'receiver sns_configs',
    'alertmanager/active-times': 'route active_time_intervals',
    'alertmanager/time-intervals': 'configuration time_intervals',
    'alertmanager/interval-location': 'interval location',
    'alertmanager/routing-key-file': 'pagerduty routing_key_file',
    'alertmanager/smtp-password-file': 'global smtp_auth_password_file',
    'alertmanager/webhook-url-file': 'webhook url_file',
    'alertmanager/teams': 'receiver msteamsv2_configs',
    'alertmanager/webhook-timeout': 'webhook timeout',
    'alertmanager/channel-timeout': 'slack timeout',
    'alertmanager/inhibition-name': 'inhibit name',
  };
  for (const [feature, where] of Object.entries(same)) {
    const [place = '', field = ''] = where.split(' ');
    expect([feature, fieldsSince[place]?.[field]]).toEqual([feature, features[feature as FeatureName].since]);
  }
});

it('looks into every route, channel and client', () => {
  const young = youngFields(
    {
      global: { smtp_tls_config: { ca: 'x' }, http_config: { oauth2: { tls_config: { ca_ref: 'x' } } } },
      route: { routes: [{ routes: [{ active_time_intervals: [] }] }] },
      receivers: [{ email_configs: [{}, { tls_config: { ca: 'x' } }], discord_configs: [{ content: 'x' }] }],
      mute_time_intervals: [{ time_intervals: [{ location: 'UTC' }] }],
      time_intervals: [],
    },
    (since) => isOlder('0.23', since),
  );
  expect(young.map(({ path }) => path.join('.'))).toEqual([
    'time_intervals',
    'global.smtp_tls_config',
    'global.http_config.oauth2.tls_config',
    'route.routes.0.routes.0.active_time_intervals',
    'receivers.0.discord_configs',
    'receivers.0.email_configs.1.tls_config.ca',
    'mute_time_intervals.0.time_intervals.0.location',
  ]);
});
