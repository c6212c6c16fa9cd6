import { datedDays, ordinaryWeek, type Slot, weekText } from '../alertmanager/calendar.js';
import { inhibitedBy } from '../alertmanager/inhibit.js';
import { labelsText, readLabels } from '../alertmanager/labels.js';
import { type Labels, matcherText } from '../alertmanager/matchers.js';
import type { AmConfig } from '../alertmanager/model.js';
import { momentText, readMoment } from '../alertmanager/moment.js';
import { routesFor, silentAt, walkRoutes } from '../alertmanager/route.js';
import type { Inhibition, Notifications } from '../define/notification.js';
import type { AlertLabels, RoutingCase, RoutingTest } from '../define/routing.js';
import { UserError } from '../errors.js';
import type { Difference, TestResult } from '../types/testing.js';
import type { Origin } from '../types.js';

export interface RoutingContext {
  readonly config: AmConfig;
  /** The definitions that the configuration was compiled from: inhibitions stand there in the same order. */
  readonly notifications: Notifications;
  readonly environment: string;
  readonly originOf: (thing: object) => Origin;
  /** Of a case, where it is known better than that of its table. */
  readonly placeOf?: (test: RoutingTest, one: RoutingCase) => Origin;
  /** The clock that days of the week are counted from. */
  readonly now: Date;
}

/** Runs tables of alerts through routes, time intervals and inhibition: one result for each case. */
export function runRoutingTests(tests: readonly RoutingTest[], context: RoutingContext): TestResult[] {
  const moments = [...ordinaryWeek(context.config), ...datedDays(context.config)];
  return tests.flatMap((test) =>
    test.cases.flatMap((one): TestResult[] => {
      // a rule that this environment turns off
      if (one.alert === false || one.alert === undefined) return [];
      const origin = context.placeOf?.(test, one) ?? context.originOf(one);
      const labels = labelsOfCase(one, origin);
      const differences = differencesOf({ one, labels, origin }, moments, context);
      const at = typeof one.at === 'object' ? ` at ${one.at.join(', ')}` : one.at === undefined ? '' : ` at ${one.at}`;
      return [
        {
          name: `${test.name}: ${shown(labels)}${at}`,
          kind: 'route',
          environment: context.environment,
          status: differences.length > 0 ? 'failed' : 'passed',
          origin,
          differences,
        },
      ];
    }),
  );
}

interface Found {
  readonly receivers: readonly string[];
  readonly mutedBy: string | undefined;
}

/** A case with the labels that its alert has, and where it stands. */
interface Placed {
  readonly one: RoutingCase;
  readonly labels: Labels;
  readonly origin: Origin;
}

function differencesOf(placed: Placed, moments: readonly Slot[], context: RoutingContext): Difference[] {
  const { one, labels, origin } = placed;
  const { config, now } = context;
  const expected: Found = {
    receivers: one.notifies.flatMap((to) => (to ? [typeof to === 'string' ? to : to.name] : [])),
    mutedBy: one.mutedBy === undefined ? undefined : nameOf(one.mutedBy, context.notifications),
  };
  const wrong = (at: Date) => {
    const found = outcome(placed, at, context);
    return same(found, expected) ? undefined : found;
  };
  if (one.at !== undefined) {
    return (typeof one.at === 'string' ? [one.at] : one.at).flatMap((text) => {
      const moment = readMoment(text, config, now);
      if (!moment) {
        const help = 'write "Sun 03:00" or 2026-11-29T03:00';
        throw new UserError(`"${text}" is no time`, { code: 'input/time', help, origin });
      }
      const found = wrong(moment.at);
      return found ? [difference(found, expected, momentText(moment), labels, context)] : [];
    });
  }
  // one difference for all moments at which the same comes of it
  const found = moments.flatMap((slot) => {
    const actual = wrong(slot.at);
    return actual ? [{ slot, actual }] : [];
  });
  const kinds = new Map(found.map(({ actual }) => [JSON.stringify(actual), actual]));
  return [...kinds].map(([key, actual]) => {
    const slots = found.filter((each) => JSON.stringify(each.actual) === key).map(({ slot }) => slot);
    return difference(actual, expected, slotsText(slots), labels, context);
  });
}

