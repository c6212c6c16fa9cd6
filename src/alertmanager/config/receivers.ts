import { isObject, type Json } from '../../json.js';
import { didYouMean } from '../../nearest.js';
import type { Channel, Path, Receiver } from '../model.js';
import { channels, type Wants } from './channels.js';
import { checkHttp, checkTls } from './http.js';
import { atMostOne, isSet, type Report } from './problem.js';
import { checkFields, isTrue } from './values.js';

/** Who is notified, and everything that is wrong with it. */
export function readReceivers(value: unknown, globals: Json, report: Report): Receiver[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    report(['receivers'], 'receivers has to be a list');
    return [];
  }
  const seen = new Set<string>();
  return value.flatMap((body, index) => {
    const path = ['receivers', index];
    if (!isObject(body)) {
      report(path, 'a receiver has to be a map');
      return [];
    }
    const name = isSet(body.name) ? String(body.name) : '';
    if (name === '') report(path, 'the receiver has no name');
    else if (seen.has(name)) report([...path, 'name'], `there are two receivers of the name ${name}`);
    seen.add(name);
    return [{ path, name, channels: readChannels(body, path, globals, report) }];
  });
}

function readChannels(receiver: Json, path: Path, globals: Json, report: Report): Channel[] {
  return Object.entries(receiver).flatMap(([key, list]) => {
    if (key === 'name') return [];
    if (key === 'labels') {
      const label = isObject(list) ? list.name : undefined;
      if (label !== undefined && label !== receiver.name)
        report([...path, key, 'name'], 'this label has to be the name');
      return [];
    }
    const kind = key.replace(/_configs$/, '');
    const channel = key.endsWith('_configs') ? channels[kind] : undefined;
    if (!channel) {
      const known = Object.keys(channels).map((one) => `${one}_configs`);
      const message = `there is no kind of channel ${key}${didYouMean(key, known)}`;
      report([...path, key], message, `the kinds are ${Object.keys(channels).join(', ')}`);
      return [];
    }
    if (list === null || list === undefined) return [];
    if (!Array.isArray(list)) {
      report([...path, key], `${key} has to be a list`);
      return [];
    }
    for (const [index, one] of list.entries()) checkChannel(kind, channel, one, [...path, key, index], globals, report);
    return list.map((one) => ({ kind, sendResolved: sendsResolved(kind, one) }));
  });
}

/** Mail and chat tell the end of an alert only where they are asked to. */
function sendsResolved(kind: string, body: unknown): boolean {
  const stated = isObject(body) ? isTrue(body.send_resolved) : undefined;
  return stated ?? !['email', 'slack', 'wechat', 'rocketchat'].includes(kind);
}

function checkChannel(kind: string, channel: Wants, body: unknown, path: Path, globals: Json, report: Report): void {
  if (body === null || body === undefined) {
    // some kinds have defaults for everything, and make Alertmanager crash at this
    report(path, `the ${kind} channel is empty`, 'write {} for one that has only defaults');
    return;
  }
  const plain = body;
  if (!isObject(plain)) {
    report(path, `a ${kind} channel has to be a map`);
    return;
  }
  checkFields(plain, channel.fields, path, report);
  checkHttp(plain.http_config, [...path, 'http_config'], report);
  checkTls(plain.tls_config, [...path, 'tls_config'], report);
  for (const field of channel.required ?? []) {
    if (!isSet(plain[field])) report(path, `the ${kind} channel needs ${field}`);
  }
  for (const fields of channel.alternatives ?? []) atMostOne(given(plain), fields, path, report);
  for (const { fields, global = [] } of channel.oneOf ?? []) {
    const there = kind === 'rocketchat' ? isStated : isSet;
    if (fields.some((field) => there(plain[field])) || global.some((field) => there(globals[field]))) continue;
    const elsewhere = global.length > 0 ? `, or ${global[0]} in the global section` : '';
    report(path, `the ${kind} channel needs ${fields.join(' or ')}${elsewhere}`);
  }
  for (const [field, values] of Object.entries(channel.values ?? {})) {
    if (!isSet(plain[field]) || values.includes(String(plain[field]))) continue;
    report([...path, field], `${field} is ${plain[field]}`, `it is one of ${values.join(', ')}`);
  }
  checkAddress(kind, plain, path, globals, report);
  special[kind]?.(plain, path, report);
}

/** Where each kind goes unless it says otherwise. */
const addresses: Readonly<Record<string, readonly [own: string, global: string]>> = {
  slack: ['app_url', 'slack_app_url'],
  pagerduty: ['url', 'pagerduty_url'],
  opsgenie: ['api_url', 'opsgenie_api_url'],
  wechat: ['api_url', 'wechat_api_url'],
  victorops: ['api_url', 'victorops_api_url'],
  webex: ['api_url', 'webex_api_url'],
};

/** The global section has an address for each of these, unless somebody took it away. */
function checkAddress(kind: string, body: Json, path: Path, globals: Json, report: Report): void {
  const [own, global] = addresses[kind] ?? [];
  if (own === undefined || global === undefined || globals[global] !== null || isSet(body[own])) return;
  report(path, `it has no address: ${global} of the global section is empty`, `remove ${global} there, or set ${own}`);
}

