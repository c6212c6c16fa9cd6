import {
  type AlertRule,
  expect,
  type GivenSeries,
  type Moment,
  perSecond,
  series,
  steady,
  survivor,
  test,
} from 'obsctl';
import { httpRequestDuration, httpRequests } from '../platform/metrics/http.js';
import { thresholds } from '../platform/thresholds.js';
import { api, ofService, otherApi } from './given.js';
import { httpErrorRate, httpObservedRate, httpRate, httpSlowRate } from './recording/http.js';
import { budgetRemaining, budgetsAreKept, burnRate1h, sloRecordings } from './recording/slo.js';
import { availabilityBurns, latencyBurns } from './slo.js';

const [availability, latency] = sloRecordings;

/** A while in which such a share of the requests is bad, out of so many a second. */
interface Phase {
  readonly bad: number;
  readonly for?: Moment;
  readonly traffic?: number;
}

type Given = (...phases: readonly [Phase, ...Phase[]]) => readonly GivenSeries[];

/** What comes of such a share of the requests, one phase after another: counted, or `steady` as it is recorded. */
const courses = (
  phases: readonly [Phase, ...Phase[]],
  share: (bad: number) => number,
  course: typeof perSecond | typeof steady = perSecond,
) => {
  const [first, ...rest] = phases.map(({ bad, for: time, traffic = 100 }) =>
    time ? course(traffic * share(bad)).for(time) : course(traffic * share(bad)),
  );
  return [first ?? course(0), ...rest] as const;
};

const failing: Given = (...phases) => [
  series(httpRequests, { ...api, status_code: '200' }, ...courses(phases, (bad) => (1 - bad) / 2)),
  series(httpRequests, { ...otherApi, status_code: '200' }, ...courses(phases, (bad) => (1 - bad) / 2)),
  series(httpRequests, { ...api, status_code: '503' }, ...courses(phases, (bad) => bad / 2)),
  series(httpRequests, { ...otherApi, status_code: '500' }, ...courses(phases, (bad) => bad / 2)),
];

const slow: Given = (...phases) => [
  series(httpRequestDuration, api, {
    0.02: courses(phases, (bad) => 1 - bad),
    [thresholds.latencyP99.red * 1.5]: courses(phases, (bad) => bad),
  }),
];

/** The same as recorded: over days, nothing else matters of the requests. */
const recorded =
  (all: typeof httpRate | typeof httpObservedRate, bad: typeof httpErrorRate | typeof httpSlowRate): Given =>
  (...phases) => [
    series(all, ofService('backend-api'), ...courses(phases, () => 1, steady)),
    series(bad, ofService('backend-api'), ...courses(phases, (share) => share, steady)),
  ];

const hours = { step: '1m', every: '1m' } as const;
/** In steps that promtool takes in its stride. */
const day = { step: '10m', every: '10m' } as const;
const days = { step: '20m', every: '20m' } as const;

