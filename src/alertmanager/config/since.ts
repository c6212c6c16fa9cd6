import { isObject, type Json } from '../../json.js';
import type { Path } from '../model.js';

const since = (version: string, fields: string): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.split(' ').map((field) => [field, version]));

/**
 * By the place they stand in, the fields that are younger than Alertmanager 0.22: read from the structs of config/ at
 * each tag, and from those of the prometheus/common that it was built with.
 */
export const fieldsSince: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  configuration: { time_intervals: '0.24', tracing: '0.30', event_recorder: '0.33' },
  global: {
    ...since('0.24', 'opsgenie_api_key_file telegram_api_url'),
    ...since('0.25', 'smtp_auth_password_file victorops_api_key_file webex_api_url'),
    ...since('0.28', 'jira_api_url rocketchat_api_url rocketchat_token rocketchat_token_file rocketchat_token_id'),
    ...since('0.28', 'rocketchat_token_id_file smtp_tls_config'),
    ...since('0.30', 'slack_app_token slack_app_token_file slack_app_url'),
    ...since('0.31', 'smtp_auth_secret_file smtp_force_implicit_tls telegram_bot_token telegram_bot_token_file'),
    ...since('0.31', 'wechat_api_secret_file'),
    ...since('0.32', 'mattermost_webhook_url mattermost_webhook_url_file'),
  },
  route: { active_time_intervals: '0.24', labels: '0.34' },
  inhibit: { name: '0.30' },
  interval: { location: '0.25' },
  receiver: {
    ...{ sns_configs: '0.23', telegram_configs: '0.24', discord_configs: '0.25', webex_configs: '0.25' },
    ...{ msteams_configs: '0.26', jira_configs: '0.28', msteamsv2_configs: '0.28', rocketchat_configs: '0.28' },
    ...{ incidentio_configs: '0.29', mattermost_configs: '0.30', labels: '0.33' },
  },
  webhook: { url_file: '0.26', timeout: '0.28', payload: '0.32' },
  email: {
    ...{ auth_password_file: '0.25', threading: '0.30', auth_secret_file: '0.31', force_implicit_tls: '0.31' },
  },
  slack: {
    ...since('0.30', 'app_token app_token_file app_url timeout'),
    ...{ message_text: '0.31', update_message: '0.32' },
  },
  pagerduty: { routing_key_file: '0.25', service_key_file: '0.25', source: '0.25', timeout: '0.30' },
  msteams: { summary: '0.27', webhook_url_file: '0.27' },
  sns: { use_aws_http_client: '0.33' },
  opsgenie: since('0.24', 'actions api_key_file entity update_alerts'),
  pushover: { device: '0.26', token_file: '0.26', user_key_file: '0.26', ttl: '0.27', monospace: '0.29' },
  wechat: { api_secret_file: '0.31' },
  telegram: { bot_token_file: '0.26', message_thread_id: '0.28', chat_id_file: '0.31' },
  discord: { webhook_url_file: '0.27', ...since('0.28', 'avatar_url content username') },
  jira: { api_type: '0.29' },
  mattermost: {
    ...since('0.32', 'author_icon author_link author_name color fallback fields footer footer_icon image_url pretext'),
    ...since('0.32', 'thumb_url title title_link'),
  },
  http_config: {
    ...{ enable_http2: '0.25', http_headers: '0.28' },
    ...since('0.26', 'no_proxy proxy_connect_header proxy_from_environment'),
  },
  basic_auth: { username_file: '0.27', username_ref: '0.28', password_ref: '0.28' },
  authorization: { credentials_ref: '0.28' },
  oauth2: {
    ...{ tls_config: '0.24', proxy_url: '0.25', client_secret_ref: '0.28' },
    ...since('0.26', 'no_proxy proxy_connect_header proxy_from_environment'),
    ...since('0.30', 'audience claims client_certificate_key client_certificate_key_file client_certificate_key_id'),
    ...since('0.30', 'client_certificate_key_ref grant_type iss signature_algorithm'),
  },
  tls_config: {
    ...since('0.25', 'min_version max_version'),
    ...since('0.26', 'ca cert key'),
    ...since('0.28', 'ca_ref cert_ref key_ref'),
  },
};

export interface YoungField {
  readonly path: Path;
  readonly field: string;
  /** The first version that has it. */
  readonly since: string;
}

/** The fields of a configuration that an older Alertmanager does not know. */
export function youngFields(body: unknown, isYoung: (since: string) => boolean): readonly YoungField[] {
  const found: YoungField[] = [];

  /** Answers what the older one knows of a map. */
  function look(value: unknown, place: string, path: Path): Json {
    if (!isObject(value)) return {};
    const known = Object.entries(value).filter(([field]) => {
      const versions = fieldsSince[place] ?? {};
      const first = Object.hasOwn(versions, field) ? versions[field] : undefined;
      if (first === undefined || !isYoung(first)) return true;
      found.push({ path: [...path, field], field, since: first });
      return false;
    });
    return Object.fromEntries(known);
  }

  function each(list: unknown, path: Path, run: (item: unknown, path: Path) => void): void {
    if (Array.isArray(list)) list.forEach((item, index) => void run(item, [...path, index]));
  }

  function http(value: unknown, path: Path): void {
    const known = look(value, 'http_config', path);
    for (const part of ['basic_auth', 'authorization', 'tls_config']) look(known[part], part, [...path, part]);
    const { tls_config: tls } = look(known.oauth2, 'oauth2', [...path, 'oauth2']);
    look(tls, 'tls_config', [...path, 'oauth2', 'tls_config']);
  }

  function route(value: unknown, path: Path): void {
    each(look(value, 'route', path).routes, [...path, 'routes'], route);
  }

  function receiver(value: unknown, path: Path): void {
    for (const [key, list] of Object.entries(look(value, 'receiver', path))) {
      if (!key.endsWith('_configs')) continue;
      each(list, [...path, key], (channel, at) => {
        const known = look(channel, key.slice(0, -'_configs'.length), at);
        http(known.http_config, [...at, 'http_config']);
        look(known.tls_config, 'tls_config', [...at, 'tls_config']);
      });
    }
  }

  const top = look(body, 'configuration', []);
  const global = look(top.global, 'global', ['global']);
  http(global.http_config, ['global', 'http_config']);
  look(global.smtp_tls_config, 'tls_config', ['global', 'smtp_tls_config']);
  route(top.route, ['route']);
  each(top.receivers, ['receivers'], receiver);
  each(top.inhibit_rules, ['inhibit_rules'], (rule, path) => look(rule, 'inhibit', path));
  for (const key of ['time_intervals', 'mute_time_intervals']) {
    each(top[key], [key], (named, path) => {
      const ranges = isObject(named) ? named.time_intervals : undefined;
      each(ranges, [...path, 'time_intervals'], (range, at) => look(range, 'interval', at));
    });
  }
  return found;
}
