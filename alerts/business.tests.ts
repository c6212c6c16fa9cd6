import { expect, message, perHour, perMinute, series, steady, survivor, test } from 'obsctl';
import { env } from '../platform/env.js';
import {
  businessActiveUsers,
  businessPayments,
  businessPremiumSubscriptions,
  businessRegisteredUsers,
  businessRevenue,
  businessSignups,
  businessSubscriptionsStarted,
} from '../platform/metrics/business.js';
import { activeUsersDrop, paymentFailuresHigh, revenueDrop } from './business.js';
import { api, cluster, otherApi, zeroOfTotal } from './given.js';
import { read } from './readers.js';
import * as to from './receivers.js';
import { activeUsers, conversion, paymentsFailed, premiumShare, revenuePerHour } from './recording/business.js';

/** A week and some hours, in steps that promtool takes in its stride. */
const week = { step: '20m', every: '20m' } as const;

const business = { ...cluster, category: 'business', team: 'business', service: 'backend-api' };
const page = env.paging === 'on' ? 'critical' : 'warning';

const euros = { ...api, currency: 'EUR', product: 'premium' } as const;
const revenue = (before: number, after: number) => [
  series(businessRevenue, euros, perHour(before / 2).for('7d'), perHour(after / 2).for('4h'), perHour(before)),
  series(
    businessRevenue,
    { ...euros, product: 'tip' },
    perHour(before / 2).for('7d'),
    perHour(after / 2).for('4h'),
    perHour(before),
  ),
  series(businessRevenue, { ...euros, currency: 'USD' }, perHour(1000)),
];

const users = (before: number, after: number) => [
  series(businessActiveUsers, api, steady(before).for('7d'), steady(after).for('4h'), steady(before)),
  series(businessActiveUsers, otherApi, steady(before).for('7d'), steady(after).for('4h'), steady(before)),
];

const payments = (share: number) =>
  [api, otherApi].flatMap((instance) => [
    series(businessPayments, { ...instance, outcome: 'failure' }, perMinute(50 * share).for('60m'), perMinute(0)),
    series(
      businessPayments,
      { ...instance, outcome: 'success' },
      perMinute(50 * (1 - share)).for('60m'),
      perMinute(50),
    ),
  ]);

