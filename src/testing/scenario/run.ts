import type { Labels } from '../../alertmanager/matchers.js';
import type { AmConfig } from '../../alertmanager/model.js';
import { readMoment } from '../../alertmanager/moment.js';
import { type AlertEvent, type Notification, simulate, type Timeline } from '../../alertmanager/timeline.js';
import { inWords } from '../../define/moments.js';
import type { MessageExpectation } from '../../define/scenario.js';
import { UserError } from '../../errors.js';
import { notificationOf } from '../../gotemplate/notification.js';
import type { Library } from '../../gotemplate/render.js';
import type { Difference, TestResult } from '../../types/testing.js';
import type { Travelled } from '../coverage.js';
import type { Alert, Answer, Engine, Question } from '../engine.js';
import type { ChannelConfig } from '../messages/compose.js';
import { channelsOf, messageOf } from '../messages/messages.js';
import { differing, labelText } from '../rules/labels.js';
import { type RuleTest, runRuleTests } from '../rules/run.js';
import { alertEvents, firingQuestions } from './events.js';

export interface Scenario extends RuleTest {
  readonly messages: readonly MessageExpectation[];
}

export interface ScenarioContext {
  readonly config: AmConfig;
  /** The configuration as it is written: its receivers hold the templates. */
  readonly receivers: readonly ChannelConfig[];
  readonly library: Library;
  readonly version: string;
  readonly externalUrl: string;
  readonly now: Date;
  /** Where to note which alerts travel; then all their messages are written, whoever reads them. */
  readonly travelled?: Travelled[] | undefined;
}

type AlertsQuestion = Extract<Question, { readonly ask: 'alerts' }>;
type Options = Parameters<typeof runRuleTests>[2];

/** Runs scenarios: rules in the engine, then what they fire through Alertmanager, up to the messages. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  engine: Engine,
  context: ScenarioContext,
  options: Options,
): Promise<readonly TestResult[]> {
  const rules = await runRuleTests(scenarios, engine, options);
  const jobs = scenarios.map(({ simulation, messages }) => ({
    simulation,
    questions: firingQuestions(simulation, Math.max(...messages.map(({ at }) => at))),
  }));
  const firing = await engine(jobs);
  return Promise.all(
    scenarios.map(async (scenario, index) => {
      const own = rules[index] as TestResult;
      const differences = [
        ...own.differences,
        ...(await judgeMessages(scenario, firing[index] ?? [], engine, context, options)),
      ];
      return { ...own, kind: 'scenario', status: differences.length > 0 ? 'failed' : 'passed', differences };
    }),
  );
}

async function judgeMessages(
  { test, simulation, messages }: Scenario,
  answers: readonly Answer[],
  engine: Engine,
  context: ScenarioContext,
  { originOf }: Options,
): Promise<readonly Difference[]> {
  const error = answers.find((answer) => 'error' in answer);
  if (error) return [{ message: `the rules cannot be evaluated: ${error.error}` }];
  const begin = readMoment(test.begins ?? '', context.config, context.now)?.at;
  if (!begin) {
    const help = 'write "Sun 03:00" or 2026-11-29T03:00';
    throw new UserError(`"${test.begins}" is no time`, { code: 'input/time', help, origin: originOf(test) });
  }
  const events = alertEvents(simulation, answers);
  const until = Math.max(...messages.map(({ at }) => at));
  const timeline = simulate(context.config, { begin, until, alerts: events });
  const texts = async (notifications: readonly Notification[]) => {
    const all = notifications.flatMap(({ firing, at }) =>
      firing.map(({ alertname = '' }): AlertsQuestion => ({ ask: 'alerts', alert: alertname, at })),
    );
    const asked = [...new Map(all.map((one) => [`${one.at} ${one.alert}`, one])).values()];
    const [found = []] = asked.length > 0 ? await engine([{ simulation, questions: asked }]) : [];
    return notifications.flatMap((notification) => {
      const alerts = asked.flatMap(({ alert, at }, index) => {
        const answer = found[index];
        if (at !== notification.at || !answer || !('alerts' in answer)) return [];
        return answer.alerts.map((one) => ({ ...one, labels: { ...one.labels, alertname: alert } }));
      });
      return rendered(notification, alerts, { begin, events, context });
    });
  };
  if (context.travelled) {
    context.travelled.push(...travelling(events, until));
    await texts(timeline.notifications.filter(({ status }) => status === 'firing'));
  }
  const judged = await Promise.all(
    messages.map(async (one) =>
      (await judge(one, timeline, texts)).map((difference) => ({ ...difference, origin: originOf(one) })),
    ),
  );
  return judged.flat();
}

/** Each alert with those that fire at some moment while it does. */
function travelling(events: readonly AlertEvent[], until: number): readonly Travelled[] {
  const end = ({ ends }: AlertEvent) => ends ?? Number.POSITIVE_INFINITY;
  return events
    .filter(({ starts }) => starts <= until)
    .map((one) => ({
      labels: one.labels,
      firing: events.filter((other) => other.starts < end(one) && one.starts < end(other)).map(({ labels }) => labels),
    }));
}

