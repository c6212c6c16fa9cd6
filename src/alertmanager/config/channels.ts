import { httpFields, tlsFields } from './http.js';
import type { Fields } from './values.js';

/** What Alertmanager wants of a channel. */
export interface Wants {
  readonly fields: Fields;
  /** Each has to be set. */
  readonly required?: readonly string[];
  /** Of each list at most one may be set. */
  readonly alternatives?: readonly (readonly string[])[];
  /** Of each list one has to be set, here or in the global section under the other name. */
  readonly oneOf?: readonly { readonly fields: readonly string[]; readonly global?: readonly string[] }[];
  /** Texts with a closed set of values. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

export const texts = (names: string): Fields => Object.fromEntries(names.split(' ').map((name) => [name, 'text']));

const common: Fields = { send_resolved: 'bool' };
const overHttp: Fields = { ...common, http_config: httpFields };

const slackAction = { ...texts('type text url style name value'), confirm: texts('text title ok_text dismiss_text') };
const rocketchatAction = {
  ...texts('type text url imageurl webviewheightratio msg msgprocessingtype'),
  ...({ iswebview: 'bool', msginchatwindow: 'bool' } as const),
};
const field = { ...texts('title value'), short: 'bool' } as const;
const attachment = {
  ...texts(
    'fallback color pretext text author_name author_link author_icon title title_link thumb_url footer footer_icon image_url',
  ),
  fields: [field],
} as const;

/** Every kind of channel that Alertmanager has, by its key without `_configs`. */
export const channels: Readonly<Record<string, Wants>> = {
  webhook: {
    fields: {
      ...overHttp,
      url: 'templateUrl',
      url_file: 'text',
      max_alerts: 'count',
      timeout: 'goDuration',
      payload: 'any',
    },
    oneOf: [{ fields: ['url', 'url_file'] }],
    alternatives: [['url', 'url_file']],
  },
  email: {
    fields: {
      ...common,
      ...texts(
        'to from hello auth_username auth_password auth_password_file auth_secret auth_secret_file auth_identity html text',
      ),
      ...{
        smarthost: 'hostPort',
        headers: 'textMap',
        require_tls: 'bool',
        tls_config: tlsFields,
        force_implicit_tls: 'bool',
      },
      threading: { enabled: 'bool', thread_by_date: 'text' },
    },
    required: ['to'],
    oneOf: [
      { fields: ['smarthost'], global: ['smtp_smarthost'] },
      { fields: ['from'], global: ['smtp_from'] },
    ],
  },
  slack: {
    fields: {
      ...overHttp,
      ...{
        api_url: 'url',
        app_url: 'url',
        timeout: 'goDuration',
        fields: [field],
        actions: [slackAction],
        mrkdwn_in: 'texts',
      },
      ...{ short_fields: 'bool', link_names: 'bool', update_message: 'bool' },
      ...texts(
        'api_url_file app_token app_token_file channel username color title title_link pretext text message_text',
      ),
      ...texts('footer fallback callback_id icon_emoji icon_url image_url thumb_url'),
    },
    oneOf: [
      {
        fields: ['api_url', 'api_url_file', 'app_token', 'app_token_file'],
        global: ['slack_api_url', 'slack_api_url_file', 'slack_app_token', 'slack_app_token_file'],
      },
    ],
    alternatives: [['api_url', 'api_url_file', 'app_token', 'app_token_file']],
  },
  pagerduty: {
    fields: {
      ...overHttp,
      ...texts(
        'service_key service_key_file routing_key routing_key_file client client_url description source severity class component group',
      ),
      ...{
        url: 'url',
        details: 'map',
        timeout: 'goDuration',
        images: [texts('src alt href')],
        links: [texts('href text')],
      },
    },
    oneOf: [{ fields: ['routing_key', 'service_key', 'routing_key_file', 'service_key_file'] }],
    alternatives: [
      ['routing_key', 'routing_key_file'],
      ['service_key', 'service_key_file'],
    ],
  },
  msteams: {
    fields: { ...overHttp, webhook_url: 'url', ...texts('webhook_url_file title summary text') },
    oneOf: [{ fields: ['webhook_url', 'webhook_url_file'] }],
    alternatives: [['webhook_url', 'webhook_url_file']],
  },
  msteamsv2: {
    fields: { ...overHttp, webhook_url: 'url', ...texts('webhook_url_file title text') },
    oneOf: [{ fields: ['webhook_url', 'webhook_url_file'] }],
    alternatives: [['webhook_url', 'webhook_url_file']],
  },
  sns: {
    fields: {
      ...overHttp,
      ...texts('api_url topic_arn phone_number target_arn subject message'),
      ...{ attributes: 'textMap', use_aws_http_client: 'bool' },
      sigv4: { ...texts('region access_key secret_key profile role_arn external_id'), use_fips_sts_endpoint: 'bool' },
    },
    oneOf: [{ fields: ['target_arn', 'topic_arn', 'phone_number'] }],
  },
  opsgenie: {
    fields: {
      ...overHttp,
      ...texts('api_key api_key_file message description source entity actions tags note priority'),
      ...{ api_url: 'url', details: 'textMap', update_alerts: 'bool', responders: [texts('id name username type')] },
    },
    oneOf: [{ fields: ['api_key', 'api_key_file'], global: ['opsgenie_api_key', 'opsgenie_api_key_file'] }],
    alternatives: [['api_key', 'api_key_file']],
  },
  victorops: {
    fields: {
      ...overHttp,
      ...texts('api_key api_key_file routing_key message_type state_message entity_display_name monitoring_tool'),
      ...{ api_url: 'url', custom_fields: 'textMap' },
    },
    required: ['routing_key'],
    oneOf: [{ fields: ['api_key', 'api_key_file'], global: ['victorops_api_key', 'victorops_api_key_file'] }],
    alternatives: [['api_key', 'api_key_file']],
  },
  pushover: {
    fields: {
      ...overHttp,
      ...texts('user_key user_key_file token token_file title message url url_title device sound priority'),
      ...{ retry: 'goDurationText', expire: 'goDurationText', ttl: 'goDurationText', html: 'bool', monospace: 'bool' },
    },
    oneOf: [{ fields: ['user_key', 'user_key_file'] }, { fields: ['token', 'token_file'] }],
    alternatives: [
      ['user_key', 'user_key_file'],
      ['token', 'token_file'],
      ['html', 'monospace'],
    ],
  },
  wechat: {
    fields: {
      ...overHttp,
      ...texts('api_secret api_secret_file corp_id message to_user to_party to_tag agent_id message_type'),
      api_url: 'url',
    },
    oneOf: [
      { fields: ['api_secret', 'api_secret_file'], global: ['wechat_api_secret', 'wechat_api_secret_file'] },
      { fields: ['corp_id'], global: ['wechat_api_corp_id'] },
    ],
    alternatives: [['api_secret', 'api_secret_file']],
    values: { message_type: ['text', 'markdown'] },
  },
  telegram: {
    fields: {
      ...overHttp,
      ...{ api_url: 'url', chat_id: 'number', message_thread_id: 'number', disable_notifications: 'bool' },
      ...texts('bot_token bot_token_file chat_id_file message parse_mode'),
    },
    oneOf: [
      { fields: ['bot_token', 'bot_token_file'], global: ['telegram_bot_token', 'telegram_bot_token_file'] },
      { fields: ['chat_id', 'chat_id_file'] },
    ],
    alternatives: [
      ['bot_token', 'bot_token_file'],
      ['chat_id', 'chat_id_file'],
    ],
    values: { parse_mode: ['Markdown', 'MarkdownV2', 'HTML'] },
  },
  discord: {
    fields: { ...overHttp, webhook_url: 'url', ...texts('webhook_url_file content title message username avatar_url') },
    oneOf: [{ fields: ['webhook_url', 'webhook_url_file'] }],
    alternatives: [['webhook_url', 'webhook_url_file']],
  },
  webex: {
    fields: { ...overHttp, api_url: 'url', ...texts('message room_id') },
    required: ['room_id'],
  },
  jira: {
    fields: {
      ...overHttp,
      ...texts('api_type project priority issue_type reopen_transition resolve_transition wont_fix_resolution'),
      ...{
        api_url: 'url',
        summary: 'textOr',
        description: 'textOr',
        labels: 'texts',
        reopen_duration: 'duration',
        fields: 'map',
      },
    },
    required: ['project', 'issue_type'],
    oneOf: [{ fields: ['api_url'], global: ['jira_api_url'] }],
    values: { api_type: ['auto', 'cloud', 'datacenter'] },
  },
  rocketchat: {
    fields: {
      ...overHttp,
      ...texts(
        'token_id token_id_file token token_file channel color title title_link text emoji icon_url image_url thumb_url',
      ),
      ...{ api_url: 'url', fields: [field], short_fields: 'bool', link_names: 'bool', actions: [rocketchatAction] },
    },
    oneOf: [
      { fields: ['token_id', 'token_id_file'], global: ['rocketchat_token_id', 'rocketchat_token_id_file'] },
      { fields: ['token', 'token_file'], global: ['rocketchat_token', 'rocketchat_token_file'] },
    ],
    alternatives: [
      ['token', 'token_file'],
      ['token_id', 'token_id_file'],
    ],
  },
  mattermost: {
    fields: {
      ...overHttp,
      ...texts('webhook_url_file channel username icon_url icon_emoji type'),
      ...{ webhook_url: 'url', attachments: [attachment], props: texts('card') },
      ...attachment,
      priority: { priority: 'text', requested_ack: 'bool', persistent_notifications: 'bool' },
    },
    oneOf: [
      {
        fields: ['webhook_url', 'webhook_url_file'],
        global: ['mattermost_webhook_url', 'mattermost_webhook_url_file'],
      },
    ],
    alternatives: [['webhook_url', 'webhook_url_file']],
  },
  incidentio: {
    fields: {
      ...overHttp,
      ...{ url: 'url', max_alerts: 'count', timeout: 'goDuration' },
      ...texts('url_file alert_source_token alert_source_token_file'),
    },
    oneOf: [{ fields: ['url', 'url_file'] }],
    alternatives: [
      ['url', 'url_file'],
      ['alert_source_token', 'alert_source_token_file'],
    ],
  },
};
