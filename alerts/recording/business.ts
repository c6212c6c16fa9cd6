import { increase, max, ratio, record, share, sum } from 'obsctl';
import { EC } from '../../platform/labels.js';
import {
  businessActiveUsers,
  businessPayments,
  businessPremiumSubscriptions,
  businessRegisteredUsers,
  businessRevenue,
  businessSignups,
  businessSubscriptionsStarted,
} from '../../platform/metrics/business.js';

export const activeUsers = record('cluster:business_active_users:max', max(businessActiveUsers).by(...EC));

/** Never summed across currencies. */
export const revenuePerHour = record(
  'cluster_currency:business_revenue:increase1h',
  sum(increase(businessRevenue, '1h')).by(...EC, 'currency'),
);

export const paymentsFailed = record(
  'cluster:business_payments_failed:ratio_increase30m',
  ratio(
    sum(increase(businessPayments.where({ outcome: 'failure' }), '30m')).by(...EC),
    sum(increase(businessPayments, '30m')).by(...EC),
  ),
);

export const conversion = record(
  'cluster:business_conversion:ratio_increase1d',
  share(sum(increase(businessSubscriptionsStarted, '1d')).by(...EC), sum(increase(businessSignups, '1d')).by(...EC)),
);

/** Every replica exposes the same subscriptions: first the largest of each plan, then all plans. */
export const premiumShare = record(
  'cluster:business_premium_users:ratio',
  share(sum(max(businessPremiumSubscriptions).by(...EC, 'plan')).by(...EC), max(businessRegisteredUsers).by(...EC)),
);

export const businessRecords = [activeUsers, revenuePerHour, paymentsFailed, conversion, premiumShare];
