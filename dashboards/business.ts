import {
  above,
  below,
  dashboard,
  div,
  increase,
  max,
  negate,
  panel,
  quantile,
  query,
  rate,
  re,
  row,
  scalar,
  sub,
  sum,
} from 'obsctl';
import { activeUsers, conversion, paymentsFailed, premiumShare, revenuePerHour } from '../alerts/recording/business.js';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { authSessionsActive, chatMessagesSent, chatRoomsActive } from '../platform/metrics/accounts.js';
import {
  businessActiveUsers,
  businessEngagementEvents,
  businessEngagementScore,
  businessListenersActive,
  businessPremiumSubscriptions,
  businessRefunds,
  businessRevenue,
  businessSessionDuration,
  businessSessions,
  businessStreamsActive,
  businessStreamsCreated,
  businessSubscriptionsCancelled,
  businessSubscriptionsStarted,
} from '../platform/metrics/business.js';
import { thresholds } from '../platform/thresholds.js';
import { cluster, common, currency, datasource, E, environment, RI, runbook, toDashboard } from './common.js';

const toApplication = toDashboard(uids.application, 'Application Metrics');

/** Money is never added across currencies: each panel shows one, or one series for each. */
const oneCurrency = { ...E, currency: '$currency' } as const;
/** Shown with the sign of the currency that the legend names. */
const money = { unitsBySeries: { EUR: 'currencyEUR', USD: 'currencyUSD' } } as const;

const byCurrency = sum(revenuePerHour.where(E)).by('currency');
const byCurrencyLastWeek = sum(revenuePerHour.where(E).offset('1w')).by('currency');

const now = row(
  'Now',
  [
    panel.stat('Active users; valid sessions', {
      description: 'People who use the platform now, and the logins that are valid.',
      sparkline: true,
      width: 8,
      queries: [
        query(max(businessActiveUsers.where(E)), { legend: 'active users' }),
        query(max(authSessionsActive.where(E)), { legend: 'sessions' }),
      ],
      links: [toDashboard(uids.systemOverview, 'System Overview')],
    }),
    panel.stat('Listeners; live streams', {
      description: 'People who listen now, and the streams that are live.',
      width: 8,
      queries: [
        query(max(businessListenersActive.where(E)), { legend: 'listeners' }),
        query(max(businessStreamsActive.where(E)), { legend: 'live streams' }),
      ],
      links: [toApplication],
    }),
    panel.stat('Premium subscribers; share of accounts', {
      description: 'Paying subscribers of all plans, and which share of all accounts they are.',
      width: 8,
      queries: [
        query(sum(max(businessPremiumSubscriptions.where(E)).by('plan')), { legend: 'subscribers' }),
        query(max(premiumShare.where(E)), { legend: 'of accounts' }),
      ],
    }),
    panel.stat('Revenue, last 24 h: $currency', {
      description: 'Revenue of the last 24 hours in this currency.',
      width: 24,
      repeat: currency,
      queries: [query(sum(increase(businessRevenue.where(oneCurrency), '24h')), { legend: '$currency', ...money })],
      decimals: 0,
    }),
  ],
  { height: 5 },
);

/** Where samples are kept for less than a week, there is nothing to compare with. */
const keepsLastWeek = env.retentionDays > 7;

const lastWeek = <Q>(shown: Q): readonly Q[] => (keepsLastWeek ? [shown] : []);

