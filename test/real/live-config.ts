/** The configuration of prod, pointed at fakes: secrets, addresses and waits differ, nothing else. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertmanagerFolder, type Config, type RouteConfig } from './alertmanager.js';

interface Ends {
  readonly httpUrl: string;
  readonly smtpHost: string;
}

const files = (ends: Ends): Readonly<Record<string, string>> => ({
  'slack-url': `${ends.httpUrl}/slack`,
  'teams-url': `${ends.httpUrl}/teams`,
  'incident-url': `${ends.httpUrl}/incident`,
  'incident-token': 'the-token',
  'heartbeat-url': `${ends.httpUrl}/heartbeat`,
  'smtp-password': 'the-password',
  ...Object.fromEntries(
    ['emergency', 'security', 'business', 'streaming', 'backend', 'data', 'platform'].map((service) => [
      `pagerduty-${service}`,
      `key-of-${service}`,
    ]),
  ),
});

/** Variables that `apply` would fill placeholders from, where the server's version cannot read a file. */
const variables = (ends: Ends): Readonly<Record<string, string>> => ({
  OBSCTL_SMS_NUMBER: '+33600000000',
  OBSCTL_INCIDENT_URL: `${ends.httpUrl}/incident`,
  OBSCTL_HEARTBEAT_URL: `${ends.httpUrl}/heartbeat`,
});

export function liveFolder(version: string, ends: Ends): string {
  const folder = alertmanagerFolder('prod', {
    version,
    change: (config, home) => filled(pointed(config, version, ends), join(home, 'secrets'), variables(ends)),
  });
  mkdirSync(join(folder, 'secrets'));
  for (const [name, value] of Object.entries(files(ends))) writeFileSync(join(folder, 'secrets', name), value);
  return folder;
}

function pointed(config: Config, version: string, ends: Ends): Config {
  config.global.smtp_smarthost = ends.smtpHost;
  config.global.pagerduty_url = `${ends.httpUrl}/pagerduty`;
  hurry(config.route as RouteConfig);
  for (const receiver of config.receivers) {
    // the fake's certificate is its own, as no authority would sign one for loopback
    for (const one of receiver.email_configs ?? []) one.tls_config = { insecure_skip_verify: true };
    for (const one of receiver.sns_configs ?? []) {
      one.api_url = `${ends.httpUrl}/sns`;
      one.sigv4 = { ...(one.sigv4 as object), access_key: 'AKID', secret_key: 'word' };
    }
    if (version === '0.25') delete receiver.msteamsv2_configs;
  }
  return config;
}

/** No waiting, and no office hours: the tests run at any time of the day. */
export function hurry(route: RouteConfig): void {
  route.group_wait = '0s';
  route.group_interval = '1s';
  delete route.active_time_intervals;
  delete route.mute_time_intervals;
  for (const child of route.routes ?? []) hurry(child);
}

/** What `apply` would do: the secrets where the server finds them. */
function filled(value: unknown, secrets: string, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/^(https:\/\/secret\.invalid\/)?<secret:(\w+)>$/, (_, __, name) => values[name] ?? 'no such variable')
      .replace('/etc/alertmanager/secrets', secrets);
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, secrets, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, secrets, values)]));
}
