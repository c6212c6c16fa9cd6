import type { PanelCase } from '../panel-case.js';

export const panels: readonly PanelCase[] = [
  {
    title: 'Active users; valid sessions',
    type: 'stat',
    units: ['short'],
    queries: ['max(business_active_users{E})', 'max(auth_sessions_active{E})'],
  },
  {
    title: 'Listeners; live streams',
    type: 'stat',
    units: ['short'],
    queries: ['max(business_listeners_active{E})', 'max(business_streams_active{E})'],
  },
  {
    title: 'Revenue, last 24 h: $currency',
    type: 'stat',
    units: ['short'],
    queries: ['sum(increase(business_revenue_total{E,currency="$currency"}[24h]))'],
  },
  {
    title: 'Premium subscribers; share of accounts',
    type: 'stat',
    units: ['short', 'percentunit'],
    queries: ['sum(max by (plan) (business_premium_subscriptions{E}))', 'max(cluster:business_premium_users:ratio{E})'],
  },
  {
    title: 'Revenue per hour vs same hour last week: $currency',
    type: 'timeseries',
    units: ['short'],
    queries: [
      'sum(cluster_currency:business_revenue:increase1h{E,currency="$currency"})',
      'sum(cluster_currency:business_revenue:increase1h{E,currency="$currency"} offset 1w)',
    ],
  },
  {
    title: 'Change vs same hour last week',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[-0.3, -0.15]],
    queries: [
      'sum by (currency) (cluster_currency:business_revenue:increase1h{E}) / sum by (currency) (cluster_currency:business_revenue:increase1h{E} offset 1w) - 1',
    ],
  },
  {
    title: 'Revenue by product in range',
    type: 'bargauge',
    units: ['short'],
    queries: ['sum by (product, currency) (increase(business_revenue_total{E,currency=~"$currency"}[$__range]))'],
  },
  {
    title: 'Failed payments; refunds per hour',
    type: 'timeseries',
    units: ['percentunit', 'short'],
    thresholds: [[0.02, 0.05]],
    queries: [
      'cluster:business_payments_failed:ratio_increase30m{E}',
      'sum by (currency) (increase(business_refunds_total{E}[1h]))',
    ],
  },
  {
    title: 'Active users vs last week',
    type: 'timeseries',
    units: ['short'],
    queries: ['cluster:business_active_users:max{E}', 'cluster:business_active_users:max{E} offset 1w'],
  },
  {
    title: 'Streams created, sessions per hour',
    type: 'timeseries',
    units: ['short'],
    queries: ['sum(increase(business_streams_created_total{E}[1h]))', 'sum(increase(business_sessions_total{E}[1h]))'],
  },
  {
    title: 'Session length P50, P90',
    type: 'timeseries',
    units: ['s'],
    queries: [
      'histogram_quantile(0.5, sum by (le) (rate(business_session_duration_seconds_bucket{E}[1h])))',
      'histogram_quantile(0.9, sum by (le) (rate(business_session_duration_seconds_bucket{E}[1h])))',
    ],
  },
  {
    title: 'Events per active user and hour, by action; engagement score',
    type: 'timeseries',
    units: ['short'],
    queries: [
      'sum by (action) (increase(business_engagement_events_total{E}[1h])) / scalar(max(business_active_users{E}))',
      'max(business_engagement_score{E})',
    ],
  },
  {
    title: 'Chat messages; active rooms',
    type: 'timeseries',
    units: ['mps', 'short'],
    queries: ['sum by (type) (rate(chat_messages_sent_total{E}[RI]))', 'sum(chat_rooms_active{E})'],
  },
  {
    title: 'Sign-up to premium, 24 h',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.02]],
    queries: ['cluster:business_conversion:ratio_increase1d{E}'],
  },
  {
    title: 'Subscriptions started, cancelled (net)',
    type: 'barchart',
    units: ['short'],
    queries: [
      'sum by (plan) (increase(business_subscriptions_started_total{E}[1d]))',
      '-sum by (plan) (increase(business_subscriptions_cancelled_total{E}[1d]))',
    ],
  },
];
