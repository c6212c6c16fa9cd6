import type { Labels } from '../../alertmanager/matchers.js';
import type { AlertEvent, Notification } from '../../alertmanager/timeline.js';
import { notificationOf } from '../../gotemplate/notification.js';
import type { Library } from '../../gotemplate/render.js';
import { type Alert, type Answers, isRefusal, type Question } from '../engine.js';
import type { ChannelConfig } from '../messages/compose.js';
import { channelsOf, messageOf } from '../messages/messages.js';
import { differing } from '../rules/labels.js';

/** What messages are written with. */
export interface Writing {
  /** The configuration as it is written: its receivers hold the templates. */
  readonly receivers: readonly ChannelConfig[];
  readonly library: Library;
  readonly version: string;
  readonly externalUrl: string;
}

/** What is known of the alerts of messages. */
interface Known {
  readonly asked: readonly AlertsQuestion[];
  readonly answers: Answers;
  readonly begin: Date;
  readonly events: readonly AlertEvent[];
}

type AlertsQuestion = Extract<Question, { readonly ask: 'alerts' }>;

/** What to ask to write these messages: the annotations of their alerts at that time. */
export function textQuestions(notifications: readonly Notification[]): readonly AlertsQuestion[] {
  const all = notifications.flatMap(({ firing, at }) =>
    firing.map(({ alertname = '' }): AlertsQuestion => ({ ask: 'alerts', alert: alertname, at })),
  );
  return [...new Map(all.map((one) => [`${one.at} ${one.alert}`, one])).values()];
}

/** All that can be read of a message: each piece of it, in each channel of the receiver. */
export function textsOf(
  { at, firing, groupKey, groupLabels, receiver }: Notification,
  { asked, answers, begin, events }: Known,
  writing: Writing,
): readonly string[] {
  const config = writing.receivers.find(({ name }) => name === receiver);
  if (!config) return [];
  const alerts = asked.flatMap((question, index) => {
    const answer = isRefusal(answers) ? undefined : answers[index];
    if (question.at !== at || !answer || !('alerts' in answer)) return [];
    return answer.alerts.map((one) => ({ ...one, labels: { ...one.labels, alertname: question.alert } }));
  });
  const startsAt = ({ labels }: Alert) => {
    const event = events.find((one) => differing({ labels }, { labels: one.labels, annotations: {} }).length === 0);
    return new Date(begin.getTime() + (event?.starts ?? 0) * 1000).toISOString();
  };
  const told = alerts.filter(({ labels }) => firing.some((one) => isSame(one, labels)));
  const all = told.map((alert) => ({
    ...{ status: 'firing' as const, labels: alert.labels, annotations: alert.annotations, startsAt: startsAt(alert) },
    ...{ endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: '' },
  }));
  const data = notificationOf(all, { receiver, groupLabels, externalURL: writing.externalUrl });
  const { library, version } = writing;
  return channelsOf(config).flatMap(([channel, one]) => {
    const { parts, html, problems } = messageOf(channel, one, { receiver, data, groupKey, library, version });
    return [
      ...parts.map(({ text }) => text),
      ...(html === undefined ? [] : [html]),
      ...problems.map(({ field, message }) => `${field} cannot be rendered: ${message}`),
    ];
  });
}

function isSame(a: Labels, b: Labels): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((label) => (a[label] ?? '') === (b[label] ?? ''));
}
