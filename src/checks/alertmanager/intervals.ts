import { datedDays, ordinaryWeek } from '../../alertmanager/calendar.js';
import type { NamedInterval } from '../../alertmanager/model.js';
import { allRoutes, silentAt } from '../../alertmanager/route.js';
import { isActiveLocally, type NumberRange, type TimeRange } from '../../alertmanager/time.js';
import type { ConfigCheck } from '../check.js';
import { routeName } from '../model/routes.js';

const example = (intervals: string, route = 'mute_time_intervals: [some]') =>
  `route: {receiver: a, routes: [{matchers: ['team="web"'], ${route}}]}\nreceivers: [{name: a}]\ntime_intervals: [{name: some, time_intervals: ${intervals}}]`;

export const intervalNever: ConfigCheck = {
  code: 'interval/never',
  on: 'alertmanager',
  severity: 'error',
  summary: 'a time interval holds at no time',
  why: 'A route that is active then is silent for ever; one that is muted then never is.',
  good: [example('[{weekdays: ["monday:friday"]}]')],
  bad: [
    example('[]'),
    example('[{months: ["13"]}]'),
    example('[{months: ["february"], days_of_month: ["30:31"]}]'),
    example('[{times: []}]'),
  ],
  run: ({ config }) =>
    config.timeIntervals.flatMap(({ name, path, ranges }) => {
      const owner = `time interval ${name}`;
      if (ranges.length === 0)
        return [{ owner, path, message: 'it has no times at all', help: 'add some, or remove it' }];
      return ranges.flatMap((range, index) =>
        holdsEver(range)
          ? []
          : [
              {
                owner,
                path: [...path, 'time_intervals', index],
                message: 'these times never come',
                help: 'months go from 1 to 12, and all conditions of one entry have to hold together',
              },
            ],
      );
    }),
};

/** Some years are enough, whichever are named: leap years are among any eight. */
function holdsEver({ years = [{ begin: 2024, end: 2031 }], ...range }: TimeRange): boolean {
  const minute = range.times?.[0]?.start ?? 0;
  return years.some(({ begin, end }) => {
    for (let year = begin; year <= Math.min(end, begin + 11); year++) {
      for (let month = 1; month <= 12; month++) {
        const named = range.months?.some((one) => one.begin <= month && month <= one.end) ?? true;
        const days = named ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
        for (let day = 1; day <= days; day++) {
          const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
          if (isActiveLocally(range, { year, month, day, weekday, minute })) return true;
        }
      }
    }
    return false;
  });
}

export const intervalOverlap: ConfigCheck = {
  code: 'interval/overlap',
  on: 'alertmanager',
  severity: 'info',
  summary: 'one part of a time interval lies within another one',
  why: 'It changes nothing; often another day or hour was meant.',
  good: [example('[{weekdays: ["monday"]}, {weekdays: ["tuesday"]}]')],
  bad: [
    example('[{weekdays: ["monday:friday"]}, {weekdays: ["friday"]}]'),
    example(
      '[{weekdays: ["saturday", "sunday"]}, {weekdays: ["sunday"], times: [{start_time: "00:00", end_time: "06:00"}]}]',
    ),
  ],
  run: ({ config }) => config.timeIntervals.flatMap(overlaps),
};

function overlaps({ name, path, ranges }: NamedInterval) {
  return ranges.flatMap((range, index) => {
    const outer = ranges.findIndex(
      (other, at) => at !== index && within(range, other) && (at < index || !within(other, range)),
    );
    if (outer < 0) return [];
    return [
      {
        owner: `time interval ${name}`,
        path: [...path, 'time_intervals', index],
        message: `entry ${index + 1} lies within entry ${outer + 1}`,
        help: 'remove it, or mend its days and hours',
      },
    ];
  });
}

/** Whether each list of the one lies within that of the other. */
function within(range: TimeRange, other: TimeRange): boolean {
  if ((range.location ?? 'UTC') !== (other.location ?? 'UTC')) return false;
  const lists = (['weekdays', 'daysOfMonth', 'months', 'years'] as const).every((key) =>
    inside(range[key], other[key]),
  );
  const { times: inner } = range;
  const { times: outer } = other;
  return (
    lists &&
    (outer === undefined ||
      (inner ?? [{ start: 0, end: 1440 }]).every((one) =>
        outer.some(({ start, end }) => start <= one.start && one.end <= end),
      ))
  );
}

function inside(inner: readonly NumberRange[] | undefined, outer: readonly NumberRange[] | undefined): boolean {
  if (outer === undefined) return true;
  if (inner === undefined) return false;
  return inner.every((one) =>
    outer.some(({ begin, end }) => begin <= one.begin && one.end <= end && Math.sign(begin) === Math.sign(one.begin)),
  );
}

export const intervalUnused: ConfigCheck = {
  code: 'interval/unused',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'no route goes by a time interval',
  why: 'Somebody believes that nights or holidays are quiet, and they are not.',
  good: [example('[{weekdays: ["sunday"]}]')],
  bad: [example('[{weekdays: ["sunday"]}]', 'receiver: a')],
  run: ({ config }) => {
    const used = new Set(
      allRoutes(config.route).flatMap(({ muteTimes, activeTimes }) => [...muteTimes, ...activeTimes]),
    );
    return config.timeIntervals
      .filter(({ name }) => !used.has(name))
      .map(({ name, path }) => ({
        owner: `time interval ${name}`,
        path,
        message: 'no route goes by it',
        help: 'name it in mute_time_intervals or active_time_intervals of a route, or remove it',
      }));
  },
};

export const routeNeverActive: ConfigCheck = {
  code: 'route/never-active',
  on: 'alertmanager',
  severity: 'error',
  summary: 'a route is silent at every time',
  why: 'It takes alerts and tells nobody, ever.',
  good: [
    example(
      '[{weekdays: ["monday:friday"]}]}, {name: nights, time_intervals: [{times: [{start_time: "00:00", end_time: "06:00"}]}]',
      'active_time_intervals: [some], mute_time_intervals: [nights]',
    ),
  ],
  bad: [
    example(
      '[{weekdays: ["saturday"]}]}, {name: weekend, time_intervals: [{weekdays: ["saturday", "sunday"]}]',
      'active_time_intervals: [some], mute_time_intervals: [weekend]',
    ),
    example('[{}]'),
  ],
  run: ({ config }) => {
    const timed = allRoutes(config.route).filter(
      ({ muteTimes, activeTimes }) => muteTimes.length + activeTimes.length > 0,
    );
    if (timed.length === 0) return [];
    const slots = [...ordinaryWeek(config), ...datedDays(config)];
    return timed
      .filter((route) => slots.every(({ at }) => silentAt(route, config, at)))
      .map((route) => ({
        owner: routeName(route),
        path: route.path,
        message: 'it is silent at every hour of the week, and on every date',
        help: 'what mutes it must not cover all of what makes it active',
      }));
  },
};
