import { allRoutes } from '../../alertmanager/route.js';
import type { ConfigCheck } from '../check.js';
import { routeName } from '../model/routes.js';

export const routeRepeatInterval: ConfigCheck = {
  code: 'route/repeat-interval',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'a route repeats exactly as often as it looks at its group',
  why: 'At each look the repeat is a moment short of being due, so it goes out at every second one only.',
  good: [
    'route: {receiver: a, group_interval: 1m, repeat_interval: 50s}\nreceivers: [{name: a}]',
    'route: {receiver: a, group_interval: 5m, repeat_interval: 4h}\nreceivers: [{name: a}]',
  ],
  bad: ['route: {receiver: a, group_interval: 1m, repeat_interval: 1m}\nreceivers: [{name: a}]'],
  run: ({ config }) => {
    const same = allRoutes(config.route).filter((route) => route.groupInterval === route.repeatInterval);
    // one that only inherits both is not to blame
    const own = same.filter(
      ({ path }) => !same.some((outer) => outer.path.length < path.length && isBelow(path, outer.path)),
    );
    return own.map((route) => ({
      owner: routeName(route),
      path: route.path,
      message: `group_interval and repeat_interval are both ${route.groupInterval} s, so it repeats every ${2 * route.groupInterval} s`,
      help: 'make repeat_interval a little shorter, if every look should repeat',
    }));
  },
};

function isBelow(path: readonly (string | number)[], outer: readonly (string | number)[]): boolean {
  return outer.every((key, index) => path[index] === key);
}