const revenue = row('Revenue', [
  panel.timeseries('Revenue per hour vs same hour last week: $currency', {
    description: 'The dashed line is the same hour one week ago.',
    width: 24,
    repeat: currency,
    queries: [
      query(sum(revenuePerHour.where(oneCurrency)), { legend: '$currency now', ...money }),
      ...lastWeek(
        query(sum(revenuePerHour.where(oneCurrency).offset('1w')), { legend: '$currency last week', dashed: true }),
      ),
    ],
    links: [runbook('RevenueDrop')],
  }),
  keepsLastWeek &&
    panel.timeseries('Change vs same hour last week', {
      description: 'How much more or less each currency brings than at this hour of the week before. 0 is the same.',
      centeredZero: true,
      queries: [query(sub(div(byCurrency, byCurrencyLastWeek), 1), { legend: '{{currency}}' })],
      thresholds: below({
        yellow: -thresholds.revenueDropPercent.yellow / 100,
        red: -thresholds.revenueDropPercent.red / 100,
      }),
      links: [runbook('RevenueDrop')],
    }),
  panel.bargauge('Revenue by product in range', {
    description: 'What each product brought within the time shown, in its own currency.',
    queries: [
      query(
        sum(increase(businessRevenue.where({ ...E, currency: re('$currency') }), '$__range')).by('product', 'currency'),
        {
          legend: '{{product}} {{currency}}',
          ...money,
        },
      ),
    ],
    decimals: 0,
  }),
  panel.timeseries('Failed payments; refunds per hour', {
    description: 'Share of payments that fail, and money given back on the right axis.',
    width: 24,
    queries: [
      query(paymentsFailed.where(E), { legend: 'failed payments' }),
      query(sum(increase(businessRefunds.where(E), '1h')).by('currency'), {
        legend: 'refunds {{currency}}',
        axis: 'right',
        ...money,
      }),
    ],
    thresholds: above(thresholds.paymentFailures),
    links: [runbook('PaymentFailuresHigh')],
  }),
]);

const audience = row('Audience', [
  panel.timeseries('Active users vs last week', {
    description: 'The dashed line is the same hour one week ago.',
    width: 8,
    queries: [
      query(activeUsers.where(E), { legend: 'now' }),
      ...lastWeek(query(activeUsers.where(E).offset('1w'), { legend: 'last week', dashed: true })),
    ],
    links: [runbook('ActiveUsersDrop')],
  }),
  panel.timeseries('Streams created, sessions per hour', {
    description: 'New streams, and listening sessions that began, in the hour before each point.',
    width: 8,
    queries: [
      query(sum(increase(businessStreamsCreated.where(E), '1h')), { legend: 'streams created' }),
      query(sum(increase(businessSessions.where(E), '1h')), { legend: 'sessions' }),
    ],
  }),
  panel.timeseries('Session length P50, P90', {
    description: 'Half of the sessions, and one of ten, last longer.',
    width: 8,
    queries: [0.5, 0.9].map((q) =>
      query(quantile(q, sum(rate(businessSessionDuration.where(E), '1h'))), { legend: `P${q * 100}` }),
    ),
  }),
]);

const engagement = row('Engagement', [
  panel.timeseries('Events per active user and hour, by action; engagement score', {
    description: 'How often a user likes, shares, comments and follows in an hour. The score is between 0 and 10.',
    queries: [
      query(
        div(
          sum(increase(businessEngagementEvents.where(E), '1h')).by('action'),
          scalar(max(businessActiveUsers.where(E))),
        ),
        { legend: '{{action}}', unit: 'short' },
      ),
      query(max(businessEngagementScore.where(E)), { legend: 'score', axis: 'right', min: 0, max: 10 }),
    ],
  }),
  panel.timeseries('Chat messages; active rooms', {
    description: 'Messages per second by type, and rooms in which somebody writes.',
    queries: [
      query(sum(rate(chatMessagesSent.where(E), RI)).by('type'), { legend: '{{type}}' }),
      query(sum(chatRoomsActive.where(E)), { legend: 'rooms', axis: 'right' }),
    ],
    links: [toApplication],
  }),
]);

const funnel = row('Funnel', [
  panel.timeseries('Sign-up to premium, 24 h', {
    description: 'Subscriptions started for each sign-up of the last 24 hours.',
    queries: [query(conversion.where(E), { legend: 'conversion' })],
    thresholds: below({ yellow: thresholds.conversion }),
  }),
  panel.barchart('Subscriptions started, cancelled (net)', {
    description: 'Each day: started above, cancelled below the line.',
    minStep: '1d',
    queries: [
      query(sum(increase(businessSubscriptionsStarted.where(E), '1d')).by('plan'), { legend: 'started {{plan}}' }),
      query(negate(sum(increase(businessSubscriptionsCancelled.where(E), '1d')).by('plan')), {
        legend: 'cancelled {{plan}}',
      }),
    ],
  }),
]);

export default dashboard({
  ...common,
  uid: uids.business,
  title: 'Business Metrics',
  description: 'Are listeners, engagement and revenue where they should be for this hour of the week?',
  from: '7d',
  refresh: '5m',
  variables: [datasource, environment, cluster, currency],
  rows: [now, revenue, audience, engagement, funnel],
});
