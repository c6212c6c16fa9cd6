import { type Course, type ExpectedAlert, expect, type Moment, perSecond, series, test } from 'obsctl';
import { env } from '../platform/env.js';
import { httpRequestDuration, httpRequests } from '../platform/metrics/http.js';
import { thresholds } from '../platform/thresholds.js';
import { api, ofService } from './given.js';
import { budgetRemaining, budgetsAreKept, burnRate1h, sloRecordings } from './recording/slo.js';
import { availabilityBurns, latencyBurns } from './slo.js';

const [availabilityPages, availabilityWarns] = availabilityBurns;
const [latencyPages, latencyWarns] = latencyBurns;
const [availability, latency] = sloRecordings;

const burning = (slo: string, severity: string): ExpectedAlert => ({
  labels: { ...ofService('backend-api'), category: 'slo', team: 'backend', slo, severity },
});

/** Hours and days, in steps that promtool takes in its stride. */
const days = { step: '4m', every: '4m' } as const;
const hours = { step: '1m', every: '1m' } as const;

/** Of a hundred requests a second, such a share fails, one after the other. */
const failing = (...shares: readonly (readonly [share: number, time?: Moment])[]) => {
  const course = (perSecond_: (share: number) => number): Course[] =>
    shares.map(([share, time]) => (time ? perSecond(perSecond_(share)).for(time) : perSecond(perSecond_(share))));
  const [ok, ...oks] = course((share) => 100 * (1 - share));
  const [bad, ...bads] = course((share) => 100 * share);
  if (!ok || !bad) return [];
  return [
    series(httpRequests, { ...api, status_code: '200' }, ok, ...oks),
    series(httpRequests, { ...api, status_code: '503' }, bad, ...bads),
  ];
};

/** Of a hundred requests a second, such a share is slower than it may be. */
const slow = (share: number) =>
  series(httpRequestDuration, api, {
    0.02: perSecond(100 * (1 - share)),
    [thresholds.latencyP99.red * 1.5]: perSecond(100 * share),
  });

export default [
  test(
    'ErrorBudgetBurn: 1.6 % of the requests fail for an hour, and then none',
    hours,
    failing([0.016, '60m'], [0]),
    expect(availabilityPages).toFireAt('60m', burning('http-availability', 'critical')),
    expect(availabilityPages).toFireAt('72m'),
    expect(latencyPages).toStayQuiet('80m'),
    expect(availability.ratio1h).toHave('60m', {
      labels: { ...ofService('backend-api'), slo: 'http-availability' },
      value: 0.016,
    }),
  ),
  test(
    'ErrorBudgetBurn: it stops, and the short window ends the alert long before the long one would',
    hours,
    failing([0.016, '60m'], [0]),
    expect(availabilityPages).toResolveBy('105m'),
  ),
  test(
    'ErrorBudgetBurn: 1.2 % fail for an hour, which would use the budget up in two and a half days',
    hours,
    failing([0, '5h'], [0.012]),
    expect(availabilityPages).toStayQuiet('6h'),
  ),
  test(
    'ErrorBudgetBurn: 0.7 % of the requests fail for six hours',
    days,
    failing([0.007]),
    expect(availabilityPages).toFireAt('7h', burning('http-availability', 'critical')),
  ),
  test(
    'ErrorBudgetBurn: 0.4 % of the requests fail for a day',
    days,
    failing([0.004]),
    expect(availabilityWarns).toFireAt('24h', burning('http-availability', 'warning')),
    expect(availabilityPages).toStayQuiet('24h'),
  ),
  test(
    'ErrorBudgetBurn: 0.05 % of the requests fail for a day',
    days,
    failing([0.0005]),
    expect(availabilityWarns).toStayQuiet('24h'),
  ),
  test(
    'ErrorBudgetBurn: 20 % of the requests are slow for an hour',
    hours,
    slow(0.2),
    expect(latencyPages).toFireAt('60m', burning('http-latency', 'critical')),
    expect(latencyWarns).toFireAt('60m', burning('http-latency', 'warning')),
    expect(latency.ratio1h).toHave('60m', { labels: { slo: 'http-latency' }, value: 0.2 }),
  ),
  test(
    'ErrorBudgetBurn: half a percent of the requests is slow for a day',
    days,
    slow(0.005),
    expect(latencyWarns).toStayQuiet('24h'),
    expect(latencyPages).toStayQuiet('24h'),
  ),
  test(
    'error ratios: weighted by the traffic of each window',
    days,
    failing([0.01, '12h'], [0]),
    [availability.ratio5m, availability.ratio30m, availability.ratio1h, availability.ratio2h].map((ratio) =>
      expect(ratio).toHave('18h', { labels: { slo: 'http-availability' }, value: 0 }),
    ),
    expect(availability.ratio5m).toHave('11h', {
      labels: { ...ofService('backend-api'), slo: 'http-availability' },
      value: 0.01,
    }),
    expect(availability.ratio6h).toHave('15h', { labels: { slo: 'http-availability' }, value: 0.005, within: 0.0002 }),
    expect(availability.ratio1d).toHave('18h', { labels: { slo: 'http-availability' }, value: 0.0067, within: 0.0001 }),
  ),
  test(
    'error ratios: slow requests of each window',
    hours,
    slow(0.02),
    [latency.ratio5m, latency.ratio30m, latency.ratio1h, latency.ratio2h, latency.ratio6h, latency.ratio1d].map(
      (ratio) =>
        expect(ratio).toHave('70m', { labels: { ...ofService('backend-api'), slo: 'http-latency' }, value: 0.02 }),
    ),
  ),
  test(
    'burn rate: ten times the budget',
    hours,
    failing([0.01]),
    expect(burnRate1h).toHave('70m', {
      labels: { ...ofService('backend-api'), slo: 'http-availability' },
      value: 10,
      within: 0.01,
    }),
  ),
  budgetsAreKept &&
    test(
      `error budget: half of it is left in ${env.name}`,
      { step: '2m', every: '2m' },
      failing([0.0005]),
      expect(budgetRemaining).toHave('12h', { labels: { slo: 'http-availability' }, value: 0.5, within: 0.01 }),
    ),
];
