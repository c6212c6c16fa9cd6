import { queryEscaped } from './builtins.js';
import { pairsOf } from './print.js';
import { refuse } from './refuse.js';
import type { Native } from './render.js';
import { type GoList, type GoMap, type GoStruct, typeOf, type Value } from './values.js';
import { isAtLeast } from './version.js';

/** The templates that Alertmanager brings itself: what they yield, told anew. */
interface Default {
  readonly since?: string;
  readonly text: (data: GoStruct) => string;
}

const field = (data: GoStruct, name: string) => String(data.fields[name] ?? '');
const labels = (data: GoStruct, name: string) => data.fields[name] as GoMap;
const alertsOf = (data: GoStruct, status: string) =>
  ((data.fields.Alerts as GoList).items as readonly GoStruct[]).filter((alert) => field(alert, 'Status') === status);

function values(map: GoMap, without: GoMap | undefined = undefined): string {
  const pairs = pairsOf(map).filter(({ fields }) => !without?.entries.has(String(fields.Name)));
  return pairs.map(({ fields }) => fields.Value).join(' ');
}

const isFiring = (data: GoStruct) => field(data, 'Status') === 'firing';

/** `[FIRING:2] HighCpu (n1 critical)`: what the alerts are grouped by, and what else they share. */
function subject(data: GoStruct): string {
  const [group, common] = [labels(data, 'GroupLabels'), labels(data, 'CommonLabels')];
  const count = isFiring(data) ? `:${alertsOf(data, 'firing').length}` : '';
  const shared = common.entries.size > group.entries.size ? `(${values(common, group)})` : '';
  return `[${field(data, 'Status').toUpperCase()}${count}] ${values(group)} ${shared}`;
}

function address(data: GoStruct): string {
  return `${field(data, 'ExternalURL')}/#/alerts?receiver=${queryEscaped(field(data, 'Receiver'))}`;
}

const lines = (map: GoMap, indent: string) =>
  pairsOf(map)
    .map(({ fields }) => `${indent}- ${fields.Name} = ${fields.Value}\n`)
    .join('');

function listed(alerts: readonly GoStruct[]): string {
  const one = (alert: GoStruct) =>
    `Labels:\n${lines(labels(alert, 'Labels'), ' ')}Annotations:\n${lines(labels(alert, 'Annotations'), ' ')}` +
    `Source: ${field(alert, 'GeneratorURL')}\n`;
  return alerts.map(one).join('');
}

function listedAsMarkdown(alerts: readonly GoStruct[]): string {
  const one = (alert: GoStruct) =>
    `\nLabels:\n${lines(labels(alert, 'Labels'), '  ')}\nAnnotations:\n${lines(labels(alert, 'Annotations'), '  ')}` +
    `\nSource: ${field(alert, 'GeneratorURL')}\n`;
  return `${alerts.map(one).join('')}\n`;
}

/** What fires and what is resolved, each under a title of its own, each with blank lines where it is empty. */
function loose(data: GoStruct, heading: string, list: (alerts: readonly GoStruct[]) => string): string {
  const part = (title: string, alerts: readonly GoStruct[]) =>
    alerts.length > 0 ? `\n${heading}Alerts ${title}:\n${list(alerts)}\n` : '';
  return `\n${part('Firing', alertsOf(data, 'firing'))}\n${part('Resolved', alertsOf(data, 'resolved'))}\n`;
}

function tight(data: GoStruct): string {
  const part = (title: string, alerts: readonly GoStruct[]) =>
    alerts.length > 0 ? `Alerts ${title}:\n${listed(alerts)}` : '';
  return `${part('Firing', alertsOf(data, 'firing'))}\n${part('Resolved', alertsOf(data, 'resolved'))}`;
}

const annotations = (data: GoStruct) => values(labels(data, 'CommonAnnotations'));
const annotated = (data: GoStruct) => annotations(data) + loose(data, '', listed);
const markdown = (data: GoStruct) => loose(data, '# ', listedAsMarkdown);
const color = (data: GoStruct) => (isFiring(data) ? 'danger' : 'good');
const product = () => 'Alertmanager';
const fallback = (data: GoStruct) => `${subject(data)} | ${address(data)}`;