async function judge(
  { told, receiver, at, message }: MessageExpectation,
  timeline: Timeline,
  texts: (notifications: readonly Notification[]) => Promise<readonly string[]>,
): Promise<readonly Difference[]> {
  const name = receiver?.name ?? '';
  const by = inWords(at);
  const heard = timeline.notifications.filter((one) => one.receiver === name && one.at <= at);
  if (told === 'nothing') {
    return heard.length === 0 ? [] : [{ message: `${name} should hear nothing until ${by}`, actual: heard.map(line) }];
  }
  const others = { actual: timeline.notifications.filter((one) => one.at <= at).map(line), notes: quiet(timeline, at) };
  const fitting = heard.filter((one) => one.status === told && tellsOf(one, message.alerts ?? []));
  if (fitting.length === 0) {
    const what = told === 'resolved' ? 'that all is well again' : 'of it';
    const expected = (message.alerts ?? []).map(({ labels = {} }) => labelText(labels));
    return [
      {
        message: `${name} is not told ${what} by ${by}`,
        expected: [`${name}: ${expected.join(', ') || told}`],
        ...others,
      },
    ];
  }
  const wanted = message.says instanceof RegExp ? [message.says] : (message.says ?? []);
  if (wanted.length === 0) return [];
  const read = await texts(fitting);
  const missing = wanted.filter((pattern) => !read.some((text) => pattern.test(text)));
  return missing.length === 0
    ? []
    : [
        {
          message: `the message to ${name} does not say so`,
          expected: missing.map(String),
          actual: read.filter(Boolean),
        },
      ];
}

function tellsOf({ firing }: Notification, alerts: NonNullable<MessageExpectation['message']['alerts']>): boolean {
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

function isSame(a: Labels, b: Labels): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((label) => (a[label] ?? '') === (b[label] ?? ''));
}

/** All that can be read of a message: each piece of it, in each channel of the receiver. */
function rendered(
  { firing, groupKey, groupLabels, receiver }: Notification,
  alerts: readonly Alert[],
  {
    begin,
    events,
    context,
  }: { readonly begin: Date; readonly events: readonly AlertEvent[]; readonly context: ScenarioContext },
): readonly string[] {
  const config = context.receivers.find(({ name }) => name === receiver);
  if (!config) return [];
  const startsAt = (alert: Alert) => {
    const event = events.find(
      ({ labels }) => differing({ labels: alert.labels }, { labels, annotations: {} }).length === 0,
    );
    return new Date(begin.getTime() + (event?.starts ?? 0) * 1000).toISOString();
  };
  const told = alerts.filter(({ labels }) => firing.some((one) => isSame(one, labels)));
  const all = told.map((alert) => ({
    ...{ status: 'firing' as const, labels: alert.labels, annotations: alert.annotations, startsAt: startsAt(alert) },
    ...{ endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: '' },
  }));
  const data = notificationOf(all, { receiver, groupLabels, externalURL: context.externalUrl });
  const { library, version } = context;
  return channelsOf(config).flatMap(([channel, one]) => {
    const { parts, html, problems } = messageOf(channel, one, { receiver, data, groupKey, library, version });
    return [
      ...parts.map(({ text }) => text),
      ...(html === undefined ? [] : [html]),
      ...problems.map(({ field, message }) => `${field} cannot be rendered: ${message}`),
    ];
  });
}
