/**
 * What Alertmanager sends, and when, as alerts come and go.
 *
 * ```ts
 * const { notifications } = simulate(config, {
 *   begin: new Date('2026-11-29T02:00:00Z'),
 *   until: 3600,
 *   alerts: [{ labels: { alertname: 'Down', team: 'web' }, starts: 0, ends: 600 }],
 * });
 * // [{ at: 30, receiver: 'web', status: 'firing', firing: [{ alertname: 'Down', … }], … }, { at: 630, status: 'resolved', … }]
 * ```
 *
 * All times are seconds after `begin`. An alert is known from the moment it fires, without the way from Prometheus;
 * those that start at one moment arrive together. A group lives until it has told the end of its last alert, as with
 * Alertmanager since 0.30; older ones keep an empty group for up to 30 seconds. Channels never fail.
 */
import { inhibitedBy, ruleName } from './inhibit.js';
import { compareTexts, type Labels, type Matcher, matchesAll } from './matchers.js';
import type { AmConfig, Route } from './model.js';
import { groupKey, groupLabels, routesFor, silentAt } from './route.js';

/** An alert that fires from one moment up to, not including, another; without an end it goes on firing. */
export interface AlertEvent {
  readonly labels: Labels;
  readonly starts: number;
  readonly ends?: number;
}

/** Alerts with these labels are not told of in between. */
export interface SilenceEvent {
  readonly matchers: readonly Matcher[];
  readonly starts: number;
  readonly ends: number;
}

export interface Events {
  /** When second 0 is: time intervals go by it. */
  readonly begin: Date;
  /** The last second that is looked at. */
  readonly until: number;
  readonly alerts: readonly AlertEvent[];
  readonly silences?: readonly SilenceEvent[];
}

/** A message that leaves Alertmanager. */
export interface Notification {
  readonly at: number;
  readonly receiver: string;
  /** The kinds of channels it goes out by. */
  readonly channels: readonly string[];
  readonly route: Route;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  /** Of the message as a whole: resolved where nothing in it fires any more. */
  readonly status: 'firing' | 'resolved';
  readonly firing: readonly Labels[];
  readonly resolved: readonly Labels[];
}

/** An alert that was left out when its group would have been told of, and why. */
export interface Suppressed {
  readonly at: number;
  readonly receiver: string;
  readonly labels: Labels;
  readonly by: 'inhibition' | 'time' | 'silence';
  /** The inhibit rule or the time intervals. */
  readonly because: string;
}

export interface Timeline {
  readonly notifications: readonly Notification[];
  readonly suppressed: readonly Suppressed[];
}

interface Group {
  readonly route: Route;
  readonly key: string;
  readonly labels: Labels;
  /** By their text: the alerts that are in it, firing or ended. */
  readonly alerts: Map<string, Labels>;
  flush: number;
}

/** What a channel was told last of a group. */
interface Told {
  readonly at: number;
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
}

