import { ruleName } from '../../alertmanager/inhibit.js';
import { type Matcher, matches, matchesAll } from '../../alertmanager/matchers.js';
import type { InhibitRule } from '../../alertmanager/model.js';
import { isCovered, satisfying } from '../../alertmanager/satisfy.js';
import type { ConfigCheck } from '../check.js';
import { labelSetsOf, labelValues } from '../model/alerts.js';
import type { Everything } from '../model/everything.js';
import type { FoundRule } from '../model/rules.js';

const example = (rule: string) => `route: {receiver: a}\nreceivers: [{name: a}]\ninhibit_rules: [${rule}]`;
const critical = `source_matchers: ['severity="critical"']`;
const warning = `target_matchers: ['severity="warning"']`;

export const inhibitNever: ConfigCheck = {
  code: 'inhibit/never',
  on: 'alertmanager',
  severity: 'error',
  summary: 'an inhibition that can never act',
  why: 'Somebody relies on it to keep consequences quiet, and is woken by each of them.',
  good: [example(`{${critical}, ${warning}, equal: [cluster]}`)],
  bad: [
    example(`{source_matchers: ['severity="critical"', 'severity="warning"'], ${warning}, equal: [cluster]}`),
    example(`{${critical}, target_matchers: ['severity="warning"', 'severity!="warning"'], equal: [cluster]}`),
    example(`{${critical}, ${warning}, equal: [cluster, severity]}`),
    example(`{${critical}, target_matchers: ['severity="critical"'], equal: [cluster]}`),
  ],
  run: ({ config }) =>
    config.inhibitRules.flatMap((rule) => {
      const why = neverActs(rule);
      return why ? [{ owner: ruleName(rule), path: rule.path, ...why }] : [];
    }),
};

function neverActs({ source, target, equal }: InhibitRule): { message: string; help: string } | undefined {
  for (const [side, matchers] of [
    ['source', source],
    ['target', target],
  ] as const) {
    if (satisfying(matchers) === 'never') {
      return {
        message: `its ${side} matchers exclude each other`,
        help: 'several values of one label are one matcher: label=~"a|b"',
      };
    }
  }
  const clash = equal.find(
    (label) => satisfying([...source, ...target].filter((matcher) => matcher.label === label)) === 'never',
  );
  if (clash !== undefined) {
    return {
      message: `${clash} has to be equal, and source and target demand different values of it`,
      help: `take ${clash} out of equal`,
    };
  }
  // an alert on both sides is muted only by what is on the source side alone
  if (isCovered(source, [target]) && isCovered(target, [source])) {
    return {
      message: 'source and target are the same alerts, and such alerts do not mute each other',
      help: 'make them differ, as in severity="critical" and severity="warning"',
    };
  }
  return undefined;
}

export const inhibitBothSides: ConfigCheck = {
  code: 'inhibit/both-sides',
  on: 'alertmanager',
  severity: 'info',
  summary: 'alerts can be source and target of an inhibition at once',
  why: 'Such alerts do not mute each other; where other sources fire too, Alertmanager since 0.30 mutes them or does not, by the order in which they came.',
  good: [
    example(`{${critical}, ${warning}, equal: [cluster]}`),
    example(`{source_matchers: ['alertname="Down"'], target_matchers: ['alertname!="Down"'], equal: [cluster]}`),
    `${example(`{source_matchers: ['alertname="Down"'], ${warning}, equal: [cluster]}`)}\n---\ngroups: [{name: a, rules: [{alert: Down, expr: up == 0, labels: {severity: critical}}, {alert: Slow, expr: up == 0, labels: {severity: warning}}]}]`,
  ],
  bad: [
    example(`{source_matchers: ['alertname="Down"'], ${warning}, equal: [cluster]}`),
    `${example(`{source_matchers: ['alertname="Down"'], ${warning}, equal: [cluster]}`)}\n---\ngroups: [{name: a, rules: [{alert: Down, expr: up == 0, labels: {severity: warning}}]}]`,
  ],
  run: ({ config }, all) =>
    config.inhibitRules.flatMap((rule) => {
      const found = bothSides(rule, all);
      if (found === undefined || neverActs(rule)) return [];
      return [
        {
          owner: ruleName(rule),
          path: rule.path,
          message: `${found} can be on both sides`,
          help: 'exclude the sources from the target, as in alertname!="NodeDown"',
        },
      ];
    }),
};

