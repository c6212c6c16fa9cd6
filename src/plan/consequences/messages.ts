import { type NotificationJson, notificationData } from '../../gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../gotemplate/library.js';
import { parseTime } from '../../gotemplate/time.js';
import type { GoTime } from '../../gotemplate/values.js';
import { isObject } from '../../json.js';
import type { Consequence } from '../../types/comparison.js';
import { type Json, objectsOf } from '../canonical/plain.js';
import type { Facts, Rule } from './facts.js';
import { counted } from './readers.js';
import { variants } from './told.js';

/** The moment of the example, so that it reads alike each time. */
const moment = parseTime('2026-06-08T12:05:00Z') as GoTime;

/** Messages that may read otherwise: of one alert, of several, of one that is over. */
const situations = [
  { words: '', alerts: 1, status: 'firing' },
  { words: ' and another one', alerts: 2, status: 'firing' },
  { words: ', resolved', alerts: 1, status: 'resolved' },
] as const;

type Situation = (typeof situations)[number];

/** What messages read like before and after, of an alert of ours. */
export function messageConsequences(before: Facts, after: Facts): Consequence[] {
  const alert = exampleOf(after.rules, before.rules);
  if (!alert || before.templates.length + after.templates.length === 0) return [];
  const told = new Map<string, { readonly receivers: Set<string>; readonly broken: boolean }>();
  const said = new Set<string>();
  for (const situation of situations) {
    const [left, right] = [messagesOf(before, alert, situation), messagesOf(after, alert, situation)];
    for (const [key, now] of right) {
      const earlier = left.get(key);
      // once for each field, in the plainest situation in which it differs
      if (!earlier || earlier.text === now.text || said.has(key)) continue;
      said.add(key);
      const what = now.problem ? `cannot be rendered any more: ${now.problem}` : readsLike(earlier.text, now.text);
      const words = `of ${alert.name}${situation.words}, ${now.field} ${what}`;
      const known = told.get(words) ?? { receivers: new Set<string>(), broken: now.problem !== undefined };
      known.receivers.add(now.receiver);
      told.set(words, known);
    }
  }
  return [...told].map(([words, { receivers, broken }]) => ({
    weight: broken ? 'risk' : 'note',
    code: broken ? 'message/broken' : 'message/changed',
    message: `${counted([...receivers], 'receiver')}: ${words}`,
  }));
}

interface Message {
  readonly receiver: string;
  /** `slack text` */
  readonly field: string;
  readonly text: string;
  readonly problem?: string;
}

function messagesOf({ alertmanager, templates }: Facts, alert: Rule, situation: Situation): Map<string, Message> {
  const { library } = loadTemplates(templates, { now: moment });
  const messages = new Map<string, Message>();
  for (const receiver of isObject(alertmanager) ? objectsOf(alertmanager.receivers) : []) {
    const name = String(receiver.name ?? '');
    const data = notificationData(exampleFor(name, alert, situation));
    for (const [channel, configs] of Object.entries(receiver)) {
      for (const [index, config] of objectsOf(configs).entries()) {
        for (const [path, text] of templatesIn(config, '')) {
          const field = `${channel.replace(/_configs$/, '')} ${path}`;
          const { text: rendered = '', problem } = renderField(text, data, library, { html: path === 'html' });
          const message = { receiver: name, field, text: rendered, ...(problem ? { problem: problem.message } : {}) };
          messages.set(`${name} ${field} ${index}`, message);
        }
      }
    }
  }
  return messages;
}

/** What may hold a secret is no message. */
const notMessage = /(^|_)(url|password|secret|token|key|credentials)$/;

function templatesIn(config: Json, path: string): [path: string, text: string][] {
  return Object.entries(config).flatMap(([key, value]): [string, string][] => {
    if (notMessage.test(key)) return [];
    const here = path === '' ? key : `${path} ${key}`;
    if (typeof value === 'string') return value.includes('{{') ? [[here, value]] : [];
    return isObject(value) ? templatesIn(value, here) : [];
  });
}

/** An alert that both sides have, one of the worst. */
function exampleOf(rules: readonly Rule[], others: readonly Rule[]): Rule | undefined {
  const names = new Set(others.filter(({ alert }) => alert).map(({ name }) => name));
  const both = rules.filter(({ alert, name }) => alert && names.has(name));
  return both.find(({ labels }) => labels.severity === 'critical') ?? both[0];
}

function exampleFor(receiver: string, alert: Rule, { status, alerts }: Situation): NotificationJson {
  const labels = variants(alert, new Map())[0] ?? {};
  const annotations = isObject(alert.rule.annotations) ? alert.rule.annotations : {};
  const texts = Object.fromEntries(
    Object.entries(annotations).map(([key, text]) => [key, filledIn(String(text), labels)]),
  );
  const endsAt = status === 'resolved' ? '2026-06-08T12:05:00Z' : '0001-01-01T00:00:00Z';
  const one = { status, labels, annotations: texts, startsAt: '2026-06-08T12:00:00Z', endsAt };
  const { alertname: _, ...shared } = labels;
  const other = {
    ...one,
    labels: { ...shared, alertname: 'AnotherAlert' },
    annotations: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, `${text} (another)`])),
  };
  const several = alerts > 1;
  return {
    receiver,
    status,
    alerts: several ? [one, other] : [one],
    groupLabels: several ? shared : labels,
    commonLabels: several ? shared : labels,
    commonAnnotations: several ? {} : texts,
    externalURL: 'https://alertmanager.example.com',
  };
}

/** What Prometheus would put in, as far as a reader cares. */
function filledIn(text: string, labels: Readonly<Record<string, string>>): string {
  return text
    .replace(/\{\{\s*\$labels\.(\w+)\s*\}\}/g, (_, name) => labels[name] ?? name)
    .replace(/\{\{[^}]*\$value[^}]*\}\}/g, '42')
    .replace(/\{\{.*?\}\}/g, '');
}

const longest = 120;
const around = 30;

/** Both texts, of long ones what differs. */
function readsLike(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  const from = before.length <= longest && after.length <= longest ? 0 : Math.max(0, start - around);
  const cut = (text: string) => {
    const part = text.slice(from, from + longest).replace(/\s+/g, ' ');
    return `"${from > 0 ? '…' : ''}${part}${from + longest < text.length ? '…' : ''}"`;
  };
  return `reads ${cut(after)} instead of ${cut(before)}`;
}
