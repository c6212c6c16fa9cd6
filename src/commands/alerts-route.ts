import { type Inhibited, inhibitedBy, ruleName } from '../alertmanager/inhibit.js';
import { type Labels, labelOf, matcherText } from '../alertmanager/matchers.js';
import type { Route } from '../alertmanager/model.js';
import { momentText } from '../alertmanager/moment.js';
import { type Silent, type Step, silentAt, walkRoutes } from '../alertmanager/route.js';
import type { InhibitedBy, RouteStep } from '../types/alerting.js';
import type { Diagnostic, Report } from '../types.js';
import { type Alerting, type AlertingOptions, labelsOf, loadAlerting, momentOf } from './alerts/alerting.js';

export interface AlertsRouteOptions extends AlertingOptions {
  /** `severity=critical`, `team=streaming`. */
  readonly labels: readonly string[];
  /** The moment in words. Default: now. */
  readonly at?: string | undefined;
  /** Labels of other alerts that fire at that moment. */
  readonly firing?: readonly string[] | undefined;
}

/** Who is told of an alert with these labels, and which way through the tree leads there. */
export async function alertsRoute(options: AlertsRouteOptions): Promise<Report> {
  const alerting = await loadAlerting(options);
  const { config, environment } = alerting;
  const diagnostics: Diagnostic[] = [];
  const labels = labelsOf(options.labels, alerting, diagnostics);
  const firing = (options.firing ?? []).map((one) => labelsOf([one], alerting, diagnostics));
  const moment = momentOf(options.at ?? 'now', alerting, options.now);
  const inhibited = inhibitedBy(config, labels, firing);
  const steps = walkRoutes(config, labels).map((step) => described(step, labels, alerting, moment.at));
  const ends = steps.flatMap(({ receiver, silent }) => (receiver === undefined ? [] : [{ receiver, silent }]));
  const told = ends.filter(({ silent }) => !silent && !inhibited).map(({ receiver }) => receiver);
  const muted = ends.filter(({ silent }) => silent || inhibited).map(({ receiver }) => receiver);
  return {
    command: 'alerts-route',
    exitCode: 0,
    diagnostics,
    route: {
      labels,
      ...(environment ? { environment } : {}),
      at: moment.at.toISOString(),
      atText: momentText(moment),
      receivers: told,
      mutedReceivers: muted,
      steps,
      inhibitedBy: inhibited ? [muting(inhibited, alerting)] : [],
    },
  };
}

export function muting({ rule, source }: Inhibited, { place }: Alerting): InhibitedBy {
  return { rule: ruleName(rule), source, equal: rule.equal, origin: place(rule.path) };
}

function described(
  { route, depth, failed, taken }: Step,
  labels: Labels,
  { config, place }: Alerting,
  at: Date,
): RouteStep {
  const name = routeName(route, depth);
  const common = { route: name, depth, matched: !failed, continue: route.continue, origin: place(route.path) };
  if (failed) return { ...common, because: `${failed.label} is ${labelOf(labels, failed.label) || 'not set'}` };
  if (!taken) return common;
  const receiver = config.receivers.find((one) => one.name === route.receiver);
  const channels = (receiver?.channels ?? []).map(({ kind }) => kind);
  const silent = silentAt(route, config, at);
  const because = silent && silence(silent);
  return { ...common, receiver: route.receiver, channels, silent: !!silent, ...(because ? { because } : {}) };
}

function routeName({ matchers }: Route, depth: number): string {
  if (depth === 0) return 'root';
  return matchers.map(matcherText).join(', ') || 'any alert';
}

export function silence(silent: Silent): string {
  return 'mutedBy' in silent ? `muted by ${silent.mutedBy.join(', ')}` : `outside of ${silent.outside.join(', ')}`;
}