export default [
  test(
    'RevenueDrop: 600 an hour became 390, for four hours',
    week,
    revenue(600, 390),
    expect(revenueDrop).toBePending('169h 20m'),
    expect(revenueDrop).toFireAt('169h 40m', { labels: { ...business, currency: 'EUR', severity: page } }),
    expect(revenueDrop).toFireAt('172h 20m'),
    expect(revenueDrop).toResolveBy('172h 40m'),
    expect(revenuePerHour).toHave(
      '171h',
      { labels: { ...cluster, currency: 'EUR' }, value: 390, within: 1 },
      { labels: { ...cluster, currency: 'USD' }, value: 1000, within: 1 },
    ),
  ),
  test('RevenueDrop: 600 an hour became 440', week, revenue(600, 440), expect(revenueDrop).toStayQuiet('171h')),
  test(
    'RevenueDrop: 90 an hour became 10, too little to tell',
    week,
    revenue(90, 10),
    expect(revenueDrop).toStayQuiet('171h'),
  ),
  test('RevenueDrop: 110 an hour became 10', week, revenue(110, 10), expect(revenueDrop).toFireAt('171h')),
  test(
    'ActiveUsersDrop: 1000 became 550, for four hours',
    week,
    users(1000, 550),
    expect(activeUsersDrop).toBePending('168h 20m'),
    expect(activeUsersDrop).toFireAt('168h 40m', { labels: { ...business, severity: 'warning' } }),
    expect(activeUsersDrop).toFireAt('172h'),
    expect(activeUsersDrop).toResolveBy('172h 20m'),
  ),
  test('ActiveUsersDrop: 1000 became 650', week, users(1000, 650), expect(activeUsersDrop).toStayQuiet('171h')),
  test(
    'ActiveUsersDrop: 450 became 100, too few to tell',
    week,
    users(450, 100),
    expect(activeUsersDrop).toStayQuiet('171h'),
  ),
  test('ActiveUsersDrop: 550 became 100', week, users(550, 100), expect(activeUsersDrop).toFireAt('171h')),
  test(
    'PaymentFailuresHigh: 5.5 % fail for an hour',
    payments(0.055),
    expect(paymentFailuresHigh).toBePending('10m'),
    expect(paymentFailuresHigh).toFireAt('13m', { labels: { ...business, severity: page } }),
    expect(paymentFailuresHigh).toFireAt('66m'),
    expect(paymentFailuresHigh).toResolveBy('70m'),
  ),
  test('PaymentFailuresHigh: 4.5 % fail', payments(0.045), expect(paymentFailuresHigh).toStayQuiet('60m')),
  test(
    'PaymentFailuresHigh: none ever failed',
    series(businessPayments, { ...api, outcome: 'success' }, perMinute(10)),
    expect(paymentFailuresHigh).toStayQuiet('60m'),
    expect(paymentsFailed).toBe('40m', 0, { labels: cluster }),
  ),
  test(
    'users and payments, as both instances see them',
    series(businessActiveUsers, api, 1000),
    series(businessActiveUsers, otherApi, 990),
    series(businessPayments, { ...api, outcome: 'failure' }, perMinute(1)),
    series(businessPayments, { ...otherApi, outcome: 'failure' }, perMinute(1)),
    series(businessPayments, { ...api, outcome: 'success' }, perMinute(8)),
    series(businessPayments, { ...otherApi, outcome: 'success' }, perMinute(10)),
    expect(activeUsers).toBe('40m', 1000, { labels: cluster }),
    expect(paymentsFailed).toBe('40m', 0.1, { labels: cluster }),
  ),
  test(
    'conversion: three of a hundred sign-ups became subscriptions',
    week,
    series(businessSignups, { ...api, channel: 'web' }, perHour(60)),
    series(businessSignups, { ...otherApi, channel: 'app' }, perHour(40)),
    series(businessSubscriptionsStarted, { ...api, plan: 'month' }, perHour(2)),
    series(businessSubscriptionsStarted, { ...api, plan: 'year' }, perHour(1)),
    expect(conversion).toBe('30h', 0.03, { labels: cluster }),
  ),
  test(
    'premium share: what both instances read from the same database counts once',
    series(businessPremiumSubscriptions, { ...api, plan: 'month' }, 30),
    series(businessPremiumSubscriptions, { ...otherApi, plan: 'month' }, 29),
    series(businessPremiumSubscriptions, { ...api, plan: 'year' }, 10),
    series(businessRegisteredUsers, api, 200),
    series(businessRegisteredUsers, otherApi, 199),
    expect(premiumShare).toBe('5m', 0.2, { labels: cluster }),
  ),
  test(
    'shares: of a single user, payment and sign-up too',
    { step: '10m', every: '10m' },
    series(businessPremiumSubscriptions, { ...api, plan: 'month' }, 1),
    series(businessRegisteredUsers, api, 1),
    series(businessPayments, { ...api, outcome: 'failure' }, perHour(1)),
    series(businessPayments, { ...api, outcome: 'success' }, perHour(0.5)),
    series(businessSignups, { ...api, channel: 'web' }, perHour(1 / 30)),
    series(businessSubscriptionsStarted, { ...api, plan: 'month' }, perHour(1 / 60)),
    expect(premiumShare).toBe('30h', 1, { labels: cluster }),
    expect(paymentsFailed).toBe('30h', 2 / 3, { labels: cluster, within: 0.001 }),
    expect(conversion).toBe('30h', 0.5, { labels: cluster, within: 0.001 }),
  ),
];

export const told = read(
  message('revenue is gone', [to.businessCritical, to.business], [{ alert: revenueDrop, labels: { currency: 'EUR' } }]),
);

export const survivors = [
  survivor(paymentsFailed, '* became /, after 0', zeroOfTotal),
  survivor(
    paymentsFailed,
    [
      'sum became max, in sum by (…) (increase(business_payments_total[30m]))',
      'increase became rate, in increase(business_payments_total[30m])',
    ],
    '0 times the one is 0 times the other',
  ),
];