/** What can be on both sides: by the rules there are, or else by the matchers alone. */
function bothSides({ source, target }: InhibitRule, all: Everything): string | undefined {
  const matchers = [...source, ...target];
  const alerts = all.rules.filter(({ kind }) => kind === 'alert');
  if (alerts.length === 0) return typeof satisfying(matchers) === 'object' ? 'an alert' : undefined;
  const names = alerts
    .filter((rule) => labelSetsOf(rule, matchers, all)?.some((labels) => matchesAll(matchers, labels)))
    .map(({ name }) => name);
  return names.length > 0 ? [...new Set(names)].slice(0, 3).join(', ') : undefined;
}

export const inhibitUseless: ConfigCheck = {
  code: 'inhibit/no-alert',
  on: 'alertmanager',
  severity: 'info',
  summary: 'none of the alerts is the source or the target of an inhibition',
  why: 'It does nothing with these rules: a name in it may have changed.',
  good: [
    `${example(`{${critical}, ${warning}, equal: [job]}`)}\n---\ngroups: [{name: a, rules: [{alert: Down, expr: up == 0, labels: {severity: critical}}, {alert: Slow, expr: up == 0, labels: {severity: warning}}]}]`,
  ],
  bad: [
    `${example(`{${critical}, ${warning}, equal: [job]}`)}\n---\ngroups: [{name: a, rules: [{alert: Slow, expr: up == 0, labels: {severity: warning}}]}]`,
    `${example(`{${critical}, ${warning}, equal: [job]}`)}\n---\ngroups: [{name: a, rules: [{alert: Down, expr: sum(up) == 0, labels: {severity: critical, job: a}}, {alert: Slow, expr: sum(up) == 0, labels: {severity: warning, job: b}}]}]`,
  ],
  run: ({ config }, all) => {
    const alerts = all.rules.filter(({ kind }) => kind === 'alert');
    if (alerts.length === 0) return [];
    return config.inhibitRules.flatMap((rule) => {
      if (neverActs(rule)) return [];
      const why = withoutAlerts(rule, alerts, all);
      return why ? [{ owner: ruleName(rule), path: rule.path, ...why }] : [];
    });
  },
};

function withoutAlerts(
  { source, target, equal }: InhibitRule,
  alerts: readonly FoundRule[],
  all: Everything,
): { message: string; help: string } | undefined {
  const of = (matchers: readonly Matcher[]) =>
    alerts.filter((alert) => labelSetsOf(alert, matchers, all)?.some((labels) => matchesAll(matchers, labels)) ?? true);
  const [sources, targets] = [of(source), of(target)];
  const side = sources.length === 0 ? 'source' : targets.length === 0 ? 'target' : undefined;
  if (side) {
    return {
      message: `none of the alerts is its ${side}`,
      help: 'compare the matchers with the labels of the rules',
    };
  }
  const values = (some: readonly FoundRule[], label: string, matchers: readonly Matcher[]) => {
    const own = matchers.filter((matcher) => matcher.label === label);
    const found = some.map((alert) => labelValues(alert, label, all));
    if (found.some(({ open }) => open)) return undefined;
    return found.flatMap(({ known }) => known).filter((value) => own.every((matcher) => matches(matcher, value)));
  };
  const differing = equal.find((label) => {
    const [from, to] = [values(sources, label, source), values(targets, label, target)];
    return from && to && !from.some((value) => to.includes(value));
  });
  if (differing === undefined) return undefined;
  return { message: `no source has the same ${differing} as a target`, help: `take ${differing} out of equal` };
}
