import type { Json } from './plain.js';

/** What Alertmanager takes a field for that is not there. */

export const globalDefaults: Readonly<Json> = {
  http_config: { enable_http2: true, follow_redirects: true },
  opsgenie_api_url: 'https://api.opsgenie.com/',
  pagerduty_url: 'https://events.pagerduty.com/v2/enqueue',
  resolve_timeout: '5m',
  smtp_hello: 'localhost',
  smtp_require_tls: true,
  telegram_api_url: 'https://api.telegram.org',
  victorops_api_url: 'https://alert.victorops.com/integrations/generic/20131114/alert/',
  webex_api_url: 'https://webexapis.com/v1/messages',
  wechat_api_url: 'https://qyapi.weixin.qq.com/cgi-bin/',
};

const resolved = { send_resolved: true };
const unresolved = { send_resolved: false };

export const receiverDefaults: Readonly<Record<string, Readonly<Json>>> = {
  discord_configs: resolved,
  email_configs: unresolved,
  jira_configs: resolved,
  msteams_configs: resolved,
  msteamsv2_configs: resolved,
  opsgenie_configs: resolved,
  pagerduty_configs: resolved,
  pushover_configs: resolved,
  rocketchat_configs: unresolved,
  slack_configs: unresolved,
  sns_configs: resolved,
  telegram_configs: resolved,
  victorops_configs: resolved,
  webex_configs: resolved,
  webhook_configs: { ...resolved, max_alerts: 0 },
  wechat_configs: unresolved,
};
