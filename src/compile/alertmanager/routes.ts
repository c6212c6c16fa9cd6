import type { Inhibition, Notifications, Route } from '../../define/notification.js';
import type { TimeInterval, TimeRange } from '../../define/time-intervals.js';
import type { Matcher } from '../../promql/ast.js';
import type { Input } from '../input.js';
import { mustSupport, supports } from '../versions.js';

/** A route and its children, as Alertmanager reads them. */
export function routeBody(route: Route, input: Input): object {
  if (route.activeTimes) mustSupport(input, 'alertmanager/active-times', 'activeTimes of a route', route);
  const body = {
    ...(route.matchers.length > 0 ? { matchers: matchers(route.matchers, input, route) } : {}),
    ...(route.receiver ? { receiver: route.receiver.name } : {}),
    ...(route.groupBy ? { group_by: route.groupBy } : {}),
    ...(route.groupWait ? { group_wait: route.groupWait } : {}),
    ...(route.groupInterval ? { group_interval: route.groupInterval } : {}),
    ...(route.repeatInterval ? { repeat_interval: route.repeatInterval } : {}),
    ...(route.activeTimes ? { active_time_intervals: route.activeTimes.map((one) => one.name) } : {}),
    ...(route.muteTimes ? { mute_time_intervals: route.muteTimes.map((one) => one.name) } : {}),
    ...(route.continue ? { continue: true } : {}),
    ...(route.routes.length > 0 ? { routes: route.routes.map((child) => routeBody(child, input)) } : {}),
  };
  return input.made(body, route);
}

/** The route and everything below it, in the order in which alerts meet them. */
export function withChildren(route: Route): Route[] {
  return [route, ...route.routes.flatMap(withChildren)];
}

export function inhibitionBodies({ inhibit }: Notifications, input: Input): object {
  if (inhibit.length === 0) return {};
  return { inhibit_rules: inhibit.map((rule) => input.made(inhibitionBody(rule, input), rule)) };
}

function inhibitionBody(rule: Inhibition, input: Input): object {
  // the name only helps readers, so an older server does without it
  const named = rule.name !== undefined && supports(input.config.versions, 'alertmanager/inhibition-name');
  return {
    ...(named ? { name: rule.name } : {}),
    source_matchers: matchers(rule.source, input, rule),
    target_matchers: matchers(rule.target, input, rule),
    equal: rule.equal,
  };
}

/** Double quotes and these escapes mean the same to each of Alertmanager's matcher parsers. */
function matchers(all: readonly Matcher[], input: Input, owner: object): string[] {
  return all.map(({ label, op, value }) => {
    const plain = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label);
    if (!plain) mustSupport(input, 'alertmanager/utf8-matchers', `a matcher on the label "${label}"`, owner);
    return `${plain ? label : quoted(label)}${op}${quoted(value)}`;
  });
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

export function timeIntervalBodies(intervals: readonly TimeInterval[], input: Input): object {
  if (intervals.length === 0) return {};
  const key = supports(input.config.versions, 'alertmanager/time-intervals') ? 'time_intervals' : 'mute_time_intervals';
  return {
    [key]: intervals.map((interval) =>
      input.made(
        {
          name: interval.name,
          time_intervals: interval.ranges.map((range) => rangeBody(range, interval, input)),
        },
        interval,
      ),
    ),
  };
}

function rangeBody(range: TimeRange, interval: TimeInterval, input: Input): object {
  const { times, weekdays, daysOfMonth, months, years, location } = range;
  if (location) {
    mustSupport(input, 'alertmanager/interval-location', `location of the time interval ${interval.name}`, interval);
  }
  return {
    ...(times ? { times: times.map(({ from, to }) => ({ start_time: from, end_time: to })) } : {}),
    ...(weekdays ? { weekdays } : {}),
    ...(daysOfMonth ? { days_of_month: daysOfMonth } : {}),
    ...(months ? { months } : {}),
    ...(years ? { years } : {}),
    ...(location ? { location } : {}),
  };
}
