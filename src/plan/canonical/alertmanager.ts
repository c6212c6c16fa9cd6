import { isObject } from '../../json.js';
import { canonicalDurations } from './durations.js';
import { canonicalMatchers } from './matchers.js';
import { asSet, byText, dropDefaults, dropEmpty, equal, inOrder, type Json, objectsOf, plain } from './plain.js';
import { globalDefaults, receiverDefaults } from './receiver-defaults.js';

/** The configuration of Alertmanager. Routes keep their order, receivers and inhibitions have none. */
export function canonicalAlertmanager(raw: unknown): unknown {
  const body = plain(raw);
  if (!isObject(body)) return body;
  if (isObject(body.global)) canonicalGlobal(body.global);
  if (isObject(body.route)) body.route = canonicalRoute(dropRootDefaults(body.route));
  body.receivers = objectsOf(body.receivers)
    .map(canonicalReceiver)
    .sort((a, b) => byText(a.name, b.name));
  body.inhibit_rules = objectsOf(body.inhibit_rules).map(canonicalInhibition).sort(byText);
  const times = [...objectsOf(body.time_intervals), ...objectsOf(body.mute_time_intervals)];
  delete body.mute_time_intervals;
  body.time_intervals = times.sort((a, b) => byText(a.name, b.name));
  if (Array.isArray(body.templates)) body.templates = asSet(body.templates);
  return inOrder(dropEmpty(body));
}

function canonicalGlobal(global: Json): void {
  canonicalDurations(global, ['resolve_timeout']);
  dropDefaults(global, globalDefaults);
}

function dropRootDefaults(route: Json): Json {
  canonicalDurations(route, ['group_wait', 'group_interval', 'repeat_interval']);
  return dropDefaults(route, { group_wait: '30s', group_interval: '5m', repeat_interval: '4h' });
}

function canonicalRoute(route: Json): Json {
  canonicalDurations(route, ['group_wait', 'group_interval', 'repeat_interval']);
  const matchers = canonicalMatchers(route, '');
  const { match: _m, match_re: _r, matchers: _n, ...rest } = route;
  dropDefaults(rest, { continue: false });
  if (rest.group_by !== undefined) rest.group_by = asSet(rest.group_by);
  for (const key of ['active_time_intervals', 'mute_time_intervals']) {
    if (rest[key] !== undefined) rest[key] = asSet(rest[key]);
  }
  const routes = objectsOf(rest.routes).map(canonicalRoute);
  return inOrder(
    dropEmpty({ ...rest, matchers, routes }, ['active_time_intervals', 'matchers', 'mute_time_intervals', 'routes']),
  );
}

function canonicalInhibition(rule: Json): Json {
  const { source_match: _a, source_match_re: _b, target_match: _c, target_match_re: _d, ...rest } = rule;
  return inOrder(
    dropEmpty(
      {
        ...rest,
        equal: asSet(rest.equal) ?? [],
        source_matchers: canonicalMatchers(rule, 'source_'),
        target_matchers: canonicalMatchers(rule, 'target_'),
      },
      ['equal', 'source_matchers', 'target_matchers'],
    ),
  );
}

function canonicalReceiver(receiver: Json): Json {
  for (const [channel, defaults] of Object.entries(receiverDefaults)) {
    for (const one of objectsOf(receiver[channel])) {
      dropDefaults(one, defaults);
      if (isObject(one.http_config)) dropDefaults(one.http_config, { enable_http2: true, follow_redirects: true });
      if (equal(one.http_config, {})) delete one.http_config;
    }
  }
  return inOrder(dropEmpty(receiver));
}
