import type { AlertJson, NotificationJson } from './alertmanager.js';
import { parse } from './parse.js';
import type { Problem } from './problem.js';
import { prometheusFunctions, ruleData, ruleVariables } from './prometheus.js';
import { type Library, type Rendered, render } from './render.js';
import type { GoTime } from './values.js';

export interface RuleTexts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An alert as Prometheus makes it of a series. */
export interface Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** What stopped a template, by the name of its label or annotation. */
  readonly problems: readonly (readonly [name: string, problem: Problem])[];
}

/**
 * Renders the labels and annotations of an alert rule.
 * @param series the labels and the value of what the query found
 */
export function fireAlert(
  rule: RuleTexts & { readonly name: string },
  series: { readonly labels: Readonly<Record<string, string>>; readonly value: number },
  server: {
    readonly now: GoTime;
    readonly externalUrl: string;
    readonly externalLabels: Readonly<Record<string, string>>;
  },
): Firing {
  const { now, externalUrl, externalLabels } = server;
  const world = { now, externalUrl };
  const problems: [string, Problem][] = [];
  const rendered = (labels: Readonly<Record<string, string>>) => (texts: Readonly<Record<string, string>>) => {
    const { data, variables } = ruleData({ labels, value: series.value, externalLabels, externalUrl });
    const known = ruleVariables.map((name, index) => [name, variables[index] ?? null] as const);
    return Object.fromEntries(
      Object.entries(texts).map(([name, text]) => {
        if (!text.includes('{{')) return [name, text];
        const { main, defined, problem } = parse(text, { variables: ruleVariables });
        const templates = new Map(defined.map((one) => [one.name, one]));
        const library: Library = { templates, functions: prometheusFunctions, world };
        const result: Rendered = main
          ? render(main, data, library, { variables: known })
          : { ...(problem ? { problem } : {}) };
        if (result.problem) problems.push([name, result.problem]);
        return [name, result.text ?? `<error expanding template: ${result.problem?.message}>`];
      }),
    );
  };
  const expand = rendered(series.labels);
  const own = { ...series.labels, ...expand(rule.labels), alertname: rule.name };
  const labels = { ...own, ...without(externalLabels, own) };
  return { labels: sorted(labels), annotations: expand(rule.annotations), problems };
}

function without(labels: Readonly<Record<string, string>>, others: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !(name in others)));
}

/** Labels in order, without those that are empty. */
function sorted(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([name, value]) => value !== '' && name !== '__name__')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Alerts of one group as a receiver is told of them. */
export function notificationOf(
  alerts: readonly AlertJson[],
  group: {
    readonly receiver: string;
    readonly externalURL: string;
    readonly groupLabels: Readonly<Record<string, string>>;
  },
): NotificationJson {
  const firing = alerts.some(({ status }) => status === 'firing');
  return {
    receiver: group.receiver,
    status: firing ? 'firing' : 'resolved',
    alerts,
    groupLabels: group.groupLabels,
    commonLabels: shared(alerts.map(({ labels }) => labels)),
    commonAnnotations: shared(alerts.map(({ annotations }) => annotations)),
    externalURL: group.externalURL,
    notification_reason: firing ? 'first notification' : 'all alerts resolved',
  };
}

/** The labels, or annotations, that all have alike. */
export function shared(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((one) => one[name] === value)),
  );
}
