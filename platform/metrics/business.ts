import { anyValue, counter, gauge, histogram } from 'obsctl';
import { sessionBuckets } from '../buckets.js';
import { target } from '../labels.js';

const plans = ['month', 'year', 'family'] as const;
const currencies = ['EUR', 'USD'] as const;

export const businessActiveUsers = gauge('business_active_users', {
  help: 'Users seen in the last five minutes. Read from the shared database: every replica exposes the same value.',
  unit: 'users',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'max',
});

export const businessRegisteredUsers = gauge('business_registered_users', {
  help: 'Accounts. Read from the shared database: every replica exposes the same value.',
  unit: 'users',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'max',
});

export const businessListenersActive = gauge('business_listeners_active', {
  help: 'Listeners now. Read from the shared database: every replica exposes the same value.',
  unit: 'users',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'max',
});

export const businessStreamsActive = gauge('business_streams_active', {
  help: 'Live streams now. Read from the shared database: every replica exposes the same value.',
  unit: 'count',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'max',
});

export const businessStreamsCreated = counter('business_streams_created_total', {
  help: 'Streams created.',
  unit: 'count',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'sum',
});

export const businessSessions = counter('business_sessions_total', {
  help: 'Listening sessions started.',
  unit: 'count',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'sum',
});

export const businessSessionDuration = histogram('business_session_duration_seconds', {
  help: 'Length of finished listening sessions.',
  unit: 'seconds',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 11,
  aggregate: 'sum',
  buckets: sessionBuckets,
});

export const businessRevenue = counter('business_revenue_total', {
  help: 'Revenue booked, in units of its currency. Never summed across currencies.',
  unit: 'currency',
  labels: { ...target, currency: currencies, product: ['premium', 'ticket', 'tip'] },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 6,
  aggregate: 'sum',
  note: 'Practice wants the unit in the name; it varies, hence the mandatory currency label.',
});

export const businessRefunds = counter('business_refunds_total', {
  help: 'Refunds, in units of their currency; apart from revenue, because a counter cannot go down.',
  unit: 'currency',
  labels: { ...target, currency: currencies },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 2,
  aggregate: 'sum',
  note: 'Practice wants the unit in the name; it varies, hence the mandatory currency label.',
});

export const businessSignups = counter('business_signups_total', {
  help: 'New accounts.',
  unit: 'count',
  labels: { ...target, channel: anyValue },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 4,
  aggregate: 'sum',
});

export const businessSubscriptionsStarted = counter('business_subscriptions_started_total', {
  help: 'Paid subscriptions started.',
  unit: 'count',
  labels: { ...target, plan: plans },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 3,
  aggregate: 'sum',
});

export const businessSubscriptionsCancelled = counter('business_subscriptions_cancelled_total', {
  help: 'Paid subscriptions cancelled.',
  unit: 'count',
  labels: { ...target, plan: plans },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 3,
  aggregate: 'sum',
});

export const businessPayments = counter('business_payments_total', {
  help: 'Payment attempts.',
  unit: 'operations',
  labels: { ...target, outcome: ['success', 'failure'] },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 2,
  aggregate: 'sum',
});

export const businessPremiumSubscriptions = gauge('business_premium_subscriptions', {
  help: 'Running paid subscriptions. Read from the shared database: every replica exposes the same value.',
  unit: 'count',
  labels: { ...target, plan: plans },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 3,
  aggregate: 'max',
});

export const businessEngagementEvents = counter('business_engagement_events_total', {
  help: 'Countable engagement.',
  unit: 'events',
  labels: { ...target, action: ['like', 'share', 'comment', 'follow'] },
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 4,
  aggregate: 'sum',
});

export const businessEngagementScore = gauge('business_engagement_score', {
  help: 'The score of the product itself, 0 to 10. For display only.',
  unit: 'score',
  labels: target,
  owner: 'business',
  group: 'business',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'max',
});
