import { matcherText } from '../../alertmanager/matchers.js';
import type { PlacedMatcher } from '../../alertmanager/model.js';
import { allRoutes } from '../../alertmanager/route.js';
import type { ConfigCheck, ConfigNote } from '../check.js';
import { isOlder } from '../model/known.js';
import { routeName } from '../model/routes.js';

const receivers = 'receivers: [{name: a}]';

export const alertmanagerDeprecated: ConfigCheck = {
  code: 'alertmanager/deprecated',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'a configuration is written in a way that a later Alertmanager will not take',
  why: 'The upgrade that drops it refuses the file, or understands something else by it.',
  good: [
    `route: {receiver: a, routes: [{matchers: ['team="web"']}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['team="web"'], mute_time_intervals: [n]}]}\n${receivers}\ntime_intervals: [{name: n, time_intervals: [{weekdays: [sunday]}]}]`,
  ],
  bad: [
    `route: {receiver: a, routes: [{match: {team: web}}]}\n${receivers}`,
    `route: {receiver: a, routes: [{match_re: {team: web|data}}]}\n${receivers}`,
    `route: {receiver: a}\n${receivers}\ninhibit_rules: [{source_match: {a: b}, target_matchers: ['c="d"'], equal: [e]}]`,
    `route: {receiver: a, routes: [{matchers: ['team=~web|data,']}, {matchers: ['team=~"\\d+"']}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['team="web"'], mute_time_intervals: [n]}]}\n${receivers}\nmute_time_intervals: [{name: n, time_intervals: [{weekdays: [sunday]}]}]`,
  ],
  run: ({ config }, { alertmanager = '0.33' }) => {
    const matchers: (readonly [owner: string, PlacedMatcher])[] = [
      ...allRoutes(config.route).flatMap((route) => route.matchers.map((one) => [routeName(route), one] as const)),
      ...config.inhibitRules.flatMap(({ source, target }) =>
        [...source, ...target].map((one) => ['inhibit rule', one] as const),
      ),
    ];
    const first = config.timeIntervals.find(({ path }) => path[0] === 'mute_time_intervals');
    return [
      ...(isOlder(alertmanager, '0.22') ? [] : matchers.flatMap(([owner, one]) => oldField(owner, one))),
      ...matchers.flatMap(([owner, one]) => oldSyntax(owner, one)),
      ...(first && !isOlder(alertmanager, '0.24')
        ? [
            {
              owner: 'alertmanager',
              path: ['mute_time_intervals'],
              message: 'mute_time_intervals of the configuration is deprecated since 0.24',
              help: 'call it time_intervals',
            },
          ]
        : []),
    ];
  },
};

function oldField(owner: string, matcher: PlacedMatcher): ConfigNote[] {
  const field = String(matcher.path.at(-2));
  if (!/^(source_|target_)?match(_re)?$/.test(field)) return [];
  const now = field.replace(/match(_re)?$/, 'matchers');
  return [
    {
      owner,
      path: matcher.path,
      message: `${field} is deprecated since 0.22`,
      help: `write ${now}: ['${matcherText(matcher)}']`,
    },
  ];
}

function oldSyntax(owner: string, matcher: PlacedMatcher): ConfigNote[] {
  if (!matcher.outdated) return [];
  return [
    {
      owner,
      path: matcher.path,
      ...(matcher.span ? { span: matcher.span } : {}),
      message: 'only the way of reading matchers of before 0.27 understands this, which will go',
      help: `write ${matcherText(matcher)}`,
    },
  ];
}
