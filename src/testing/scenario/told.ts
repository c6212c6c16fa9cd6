import type { Notification, Timeline } from '../../alertmanager/timeline.js';
import { inWords } from '../../define/moments.js';
import type { MessageExpectation } from '../../define/scenario.js';
import type { Difference } from '../../types/testing.js';
import { differing, labelText } from '../rules/labels.js';

/** What of the messages is not as expected. */
export function toldJudged(
  { told, receiver, at, message }: MessageExpectation,
  timeline: Timeline,
  textsOf: (notification: Notification) => readonly string[],
): readonly Difference[] {
  const name = receiver?.name ?? '';
  const by = inWords(at);
  const heard = timeline.notifications.filter((one) => one.receiver === name && one.at <= at);
  if (told === 'nothing') {
    return heard.length === 0 ? [] : [{ message: `${name} should hear nothing until ${by}`, actual: heard.map(line) }];
  }
  const fitting = heard.filter((one) => one.status === told && tellsOf(one, message));
  if (fitting.length === 0) {
    const what = told === 'resolved' ? 'that all is well again' : 'of it';
    const expected = (message.alerts ?? []).map(({ labels = {} }) => labelText(labels));
    return [
      {
        message: `${name} is not told ${what} by ${by}`,
        expected: [`${name}: ${expected.join(', ') || told}`],
        actual: timeline.notifications.filter((one) => one.at <= at).map(line),
        notes: quiet(timeline, at),
      },
    ];
  }
  const wanted = patterns(message);
  if (wanted.length === 0) return [];
  const read = fitting.flatMap(textsOf);
  const missing = wanted.filter((pattern) => !read.some((text) => pattern.test(text)));
  if (missing.length === 0) return [];
  return [
    {
      message: `the message to ${name} does not say so`,
      expected: missing.map(String),
      actual: read.filter(Boolean),
    },
  ];
}

/** The notifications whose texts have to be known to judge. */
export function toBeRead(
  { told, receiver, at, message }: MessageExpectation,
  { notifications }: Timeline,
): readonly Notification[] {
  if (patterns(message).length === 0) return [];
  return notifications.filter(
    (one) => one.receiver === receiver?.name && one.at <= at && one.status === told && tellsOf(one, message),
  );
}

function patterns({ says = [] }: MessageExpectation['message']): readonly RegExp[] {
  return says instanceof RegExp ? [says] : says;
}

function tellsOf({ firing }: Notification, { alerts = [] }: MessageExpectation['message']): boolean {
  return alerts.every(({ labels = {} }) =>
    firing.some((one) => differing({ labels }, { labels: one, annotations: {} }).length === 0),
  );
}

const line = ({ at, receiver, status, firing, resolved }: Notification) =>
  `${inWords(at)} ${receiver}: ${[...new Set((status === 'firing' ? firing : resolved).map(({ alertname }) => alertname))].join(', ')}${status === 'resolved' ? ' resolved' : ''}`;

/** Who was spared, and why: the first time of each. */
function quiet({ suppressed }: Timeline, until: number): readonly string[] {
  const lines = suppressed
    .filter(({ at }) => at <= until)
    .map(({ receiver, labels, by, because }) => `${receiver} is not told of ${labels.alertname}: ${by}, ${because}`);
  return [...new Set(lines)];
}
