/** Configurations by chance whose timings are short enough to watch a real Alertmanager go through them. */
import { type Dice, labels, matcher } from '../alertmanager/generate.js';

export interface LiveConfig {
  readonly route: LiveRoute;
  readonly receivers: readonly object[];
  readonly inhibit_rules: readonly object[];
  readonly time_intervals: readonly { readonly name: string; readonly time_intervals: readonly object[] }[];
}

interface LiveRoute {
  readonly receiver: string;
  readonly group_by?: readonly string[];
  readonly routes?: readonly LiveRoute[];
  readonly [field: string]: unknown;
}

/** Every alert of a scenario carries its name, groups are made by it, and inhibition does not reach beyond it. */
export const scenario = 'scenario';

export function liveConfig(roll: Dice, hook: string, now: Date): LiveConfig {
  const intervals = Array.from({ length: 4 }, (_, index) => ({
    name: `interval-${index}`,
    time_intervals: Array.from({ length: 1 + roll.below(2) }, () => interval(roll, now)),
  }));
  const receivers = Array.from({ length: 5 }, (_, index) => ({
    name: `r${index}`,
    webhook_configs: Array.from({ length: index === 4 ? 2 : 1 }, (_unused, channel) => ({
      url: `${hook}/r${index}/${channel}`,
      send_resolved: channel === 1 ? false : roll.chance(0.7),
    })),
  }));
  const times = (share: number) =>
    roll.chance(share) ? [roll.oneOf(intervals).name, ...(roll.chance(0.3) ? [roll.oneOf(intervals).name] : [])] : [];
  const route = (depth: number): LiveRoute => ({
    receiver: `r${roll.below(receivers.length)}`,
    ...(depth > 0 ? { matchers: roll.chance(0.8) ? [matcher(roll)] : [], continue: roll.chance(0.4) } : {}),
    ...(depth > 0 ? { mute_time_intervals: times(0.3), active_time_intervals: times(0.3) } : {}),
    ...(depth === 0 || roll.chance(0.4)
      ? { group_by: [scenario, ...['alertname', 'team', 'severity'].filter(() => roll.chance(0.4))] }
      : {}),
    ...(depth === 0 ? { group_wait: '1s', group_interval: '4s', repeat_interval: '1h' } : {}),
    ...(depth > 0 && roll.chance(0.3) ? { repeat_interval: '6s' } : {}),
    ...(depth > 0 && roll.chance(0.2) ? { group_wait: '3s' } : {}),
    ...(depth < 2 ? { routes: Array.from({ length: roll.below(4) }, () => route(depth + 1)) } : {}),
  });
  return {
    route: route(0),
    receivers,
    inhibit_rules: Array.from({ length: roll.below(4) }, () => inhibition(roll)),
    time_intervals: intervals,
  };
}

export function inhibition(roll: Dice): object {
  const matchers = () => Array.from({ length: 1 + roll.below(2) }, () => matcher(roll));
  return {
    source_matchers: matchers(),
    target_matchers: matchers(),
    equal: [scenario, ...['team', 'env', 'cluster'].filter(() => roll.chance(0.3))],
  };
}

const locations = ['UTC', 'Europe/Paris', 'America/St_Johns', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo'];
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A time interval that is near the present: about half of them hold it. No end of one is nearer than 20 minutes. */
export function interval(roll: Dice, now: Date): object {
  const far = locations.filter((place) => {
    const { minute } = clock(now, place);
    return minute > 25 && minute < 24 * 60 - 25;
  });
  const location = roll.oneOf(far);
  const { minute, weekday, day, month, year, last } = clock(now, location);
  const shift = () => (roll.chance(0.8) ? 0 : roll.oneOf([-1, 1]));
  const range = (value: number, low: number, high: number) => {
    const begin = Math.max(low, Math.min(high, value + shift() - roll.below(3)));
    return [begin, Math.max(begin, Math.min(high, value + shift() + roll.below(3)))] as const;
  };
  const field = (share: number, make: () => object) => (roll.chance(share) ? make() : {});
  return {
    ...field(0.6, () => ({ times: Array.from({ length: 1 + roll.below(2) }, () => times(roll, minute)) })),
    ...field(0.4, () => {
      const [begin, end] = range(weekday, 0, 6);
      return { weekdays: [begin === end ? weekdays[begin] : `${weekdays[begin]}:${weekdays[end]}`] };
    }),
    ...field(0.4, () => {
      const [begin, end] = range(day, 1, 31);
      const fromEnd = roll.chance(0.4) && end <= last && begin <= last;
      return { days_of_month: [fromEnd ? `${begin - last - 1}:${end - last - 1}` : `${begin}:${end}`] };
    }),
    ...field(0.3, () => ({ months: [range(month, 1, 12).join(':')] })),
    ...field(0.2, () => ({ years: [range(year, 2000, 3000).join(':')] })),
    ...(location === 'UTC' && roll.chance(0.5) ? {} : { location }),
  };
}

function times(roll: Dice, minute: number): object {
  const before = 20 + roll.below(300);
  const after = 20 + roll.below(300);
  const holds = roll.chance(0.7);
  const start = holds ? Math.max(0, minute - before) : Math.min(24 * 60 - 1, minute + before);
  const end = holds ? Math.min(24 * 60, minute + after) : Math.min(24 * 60, start + after);
  const text = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  return { start_time: text(start), end_time: text(end) };
}

/** What a clock and a calendar show there, found without the code that is tested. */
function clock(now: Date, location: string) {
  const shown = now.toLocaleString('sv-SE', { timeZone: location });
  const [, year, month, day, hour, minute] = (/^(\d+)-(\d+)-(\d+) (\d+):(\d+)/.exec(shown) ?? []).map(
    Number,
  ) as number[];
  const calendar = new Date(Date.UTC(year as number, (month as number) - 1, day));
  return {
    ...{ year: year as number, month: month as number, day: day as number },
    minute: (hour as number) * 60 + (minute as number),
    weekday: calendar.getUTCDay(),
    last: new Date(Date.UTC(year as number, month as number, 0)).getUTCDate(),
  };
}

/** Alerts of one scenario. They come and go at even seconds, and groups are told of at odd ones. */
export function alertEvents(roll: Dice, name: string, until: number) {
  return Array.from({ length: 2 + roll.below(4) }, () => {
    const starts = 2 * roll.below(3);
    const ends = starts + 2 + 2 * roll.below(until / 2);
    return { labels: { ...labels(roll), [scenario]: name }, starts, ...(ends < until ? { ends } : {}) };
  }).filter(({ labels: one }, index, all) => all.findIndex((other) => same(other.labels, one)) === index);
}

function same(a: object, b: object): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
