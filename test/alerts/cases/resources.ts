import { app, cases, cluster, series } from '../rule-case.js';

const groups = ['resources'];
const api = app('backend-api');
const backend = { ...cluster, service: 'backend-api', team: 'backend' };

const cache = (hits: number, misses: number) => ({
  [series('cache_hits_total', { ...api, cache: 'track' })]: `0+${hits}x40`,
  [series('cache_misses_total', { ...api, cache: 'track' })]: `0+${misses}x40`,
});

const pool = (used: number) => ({
  [series('database_connections', { ...api, pool: 'main', state: 'used' })]: `${used}x30`,
  [series('database_connections_max', { ...api, pool: 'main' })]: '20x30',
});
const poolHigh = { ...backend, category: 'database', pool: 'main' };

const queries = (fast: number) => ({
  [series('database_query_duration_seconds_bucket', { ...api, le: '0.1' })]: `0+${fast}x30`,
  [series('database_query_duration_seconds_bucket', { ...api, le: '0.5' })]: `0+${fast}x30`,
  [series('database_query_duration_seconds_bucket', { ...api, le: '1.0' })]: '0+600x30',
  [series('database_query_duration_seconds_bucket', { ...api, le: '+Inf' })]: '0+600x30',
});

const queue = (depth: string, processed: string) => ({
  [series('queue_depth', { ...api, queue: 'notify' })]: depth,
  [series('queue_capacity', { ...api, queue: 'notify' })]: '1000x40',
  [series('queue_items_processed_total', { ...api, queue: 'notify', outcome: 'ok' })]: processed,
});
const onQueue = { ...backend, queue: 'notify' };

export default [
  ...cases(
    'CacheHitRatioLow',
    { groups },
    {
      '70 of 100 reads a second hit': {
        series: cache(4200, 1800),
        at: '17m',
        fires: [{ ...backend, category: 'cache', cache: 'track', severity: 'warning' }],
      },
      '7 of 10 reads a minute hit': { series: cache(7, 3), at: '30m', fires: [] },
    },
  ),
  ...cases(
    'DatabasePoolHigh',
    { groups },
    {
      '18 of 20 connections are used': {
        series: pool(18),
        at: '11m',
        fires: [{ ...poolHigh, severity: 'warning' }],
      },
      'one wait a minute is given up': {
        series: { ...pool(10), [series('database_connection_timeouts_total', { ...api, pool: 'main' })]: '0+1x30' },
        at: '5m',
        fires: [{ ...poolHigh, severity: 'critical' }],
      },
      '10 of 20 connections are used': { series: pool(10), at: '20m', fires: [] },
    },
  ),
  ...cases(
    'DatabaseQueriesSlow',
    { groups },
    {
      '10 % of the queries take between 500 ms and 1 s': {
        series: queries(540),
        at: '12m',
        fires: [{ ...backend, category: 'database', severity: 'warning' }],
      },
      'all queries are fast': { series: queries(600), at: '20m', fires: [] },
    },
  ),
  ...cases(
    'QueueBacklog',
    { groups },
    {
      '900 of 1000 places are taken': {
        series: queue('900x30', '0+1x30'),
        at: '11m',
        fires: [{ ...onQueue, category: 'capacity', severity: 'warning' }],
      },
      '100 of 1000 places are taken': { series: queue('100x30', '0+1x30'), at: '20m', fires: [] },
    },
  ),
  ...cases(
    'QueueStalled',
    { groups },
    {
      '50 items wait and none is processed': {
        series: queue('50x40', '7x40'),
        at: '20m',
        fires: [{ ...onQueue, category: 'reliability', severity: 'critical' }],
      },
      '50 items wait and one is processed each minute': { series: queue('50x40', '0+1x40'), at: '30m', fires: [] },
    },
  ),
];