/** Parts of the ordinary week, or else the days with a date that they stand for. */
function slotsText(slots: readonly Slot[]): string {
  const ordinary = slots.filter(({ date }) => date === undefined);
  const dates = [...new Set(slots.flatMap(({ date }) => date ?? []))];
  return ordinary.length > 0 ? weekText(ordinary) : `on ${dates.slice(0, 3).join(', ')}`;
}

function outcome({ one, labels, origin }: Placed, at: Date, { config, notifications }: RoutingContext): Found {
  const firing = (one.firing ?? []).map((other) => read(other, origin));
  const inhibited = inhibitedBy(config, labels, firing);
  if (inhibited) {
    const index = config.inhibitRules.indexOf(inhibited.rule);
    return { receivers: [], mutedBy: inhibitionName(notifications, index) };
  }
  const told = routesFor(config, labels).filter((route) => !silentAt(route, config, at));
  return { receivers: told.map(({ receiver }) => receiver), mutedBy: undefined };
}

function same(a: Found, b: Found): boolean {
  return a.mutedBy === b.mutedBy && a.receivers.join('\n') === b.receivers.join('\n');
}

function difference(
  actual: Found,
  expected: Found,
  when: string,
  labels: Labels,
  { config }: RoutingContext,
): Difference {
  const lines = ({ receivers, mutedBy }: Found) => [
    receivers.length > 0 ? `notified: ${receivers.join(', ')}` : 'nobody is notified',
    ...(mutedBy === undefined ? [] : [`muted by ${mutedBy}`]),
  ];
  const taken = walkRoutes(config, labels).filter((step) => step.taken);
  return {
    message: `${shown(labels)}, ${when}: ${lines(actual).join(', ')}`,
    expected: lines(expected),
    actual: lines(actual),
    notes: taken.map(
      ({ route }) => `takes ${route.matchers.map(matcherText).join(', ') || 'any alert'} to ${route.receiver}`,
    ),
  };
}

/** Older servers have no names for inhibitions, so both sides are named by the definitions. */
function inhibitionName({ inhibit }: Notifications, index: number): string {
  return inhibit[index]?.name ?? `inhibition ${index + 1}`;
}

function nameOf(mutedBy: string | Inhibition, notifications: Notifications): string {
  if (typeof mutedBy === 'string') return mutedBy;
  return inhibitionName(notifications, notifications.inhibit.indexOf(mutedBy));
}

/** The labels that the alert of a case carries. */
export function labelsOfCase({ alert, labels = {} }: RoutingCase, origin: Origin): Labels {
  if (typeof alert === 'string') return { ...read(alert, origin), ...labels };
  if (!alert) return labels;
  if (!isRule(alert)) return { ...alert, ...labels };
  const own = Object.entries(alert.labels).filter(([, value]) => !value.includes('{{'));
  return { alertname: alert.name, ...Object.fromEntries(own), ...labels };
}

function isRule(alert: object): alert is Extract<RoutingCase['alert'], { readonly kind: 'alert' }> {
  return 'query' in alert;
}

/** Labels, however they were written. */
export function read(labels: AlertLabels, origin: Origin): Labels {
  if (typeof labels !== 'string') return labels;
  const found = readLabels(labels);
  if ('labels' in found) return found.labels;
  const help = 'write label=value, as in "HighCpuUsage severity=critical"';
  throw new UserError(`${found.problem} is no label`, { code: 'input/label', help, origin });
}

function shown({ alertname, ...rest }: Labels): string {
  return [...(alertname ? [alertname] : []), labelsText(rest)].filter(Boolean).join(' ');
}
