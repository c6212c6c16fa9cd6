import type { Json } from '../../json.js';
import { texts } from './channels.js';
import { httpFields, tlsFields } from './http.js';
import { isSet, type Report } from './problem.js';
import type { Fields } from './values.js';

/** The global section: what channels fall back to. */
export const globalFields: Fields = {
  ...{ resolve_timeout: 'duration', http_config: httpFields, smtp_smarthost: 'hostPort', smtp_require_tls: 'bool' },
  ...{ smtp_tls_config: tlsFields, smtp_force_implicit_tls: 'bool', slack_api_url: 'url', slack_app_url: 'url' },
  ...{
    jira_api_url: 'url',
    pagerduty_url: 'url',
    opsgenie_api_url: 'url',
    wechat_api_url: 'url',
    victorops_api_url: 'url',
  },
  ...{ telegram_api_url: 'url', webex_api_url: 'url', rocketchat_api_url: 'url', mattermost_webhook_url: 'url' },
  ...texts('smtp_from smtp_hello smtp_auth_username smtp_auth_password smtp_auth_password_file smtp_auth_secret'),
  ...texts('smtp_auth_secret_file smtp_auth_identity slack_api_url_file slack_app_token slack_app_token_file'),
  ...texts('opsgenie_api_key opsgenie_api_key_file wechat_api_secret wechat_api_secret_file wechat_api_corp_id'),
  ...texts('victorops_api_key victorops_api_key_file telegram_bot_token telegram_bot_token_file rocketchat_token'),
  ...texts('rocketchat_token_file rocketchat_token_id rocketchat_token_id_file mattermost_webhook_url_file'),
};

/** Pairs of which the global section may have one. */
export const globalAlternatives: readonly (readonly string[])[] = [
  ['slack_api_url', 'slack_api_url_file'],
  ['slack_app_token', 'slack_app_token_file'],
  ['opsgenie_api_key', 'opsgenie_api_key_file'],
  ['victorops_api_key', 'victorops_api_key_file'],
  ['telegram_bot_token', 'telegram_bot_token_file'],
  ['smtp_auth_password', 'smtp_auth_password_file'],
  ['smtp_auth_secret', 'smtp_auth_secret_file'],
  ['rocketchat_token', 'rocketchat_token_file'],
  ['rocketchat_token_id', 'rocketchat_token_id_file'],
  ['wechat_api_secret', 'wechat_api_secret_file'],
  ['mattermost_webhook_url', 'mattermost_webhook_url_file'],
];

/** An app token and a webhook exclude each other, unless the webhook is the address that the app posts to. */
export function checkSlackGlobals(globals: Json, report: Report): void {
  const token = ['slack_app_token', 'slack_app_token_file'].find((field) => isSet(globals[field]));
  const url = ['slack_api_url', 'slack_api_url_file'].find((field) => isSet(globals[field]));
  if (!token || !url) return;
  const appUrl = isSet(globals.slack_app_url) ? globals.slack_app_url : 'https://slack.com/api/chat.postMessage';
  if (globals.slack_api_url !== appUrl) report(['global', token], `${url} is set already`, 'keep one of them');
}
