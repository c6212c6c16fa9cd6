import type { Route } from '../../alertmanager/model.js';
import { isCovered, satisfying } from '../../alertmanager/satisfy.js';
import type { ConfigCheck } from '../check.js';
import { type RouteInTree, routeName, routesBelow } from '../model/routes.js';

const receivers = 'receivers: [{name: a}, {name: b}]';

export const routeUnreachable: ConfigCheck = {
  code: 'route/unreachable',
  on: 'alertmanager',
  severity: 'error',
  summary: 'routes before this one take every alert that it could take',
  why: 'The first route that matches takes the alert, so nobody is ever notified by this one.',
  good: [
    `route: {receiver: a, routes: [{matchers: ['team="web"', 'severity="critical"'], receiver: b}, {matchers: ['team="web"'], receiver: b}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['team=~"web|data"'], continue: true}, {matchers: ['team="web"'], receiver: b}]}\n${receivers}`,
  ],
  bad: [
    `route: {receiver: a, routes: [{matchers: ['team=~"web|data"']}, {matchers: ['team="web"'], receiver: b}]}\n${receivers}`,
    `route: {receiver: a, routes: [{receiver: a}, {matchers: ['team="web"'], receiver: b}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['team="web"']}, {matchers: ['team="data"']}, {matchers: ['team=~"web|data"'], receiver: b}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['env=~"prod.*"']}, {matchers: ['env=~"prod-.*"'], receiver: b}]}\n${receivers}`,
  ],
  run: ({ config, subject }) =>
    routesBelow(config.route).flatMap((one) => {
      const taken = taking(one);
      if (taken.length === 0) return [];
      const at = ({ path }: Route) => {
        const { file, line } = subject.place(path);
        return `${file}:${line}`;
      };
      const earlier = taken.map((route) => `${routeName(route)} (${at(route)})`).join(' and ');
      return [
        {
          owner: routeName(one.route),
          path: one.route.path,
          message: `it is never reached, because ${earlier} ${taken.length > 1 ? 'take' : 'takes'} all of its alerts`,
          help: 'move it before them, or let them `continue`',
        },
      ];
    }),
};

/** The earlier routes that leave nothing for this one: one of them, or all together. */
function taking({ route, around, before }: RouteInTree): readonly Route[] {
  const matchers = [...around.flatMap((outer) => outer.matchers), ...route.matchers];
  const greedy = before.filter((other) => !other.continue);
  // a contradiction is another finding
  if (greedy.length === 0 || satisfying(matchers) === 'never') return [];
  const alone = greedy.find((other) => isCovered(matchers, [other.matchers]));
  if (alone) return [alone];
  // all that matters are those with which it has something in common
  const near = greedy.filter((other) => satisfying([...matchers, ...other.matchers]) !== 'never').slice(0, 12);
  return near.length > 1 &&
    isCovered(
      matchers,
      near.map((other) => other.matchers),
    )
    ? near
    : [];
}

export const routeContradiction: ConfigCheck = {
  code: 'route/contradiction',
  on: 'alertmanager',
  severity: 'error',
  summary: 'no alert can fulfil the matchers of a route together with those of the routes around it',
  why: 'Nobody is ever notified by this route, although somebody meant it to be.',
  good: [
    `route: {receiver: a, routes: [{matchers: ['team="web"'], routes: [{matchers: ['severity="critical"'], receiver: b}]}]}\n${receivers}`,
  ],
  bad: [
    `route: {receiver: a, routes: [{matchers: ['team="web"'], routes: [{matchers: ['team="data"'], receiver: b}]}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['severity="critical"', 'severity="warning"'], receiver: b}]}\n${receivers}`,
    `route: {receiver: a, routes: [{matchers: ['severity=~"crit.*"', 'severity!~"c.*"'], receiver: b}]}\n${receivers}`,
  ],
  run: ({ config }) =>
    routesBelow(config.route).flatMap(({ route, around }) => {
      const outer = around.flatMap(({ matchers }) => matchers);
      // what is impossible further out is said there
      if (satisfying(outer) === 'never' || satisfying([...outer, ...route.matchers]) !== 'never') return [];
      const alone = satisfying(route.matchers) === 'never';
      return [
        {
          owner: routeName(route),
          path: route.path,
          message: alone
            ? 'its matchers exclude each other'
            : `its matchers exclude those of ${around.slice(1).map(routeName).join(' and ')}`,
          help: 'several values of one label are one matcher: label=~"a|b"',
        },
      ];
    }),
};