function priority(data: GoStruct): string {
  const ranked = [
    ['critical', 'High'],
    ['warning', 'Medium'],
    ['info', 'Low'],
  ] as const;
  for (const status of ['firing', 'resolved']) {
    const severities = alertsOf(data, status).map((alert) => labels(alert, 'Labels').entries.get('severity'));
    const found = ranked.find(([severity]) => severities.includes(severity));
    if (found) return found[1];
  }
  return '';
}

const empty = () => '';
const of = (prefix: string, texts: Readonly<Record<string, Default['text']>>, since?: string) =>
  Object.entries(texts).map(([name, text]): [string, Default] => [
    `${prefix}.default.${name}`,
    { text, ...(since ? { since } : {}) },
  ]);

const nothing = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, empty]));

const defaults: Readonly<Record<string, Default>> = {
  __alertmanager: { text: product },
  __alertmanagerURL: { text: address },
  __subject: { text: subject },
  __description: { text: empty },
  ...Object.fromEntries([
    ...of('slack', { title: subject, username: product, fallback, titlelink: address }),
    ...of('slack', nothing('callbackid', 'pretext', 'iconemoji', 'iconurl', 'text', 'footer')),
    ...of('slack', { color }, '0.32'),
    ...of('pagerduty', { description: subject, client: product, clientURL: address }),
    ...of('opsgenie', {
      message: subject,
      description: (data) => `${annotations(data)}\n${tight(data)}`,
      source: address,
    }),
    ...of('wechat', {
      message: (data) => `${subject(data)}\n${annotations(data)}\n${tight(data)}\nAlertmanagerUrl:\n${address(data)}`,
    }),
    ...of('wechat', nothing('to_user', 'to_party', 'to_tag', 'agent_id')),
    ...of('victorops', {
      state_message: (data) => `${annotations(data)}\n${tight(data)}`,
      entity_display_name: subject,
      monitoring_tool: product,
    }),
    ...of('pushover', { title: subject, message: annotated, url: address }),
    ...of('sns', { subject, message: annotated }),
    ...of('telegram', { message: (data) => loose(data, '', listed) }),
    ...of('discord', { title: subject, message: (data) => loose(data, '', listed) }),
    ...of('discord', { content: empty }, '0.28'),
    ...of('webex', { message: annotated }),
    ...of('msteams', { summary: subject, title: subject, text: markdown }, '0.26'),
    ...of('msteamsv2', { title: subject, text: markdown }, '0.28'),
    ...of('rocketchat', { title: subject, alias: product, titlelink: address }, '0.28'),
    ...of('rocketchat', nothing('emoji', 'iconurl', 'text'), '0.28'),
    ...of('jira', { summary: subject, description: markdown, priority }, '0.28'),
    ...of(
      'mattermost',
      { title: subject, username: product, titlelink: address, fallback, color, text: markdown },
      '0.30',
    ),
    ...of('email', { subject, html: () => refuse('the page of Alertmanager itself is not drawn by obsctl') }),
  ]),
  // these two take a list of alerts
  __text_alert_list: { text: empty },
  'pagerduty.default.instances': { text: empty },
  __text_alert_list_markdown: { text: empty, since: '0.26' },
};

const ofAlerts: Readonly<Record<string, (alerts: readonly GoStruct[]) => string>> = {
  __text_alert_list: listed,
  'pagerduty.default.instances': listed,
  __text_alert_list_markdown: listedAsMarkdown,
};

/** The templates that a version of Alertmanager brings; without one, the newest that is known. */
export function defaultTemplates(version?: string): ReadonlyMap<string, Native> {
  const there = Object.entries(defaults).filter(([, { since }]) => !version || !since || isAtLeast(version, since));
  return new Map(there.map(([name, { text }]) => [name, ofAlerts[name] ? onAlerts(ofAlerts[name]) : onData(text)]));
}

function onData(text: Default['text']): Native {
  return (data: Value) => {
    if (/template\.Data$/.test(typeOf(data))) return text(data as GoStruct);
    return refuse('this template of Alertmanager wants all data of the notification: end the call with " ."');
  };
}

function onAlerts(text: (alerts: readonly GoStruct[]) => string): Native {
  return (data: Value) => {
    const isList = typeof data === 'object' && data?.kind === 'list';
    return isList ? text(data.items as readonly GoStruct[]) : refuse('this template of Alertmanager wants alerts');
  };
}
