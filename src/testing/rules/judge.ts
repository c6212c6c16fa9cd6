import type {
  AlertExpectation,
  Expectation,
  ExpectedAlert,
  ExpectedValue,
  ValueExpectation,
} from '../../define/expect.js';
import { inWords } from '../../define/moments.js';
import type { Difference } from '../../types/testing.js';
import type { Alert, Answer, Sample } from '../engine.js';
import { closest, differing, labelText } from './labels.js';
import { ownLabels } from './questions.js';

/** What of the answers is not as expected; nothing where all is. */
export function judge(expectation: Expectation, answers: readonly Answer[]): readonly Difference[] {
  const errors = new Set(answers.flatMap((answer) => ('error' in answer ? [answer.error] : [])));
  if (errors.size > 0) return [...errors].map((error) => ({ message: `the query cannot be evaluated: ${error}` }));
  return expectation.state === 'value'
    ? judgeValues(expectation, samplesOf(answers[0]))
    : judgeAlerts(expectation, answers);
}

function judgeAlerts(expectation: AlertExpectation, answers: readonly Answer[]): readonly Difference[] {
  const name = expectation.rule?.name ?? '';
  const at = inWords(expectation.at);
  const [first, second] = answers;
  switch (expectation.state) {
    case 'firing': {
      const firing = alertsOf(first).filter(({ labels }) => isOf(expectation, labels));
      const pending = inState(expectation, second, 'pending').length > 0;
      const none = pending ? `${name} is only pending at ${at}` : `${name} does not fire at ${at}`;
      return [...unreadable(name, firing), ...judgeSet(expectation, firing, { none, some: `${name} fires at ${at}` })];
    }
    case 'pending': {
      const firing = inState(expectation, first, 'firing');
      if (firing.length > 0)
        return [
          { message: `${name} fires at ${at} already, and should only be pending`, actual: firing.map(alertText) },
        ];
      return judgeSet(expectation, inState(expectation, first, 'pending'), {
        none: `${name} is not pending at ${at}: its condition does not hold`,
        some: `${name} is pending at ${at}`,
      });
    }
    case 'quiet': {
      const fired = samplesOf(first)
        .filter(({ labels }) => isOf(expectation, labels))
        .map(asAlert);
      if (fired.length === 0) return [];
      return [{ message: `${name} should stay quiet until ${at}, and fires`, actual: fired.map(alertText) }];
    }
    case 'resolved': {
      const firing = inState(expectation, first, 'firing');
      if (firing.length > 0) return [{ message: `${name} still fires at ${at}`, actual: firing.map(alertText) }];
      const fired = samplesOf(second).some(({ labels }) => isOf(expectation, labels));
      return fired ? [] : [{ message: `${name} never fires before ${at}, so it has nothing to resolve` }];
    }
  }
}

/** A template that fails stops no alert: what went wrong is what people would read in its place. */
function unreadable(name: string, alerts: readonly Alert[]): readonly Difference[] {
  const failed = alerts.flatMap(({ labels, annotations }) =>
    [...Object.entries(labels), ...Object.entries(annotations)].flatMap(([field, text]) => {
      const [, why] = /^<error expanding template: (.*)>$/s.exec(text) ?? [];
      return why === undefined ? [] : [`${field} of ${name} cannot be written: ${why}`];
    }),
  );
  return [...new Set(failed)].map((message) => ({ message }));
}

/** Whether an alert is one of the rule's: another rule may share its name. */
function isOf(expectation: AlertExpectation, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(ownLabels(expectation)).every(([label, value]) => (labels[label] ?? '') === value);
}

function inState(
  expectation: AlertExpectation,
  answer: Answer | undefined,
  state: 'firing' | 'pending',
): readonly Alert[] {
  const active = samplesOf(answer).filter(({ labels }) => labels.alertstate === state && isOf(expectation, labels));
  return active.map(asAlert);
}

function asAlert({ labels: { __name__, alertname, alertstate, ...labels } }: Sample): Alert {
  return { labels, annotations: {} };
}

/** The alerts described and those found, side by side: each description stands for one alert. */
function judgeSet(
  { alerts: expected }: AlertExpectation,
  found: readonly Alert[],
  says: { readonly none: string; readonly some: string },
): readonly Difference[] {
  if (found.length === 0) return [{ message: says.none, expected: expected.map(expectedText) }];
  if (expected.length === 0) return [];
  const rest = [...found];
  const unmet = expected.filter((one) => {
    const index = rest.findIndex((alert) => differing(one, alert).length === 0);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  const differences = unmet.map((one): Difference => {
    const near = closest(rest, (alert) => differing(one, alert).length);
    if (!near) return { message: `${says.some}, but not as described`, expected: [expectedText(one)] };
    rest.splice(rest.indexOf(near), 1);
    const fields = differing(one, near);
    return {
      message: `${says.some}, but not as described`,
      expected: fields.map(({ field, expected }) => `${field} ${expected}`),
      actual: fields.map(({ field, actual }) => `${field} ${actual ?? '(not there)'}`),
      notes: [`of the alert ${labelText(near.labels)}`],
    };
  });
  const more =
    rest.length > 0 ? [{ message: `${says.some}, and more than described`, actual: rest.map(alertText) }] : [];
  return [...differences, ...more];
}

function judgeValues(
  { query: _, at, values, rule }: ValueExpectation,
  found: readonly Sample[],
): readonly Difference[] {
  const what = `${rule?.name ?? 'the query'} at ${inWords(at)}`;
  const rest = [...found];
  const unmet = values.filter((one) => {
    const index = rest.findIndex((sample) => isValue(one, sample));
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  if (unmet.length === 0 && rest.length === 0) return [];
  const message =
    found.length === 0
      ? `${what} has no value`
      : values.length === 0
        ? `${what} should have no value`
        : `${what} is something else`;
  return [
    {
      message,
      expected: unmet.map(valueText),
      actual: rest.map(({ labels, value }) => valueText({ labels: withoutName(labels), value })),
    },
  ];
}

function isValue({ labels = {}, value, within = Math.abs(value) * 1e-6 }: ExpectedValue, sample: Sample): boolean {
  if (Object.entries(labels).some(([label, text]) => (sample.labels[label] ?? '') !== text)) return false;
  return Object.is(value, sample.value) || Math.abs(sample.value - value) <= within;
}

const withoutName = ({ __name__, ...labels }: Sample['labels']) => labels;
const valueText = ({ labels = {}, value, within }: ExpectedValue) =>
  `${value}${within === undefined ? '' : ` ± ${within}`}  ${labelText(labels)}`;
const alertText = ({ labels }: Alert) => labelText(labels);
const expectedText = ({ labels = {}, annotations = {} }: ExpectedAlert) =>
  [labelText(labels), ...Object.entries(annotations).map(([name, text]) => `${name}: ${text}`)].join(' ');

const samplesOf = (answer: Answer | undefined) => (answer && 'samples' in answer ? answer.samples : []);
const alertsOf = (answer: Answer | undefined) => (answer && 'alerts' in answer ? answer.alerts : []);