/** Rocket.Chat's tokens may be empty texts. */
function isStated(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A switch that is off is not set. */
function given(body: Json): Json {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== false));
}

/** What one kind of channel alone demands. */
const special: Readonly<Record<string, (body: Json, path: Path, report: Report) => void>> = {
  email: ({ headers, threading }, path, report) => {
    const names = isObject(headers) ? Object.keys(headers).map((name) => name.toLowerCase()) : [];
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice) report([...path, 'headers'], `the header ${twice} stands there twice`);
    if (!isObject(threading) || threading.enabled !== true) return;
    const clash = names.find((name) => name === 'references' || name === 'in-reply-to');
    if (clash) report([...path, 'headers'], `threading sets the header ${clash} itself`);
    if (isSet(threading.thread_by_date) && !['none', 'daily'].includes(String(threading.thread_by_date))) {
      report([...path, 'threading', 'thread_by_date'], 'thread_by_date is none or daily');
    }
  },
  slack: (body, path, report) => {
    if (body.update_message === true && body.api_url !== 'https://slack.com/api/chat.postMessage') {
      report(
        [...path, 'update_message'],
        'messages are updated by bots only',
        'set api_url to https://slack.com/api/chat.postMessage',
      );
    }
    if (
      (isSet(body.app_token) || isSet(body.app_token_file)) &&
      isObject(body.http_config) &&
      body.http_config.authorization
    ) {
      report([...path, 'http_config', 'authorization'], 'the app token is the authorization already');
    }
    for (const [key, needed] of [
      ['fields', ['title', 'value']],
      ['actions', ['type', 'text']],
    ] as const) {
      entries(body[key]).forEach(([entry, index]) => {
        const missing = needed.find((name) => !isSet(entry[name]));
        if (missing) report([...path, key, index], `one of ${key} has no ${missing}`);
        if (key === 'actions' && !isSet(entry.url) && !isSet(entry.name))
          report([...path, key, index], 'an action needs a url or a name');
        if (isObject(entry.confirm) && !isSet(entry.confirm.text))
          report([...path, key, index, 'confirm'], 'the confirmation has no text');
      });
    }
  },
  mattermost: ({ fields }, path, report) => {
    entries(fields).forEach(([entry, index]) => {
      const missing = ['title', 'value'].find((name) => !isSet(entry[name]));
      if (missing) report([...path, 'fields', index], `one of fields has no ${missing}`);
    });
  },
  opsgenie: ({ responders }, path, report) => {
    const all = Array.isArray(responders) ? responders.map((one) => one ?? {}) : responders;
    entries(all).forEach(([{ id, name, username, type }, index]) => {
      const at = [...path, 'responders', index];
      if (![id, name, username].some(isSet)) report(at, 'a responder needs an id, a name or a username');
      const isKnown =
        /^(team|teams|user|escalation|schedule)$/i.test(String(type ?? '')) || String(type).includes('{{');
      if (!isKnown) report(at, `a responder is no ${type}`, 'team, teams, user, escalation or schedule');
    });
  },
  telegram: ({ chat_id: chat, chat_id_file: file }, path, report) => {
    if (chat === 0 && !isSet(file)) report([...path, 'chat_id'], 'no chat has the id 0');
  },
  jira: ({ api_type: type }, path, report) => {
    if (type === null || type === '') report([...path, 'api_type'], 'api_type is empty', 'write auto, or leave it out');
  },
  sns: (body, path, report) => {
    const given = ['target_arn', 'topic_arn', 'phone_number'].filter((field) => isSet(body[field]));
    // three of them are an oversight of Alertmanager's, which takes them
    if (given.length === 2) report([...path, given[1] as string], `${given[0]} is set already`, 'keep one of them');
  },
  victorops: ({ custom_fields: custom }, path, report) => {
    const own = [
      'routing_key',
      'message_type',
      'state_message',
      'entity_display_name',
      'monitoring_tool',
      'entity_id',
      'entity_state',
    ];
    const clash = isObject(custom) ? Object.keys(custom).find((name) => own.includes(name)) : undefined;
    if (clash) report([...path, 'custom_fields', clash], `${clash} is a field of its own`);
  },
  webex: ({ http_config: http }, path, report) => {
    if (!isObject(http) || !isSet(http.authorization))
      report(path, 'the webex channel needs http_config.authorization');
  },
  incidentio: (body, path, report) => {
    const token = isSet(body.alert_source_token) || isSet(body.alert_source_token_file);
    const authorized = isObject(body.http_config) && isSet(body.http_config.authorization);
    if (token && authorized) report(path, 'it has a token, and an authorization too');
    if (isObject(body.http_config) && !token && !authorized)
      report(path, 'it needs alert_source_token or http_config.authorization');
  },
};

function entries(list: unknown): [Json, number][] {
  return Array.isArray(list)
    ? list.flatMap((item, index): [Json, number][] => (isObject(item) ? [[item, index]] : []))
    : [];
}