/** The alerts of an SLO, by shares of bad requests in units of its budget: each window counts, and each threshold. */
function burns(
  slo: string,
  budget: number,
  given: Given,
  recordedAs: Given,
  [pages, warns]: readonly [AlertRule | false, AlertRule | false],
) {
  const labels = { ...ofService('backend-api'), category: 'slo', team: 'backend', slo };
  const at = (times: number, rest: Omit<Phase, 'bad'> = {}): Phase => ({ bad: times * budget, ...rest });
  return [
    test(
      `ErrorBudgetBurn of ${slo}: 16.5 times too fast for an hour and a half, and then a little less`,
      hours,
      given(at(0, { for: '6h' }), at(16.5, { for: '90m' }), at(12.8)),
      expect(pages).toBePending('6h 55m'),
      expect(pages).toFireAt('6h 57m', { labels: { ...labels, severity: 'critical' } }),
      expect(pages).toFireAt('7h 38m'),
      expect(pages).toResolveBy('7h 45m'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 6.8 times too fast for six hours, and then a little less`,
      { step: '2m', every: '2m' },
      given(at(0, { for: '6h' }), at(6.8, { for: '6h' }), at(5.5)),
      expect(pages).toStayQuiet('11h 10m'),
      expect(pages).toFireAt('11h 40m', { labels: { ...labels, severity: 'critical' } }),
      expect(pages).toResolveBy('12h 50m'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 5 times too fast`,
      { step: '2m', every: '2m' },
      given(at(5)),
      expect(pages).toStayQuiet('7h'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 3.5 times too fast on a quiet day after busy ones`,
      days,
      recordedAs(at(0, { for: '48h', traffic: 1000 }), at(3.5, { for: '26h' }), at(2.7)),
      expect(warns).toStayQuiet('71h'),
      expect(warns).toFireAt('72h 20m', { labels: { ...labels, severity: 'warning' } }),
      expect(warns).toFireAt('74h'),
      expect(warns).toResolveBy('76h 40m'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 2.7 times too fast on such a day`,
      days,
      recordedAs(at(0, { for: '48h', traffic: 1000 }), at(2.7)),
      expect(warns).toStayQuiet('73h'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 1.15 times too fast for a day, and then a little less`,
      day,
      recordedAs(at(1.15, { for: '24h' }), at(0.9)),
      expect(warns).toBePending('10m'),
      expect(warns).toFireAt('20m', { labels: { ...labels, severity: 'warning' } }),
      expect(warns).toFireAt('24h'),
      expect(warns).toResolveBy('30h'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 1.15 times too fast for an hour, and then not at all`,
      hours,
      recordedAs(at(1.15, { for: '1h' }), at(0)),
      // nine minutes later it is no more than 1, and it keeps firing for ten
      expect(warns).toFireAt('75m'),
      expect(warns).toResolveBy('81m'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: too fast for two hours, of a day that was not`,
      days,
      recordedAs(at(0, { for: '48h', traffic: 1000 }), at(2.6, { for: '22h' }), at(3.4)),
      expect(warns).toStayQuiet('73h'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: too fast for six hours, of days that were not`,
      days,
      recordedAs(at(0.85, { for: '66h' }), at(1.2)),
      expect(warns).toStayQuiet('72h'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 0.85 times too fast`,
      days,
      recordedAs(at(0.85)),
      expect(warns).toStayQuiet('24h'),
    ),
    test(
      `ErrorBudgetBurn of ${slo}: 5 times too fast for two hours after days without a fault`,
      days,
      recordedAs(at(0, { for: '60h' }), at(5)),
      expect(warns).toStayQuiet('62h'),
      expect(pages).toStayQuiet('62h'),
    ),
  ];
}

const ofAvailability = { ...ofService('backend-api'), slo: 'http-availability' };
const ofLatency = { ...ofService('backend-api'), slo: 'http-latency' };

export default [
  ...burns('http-availability', 0.001, failing, recorded(httpRate, httpErrorRate), availabilityBurns),
  ...burns('http-latency', 0.01, slow, recorded(httpObservedRate, httpSlowRate), latencyBurns),
  test(
    'error ratios: weighted by the traffic of each window',
    { step: '4m', every: '4m' },
    failing({ bad: 0.01, for: '12h' }, { bad: 0 }),
    [availability.ratio5m, availability.ratio30m, availability.ratio1h, availability.ratio2h].map((ratio) =>
      expect(ratio).toHave('18h', { labels: ofAvailability, value: 0 }),
    ),
    expect(availability.ratio5m).toHave('11h', { labels: ofAvailability, value: 0.01 }),
    expect(availability.ratio6h).toHave('15h', { labels: ofAvailability, value: 0.005, within: 0.0002 }),
    expect(availability.ratio1d).toHave('18h', { labels: ofAvailability, value: 0.0067, within: 0.0001 }),
  ),
  test(
    'error ratios: slow requests of each window, of few requests too',
    hours,
    slow({ bad: 0.02, traffic: 0.5 }),
    [latency.ratio5m, latency.ratio30m, latency.ratio1h, latency.ratio2h, latency.ratio6h, latency.ratio1d].map(
      (ratio) => expect(ratio).toHave('70m', { labels: ofLatency, value: 0.02 }),
    ),
    expect(latency.burnRate1h).toHave('70m', { labels: ofLatency, value: 2 }),
  ),
  test(
    'error ratios: of days, of very few requests',
    hours,
    failing({ bad: 0.5, traffic: 0.1 }),
    expect(availability.ratio3d).toHave('70m', { labels: ofAvailability, value: 0.5 }),
  ),
  test(
    'error ratios: slow requests of days, of very few',
    hours,
    slow({ bad: 0.5, traffic: 0.1 }),
    expect(latency.ratio3d).toHave('70m', { labels: ofLatency, value: 0.5 }),
  ),
  test(
    'burn rate: ten times the budget',
    hours,
    failing({ bad: 0.01 }),
    expect(burnRate1h).toHave('70m', { labels: ofAvailability, value: 10, within: 0.01 }),
  ),
  budgetsAreKept &&
    test(
      'error budget: half of it is left, of few requests too',
      { step: '2m', every: '2m' },
      failing({ bad: 0.0005, traffic: 0.5 }),
      slow({ bad: 0.005, traffic: 0.5 }),
      expect(budgetRemaining).toHave(
        '12h',
        { labels: ofAvailability, value: 0.5, within: 0.01 },
        { labels: ofLatency, value: 0.5, within: 0.01 },
      ),
    ),
];

/** Each compares two windows of one SLO, which `and` joins by all their labels, the SLO's among them. */
const ofOneSlo = ([page, warning]: typeof availabilityBurns, slo: string) => {
  const windows = (of: readonly string[]) =>
    of.map((window) => `without the matcher slo="${slo}", of slo:error_ratio:${window}`);
  const joined = 'the other window is still one of this SLO, and `and` joins windows of the same SLO only';
  return [
    survivor(page, windows(['rate1h', 'rate5m', 'rate6h', 'rate30m']), joined),
    survivor(warning, windows(['rate1d', 'rate2h', 'rate3d', 'rate6h']), joined),
    survivor(
      [page, warning],
      `without the label slo: ${slo}`,
      'the recorded series carries it already; it stands in the rule to tell it from that of the other SLO',
    ),
  ];
};

export const survivors = [ofOneSlo(availabilityBurns, 'http-availability'), ofOneSlo(latencyBurns, 'http-latency')];
