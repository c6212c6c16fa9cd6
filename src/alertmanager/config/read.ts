import { isObject, type Json } from '../../json.js';
import { didYouMean } from '../../nearest.js';
import type { AmConfig, NamedInterval, Path, Route } from '../model.js';
import type { MatcherMode } from '../parse-matchers.js';
import { allRoutes } from '../route.js';
import { checkSlackGlobals, globalAlternatives, globalFields } from './globals.js';
import { checkHttp } from './http.js';
import { readIntervals } from './intervals.js';
import { atMostOne, type ConfigProblem, isSet, type Report } from './problem.js';
import { readReceivers } from './receivers.js';
import { readInhibitRules, readRoute } from './routes.js';
import { checkFields, type Fields } from './values.js';

const fields: Fields = {
  ...{ global: globalFields, route: 'any', inhibit_rules: 'any', receivers: 'any', templates: 'texts' },
  ...{ mute_time_intervals: 'any', time_intervals: 'any', tracing: 'any', event_recorder: 'any' },
};

export interface ReadConfig {
  /** What decides who is notified, where there is a route at all. */
  readonly config: AmConfig | undefined;
  /** What Alertmanager refuses. */
  readonly problems: readonly ConfigProblem[];
}

/** Reads a configuration as Alertmanager 0.33 does. `body` is a plain value, as a YAML parser gives it. */
export function readConfig(body: unknown, mode: MatcherMode = 'fallback'): ReadConfig {
  const problems: ConfigProblem[] = [];
  const report: Report = (path, message, help, span) =>
    void problems.push({ path, message, ...(help ? { help } : {}), ...(span ? { span } : {}) });
  if (!isObject(body)) return { config: undefined, problems: [{ path: [], message: 'this is no configuration' }] };
  checkFields(body, fields, [], report);
  const globals: Json = isObject(body.global) ? body.global : {};
  for (const alternatives of globalAlternatives) atMostOne(globals, alternatives, ['global'], report);
  checkSlackGlobals(globals, report);
  if (globals.http_config === null) {
    report(['global', 'http_config'], 'it is empty, and Alertmanager crashes at that', 'remove it, or write {}');
  }
  checkHttp(globals.http_config, ['global', 'http_config'], report);
  const receivers = readReceivers(body.receivers, globals, report);
  const inhibitRules = readInhibitRules(body.inhibit_rules, mode, report);
  const timeIntervals = [
    ...readIntervals('mute_time_intervals', body.mute_time_intervals, report),
    ...readIntervals('time_intervals', body.time_intervals, report),
  ];
  for (const [index, { name, path }] of timeIntervals.entries()) {
    const twice = timeIntervals.findIndex((one) => one.name === name) < index;
    if (twice) report([...path, 'name'], `there are two time intervals of the name ${name}`);
  }
  if (!isObject(body.route)) {
    report([], 'there is no route', 'add route: with a receiver');
    return { config: undefined, problems };
  }
  const route = readRoute(body.route, mode, report);
  checkNames(
    route,
    body.route,
    receivers.map(({ name }) => name),
    timeIntervals,
    report,
  );
  return { config: { route, receivers, inhibitRules, timeIntervals }, problems };
}

/** What a route names has to be there. */
function checkNames(
  root: Route,
  body: Json,
  receivers: readonly string[],
  intervals: readonly NamedInterval[],
  report: Report,
): void {
  const at = (path: Path) => path.slice(1).reduce<unknown>((inner, key) => (inner as Json)[key], body) as Json;
  for (const { path, receiver, muteTimes, activeTimes } of allRoutes(root)) {
    if (isSet(at(path).receiver) && !receivers.includes(receiver)) {
      const known = receivers.length > 0 ? `the receivers are ${receivers.join(', ')}` : 'define it below receivers:';
      report([...path, 'receiver'], `there is no receiver ${receiver}${didYouMean(receiver, receivers)}`, known);
    }
    for (const [key, names] of [
      ['mute_time_intervals', muteTimes],
      ['active_time_intervals', activeTimes],
    ] as const) {
      names.forEach((name, index) => {
        if (!intervals.some((one) => one.name === name))
          report(
            [...path, key, index],
            `there is no time interval ${name}${didYouMean(
              name,
              intervals.map((one) => one.name),
            )}`,
          );
      });
    }
  }
}