/** Plays alerts and silences through a configuration. */
export function simulate(config: AmConfig, events: Events): Timeline {
  const { alerts, silences = [], until, begin } = events;
  const arrivals = [...alerts].filter(({ starts }) => starts <= until).sort((a, b) => a.starts - b.starts);
  const groups = new Map<string, Group>();
  const told = new Map<string, Told>();
  const notifications: Notification[] = [];
  const suppressed: Suppressed[] = [];
  const fires = (labels: string, at: number) =>
    alerts.some(
      (one) => alertKey(one.labels) === labels && one.starts <= at && !(one.ends !== undefined && one.ends <= at),
    );

  let arrived = 0;
  for (;;) {
    const next = [...groups.values()].reduce<Group | undefined>(
      (first, one) => (first && first.flush <= one.flush ? first : one),
      undefined,
    );
    const arrival = arrivals[arrived];
    if (arrival && (!next || arrival.starts <= next.flush)) {
      arrived += 1;
      arrive(arrival);
    } else if (next && next.flush <= until) flush(next);
    else break;
  }
  return { notifications, suppressed };

  function arrive({ labels, starts }: AlertEvent): void {
    for (const route of routesFor(config, labels)) {
      const key = groupKey(config, route, labels);
      const known = groups.get(`${route.path.join('/')} ${key}`);
      const group = known ?? {
        ...{ route, key, labels: groupLabels(route, labels) },
        ...{ alerts: new Map<string, Labels>(), flush: starts + route.groupWait },
      };
      group.alerts.set(alertKey(labels), labels);
      groups.set(`${route.path.join('/')} ${key}`, group);
    }
  }

  function flush(group: Group): void {
    const at = group.flush;
    group.flush = at + group.route.groupInterval;
    const left = audible(group, at);
    if (left.length > 0) notify(group, left, at);
    for (const key of group.alerts.keys()) if (!fires(key, at)) group.alerts.delete(key);
    if (group.alerts.size === 0) groups.delete(`${group.route.path.join('/')} ${group.key}`);
  }

  /** The alerts of a group that nothing mutes, in the order in which Alertmanager asks. */
  function audible({ route, alerts: members }: Group, at: number): [string, Labels][] {
    const firing = alerts.filter((one) => fires(alertKey(one.labels), at)).map(({ labels }) => labels);
    const silent = silentAt(route, config, new Date(begin.getTime() + at * 1000));
    return [...members].filter(([, labels]) => {
      const inhibited = inhibitedBy(config, labels, firing);
      const silence = silences.find(
        ({ starts, ends, matchers }) => starts <= at && at < ends && matchesAll(matchers, labels),
      );
      const leftOut = (by: Suppressed['by'], because: string) => {
        suppressed.push({ at, receiver: route.receiver, labels, by, because });
        return false;
      };
      if (inhibited) return leftOut('inhibition', ruleName(inhibited.rule));
      if (silent) return leftOut('time', 'mutedBy' in silent ? silent.mutedBy.join(', ') : silent.outside.join(', '));
      return silence ? leftOut('silence', 'silence') : true;
    });
  }

  function notify({ route, key, labels }: Group, members: readonly [string, Labels][], at: number): void {
    const firing = members.filter(([one]) => fires(one, at));
    const resolved = members.filter(([one]) => !fires(one, at));
    const messages = new Map<string, string[]>();
    config.receivers
      .find(({ name }) => name === route.receiver)
      ?.channels.forEach(({ kind, sendResolved }, index) => {
        const log = `${route.receiver} ${index} ${key}`;
        if (!isNews(told.get(log), firing, resolved, sendResolved, route.repeatInterval, at)) return;
        const keys = (all: readonly [string, Labels][]) => new Set(all.map(([one]) => one));
        told.set(log, { at, firing: keys(firing), resolved: keys(resolved) });
        if (firing.length === 0 && !sendResolved) return;
        const content = sendResolved || resolved.length === 0 ? 'all' : 'firing';
        messages.set(content, [...(messages.get(content) ?? []), kind]);
      });
    for (const [content, channels] of messages) {
      notifications.push({
        ...{ at, receiver: route.receiver, channels, route, groupKey: key, groupLabels: labels },
        status: firing.length > 0 ? 'firing' : 'resolved',
        firing: firing.map(([, one]) => one),
        resolved: content === 'all' ? resolved.map(([, one]) => one) : [],
      });
    }
  }
}

/** The notification log forgets after two repeats, and after five days at most. */
const longestMemory = 120 * 3600;

/** Whether a channel that was told something has to be told again. */
function isNews(
  before: Told | undefined,
  firing: readonly (readonly [string, Labels])[],
  resolved: readonly (readonly [string, Labels])[],
  sendResolved: boolean,
  repeat: number,
  at: number,
): boolean {
  const last = before && at <= before.at + Math.min(2 * repeat, longestMemory) ? before : undefined;
  if (!last) return firing.length > 0;
  if (firing.some(([one]) => !last.firing.has(one))) return true;
  if (firing.length === 0) return last.firing.size > 0;
  if (sendResolved && resolved.some(([one]) => !last.resolved.has(one))) return true;
  return last.at < at - repeat;
}

function alertKey(labels: Labels): string {
  const present = Object.entries(labels).filter(([, value]) => value !== '');
  return JSON.stringify(present.sort(([a], [b]) => compareTexts(a, b)));
}
