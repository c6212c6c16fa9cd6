import { gt, percentDecrease, ruleGroup } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { thresholds } from '../platform/thresholds.js';
import { platformAlert } from './conventions.js';
import { activeUsers, businessRecords, paymentsFailed, revenuePerHour } from './recording/business.js';

const business = { category: 'business', team: 'business', service: 'backend-api', dashboard: uids.business } as const;

/** Business alerts only warn where nobody is paid to answer them. */
const page = env.paging === 'on' ? 'critical' : 'warning';

export const revenueDrop = platformAlert('RevenueDrop', {
  ...business,
  expr: percentDecrease(revenuePerHour, {
    by: thresholds.revenueDropPercent.red,
    offset: '1w',
    minBaseline: 100,
  }),
  for: '30m',
  keep: '15m',
  severity: page,
  summary: 'Revenue in {{ $labels.currency }} is far below the same hour of last week',
  impact: 'Money is lost.',
  action: 'Check payments, the price page and campaigns; mind a clock change.',
});

export const activeUsersDrop = platformAlert('ActiveUsersDrop', {
  ...business,
  expr: percentDecrease(activeUsers, { by: thresholds.activeUsersDropPercent, offset: '1w', minBaseline: 500 }),
  for: '30m',
  keep: '15m',
  severity: 'warning',
  summary: 'Far fewer users in {{ $labels.cluster }} than at the same time of last week',
  impact: 'The way in, or a release, is broken.',
  action: 'Check probes, logins and the last client release.',
});

export const paymentFailuresHigh = platformAlert('PaymentFailuresHigh', {
  ...business,
  expr: gt(paymentsFailed, thresholds.paymentFailures.red),
  for: '10m',
  keep: '5m',
  severity: page,
  summary: 'Too many payments in {{ $labels.cluster }} fail',
  impact: 'Revenue is at risk.',
  action: 'Check the status of the payment provider, card errors and its endpoint.',
});

const on = env.paging !== 'off';

export default ruleGroup('business', { interval: '60s' }, [
  ...businessRecords,
  on && revenueDrop,
  on && activeUsersDrop,
  on && paymentFailuresHigh,
]);
