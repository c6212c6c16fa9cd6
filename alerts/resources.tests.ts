import { expect, message, perMinute, perSecond, series, steady, survivor, test } from 'obsctl';
import { cacheHits, cacheMisses } from '../platform/metrics/cache.js';
import {
  databaseConnections,
  databaseConnectionsMax,
  databaseConnectionTimeouts,
  databaseQueryDuration,
} from '../platform/metrics/database.js';
import { queueCapacity, queueDepth, queueItemsProcessed } from '../platform/metrics/queue.js';
import { api, noneIsNegative, ofService, otherApi, zeroOfTotal } from './given.js';
import { everybody, read } from './readers.js';
import * as to from './receivers.js';
import { cacheHitRatio, cacheRate, databaseP95 } from './recording/resources.js';
import {
  cacheHitRatioLow,
  databasePoolCritical,
  databasePoolWarning,
  databaseQueriesSlow,
  queueBacklog,
  queueStalled,
} from './resources.js';

const backend = { ...ofService('backend-api'), team: 'backend' };

const track = { ...api, cache: 'track' } as const;
const otherTrack = { ...otherApi, cache: 'track' } as const;
const reads = (hits: number, misses: number) =>
  [track, otherTrack].flatMap((one) => [
    series(cacheHits, one, perSecond(hits / 2).for('30m'), perSecond((hits + misses) / 2)),
    series(cacheMisses, one, perSecond(misses / 2).for('30m'), perSecond(0)),
  ]);
const onCache = { ...backend, category: 'cache', cache: 'track' };

const used = (main: number) => [
  series(databaseConnections, { ...api, pool: 'main', state: 'used' }, steady(main).for('20m'), steady(2)),
  series(databaseConnections, { ...api, pool: 'main', state: 'idle' }, 20 - main),
  series(databaseConnections, { ...otherApi, pool: 'main', state: 'used' }, main),
  series(databaseConnectionsMax, { ...api, pool: 'main' }, 20),
  series(databaseConnectionsMax, { ...otherApi, pool: 'main' }, 20),
  series(databaseConnections, { ...api, pool: 'replica', state: 'used' }, 1),
  series(databaseConnectionsMax, { ...api, pool: 'replica' }, 20),
];
const onPool = { ...backend, category: 'database', pool: 'main' };

const select = { ...api, operation: 'select', table: 'tracks' } as const;

const notify = { ...api, queue: 'notify' } as const;
const otherNotify = { ...otherApi, queue: 'notify' } as const;
const onQueue = { ...backend, queue: 'notify' };

export default [
  test(
    'CacheHitRatioLow: 75 of 100 reads a second hit for half an hour',
    reads(75, 25),
    expect(cacheHitRatioLow).toBePending('15m'),
    expect(cacheHitRatioLow).toFireAt('17m', { labels: { ...onCache, severity: 'warning' } }),
    expect(cacheHitRatioLow).toFireAt('35m'),
    expect(cacheHitRatioLow).toResolveBy('37m'),
    expect(cacheRate).toBe('10m', 100, { labels: { ...ofService('backend-api'), cache: 'track' } }),
    expect(cacheHitRatio).toBe('10m', 0.75),
  ),
  test('CacheHitRatioLow: 83 of 100 reads hit', reads(83, 17), expect(cacheHitRatioLow).toStayQuiet('25m')),
  test('CacheHitRatioLow: 7 of 9 reads a second hit', reads(7, 2), expect(cacheHitRatioLow).toStayQuiet('25m')),
  test('CacheHitRatioLow: 8 of 11 reads a second hit', reads(8, 3), expect(cacheHitRatioLow).toFireAt('25m')),
  test(
    'CacheHitRatioLow: nothing of a cache was ever hit',
    series(cacheMisses, track, perSecond(50)),
    series(cacheHits, track, 0),
    expect(cacheHitRatioLow).toFireAt('20m', { labels: onCache }),
  ),
  test(
    'cache hits: their share of few reads, and none where nothing is read',
    series(cacheHits, track, perMinute(5)),
    series(cacheMisses, track, perMinute(15)),
    series(cacheHits, { ...api, cache: 'session' }, 0),
    series(cacheMisses, { ...api, cache: 'session' }, 0),
    expect(cacheHitRatio).toBe('10m', 0.25, { labels: { ...ofService('backend-api'), cache: 'track' } }),
  ),
  test(
    'DatabasePoolHigh: 18 of 20 connections of each instance are used for twenty minutes',
    used(18),
    expect(databasePoolWarning).toBePending('9m 30s'),
    expect(databasePoolWarning).toFireAt('10m', { labels: { ...onPool, severity: 'warning' } }),
    expect(databasePoolWarning).toFireAt('24m'),
    expect(databasePoolWarning).toResolveBy('25m 30s'),
    expect(databasePoolCritical).toStayQuiet('30m'),
  ),
  test(
    'DatabasePoolHigh: the only connection is used',
    series(databaseConnections, { ...api, pool: 'main', state: 'used' }, 1),
    series(databaseConnectionsMax, { ...api, pool: 'main' }, 1),
    expect(databasePoolWarning).toFireAt('11m'),
  ),
  test('DatabasePoolHigh: 16 of 20 connections are used', used(16), expect(databasePoolWarning).toStayQuiet('20m')),
  test(
    'DatabasePoolHigh: waits for a connection are given up for ten minutes',
    series(databaseConnectionTimeouts, { ...api, pool: 'main' }, perMinute(1).for('10m'), perMinute(0)),
    series(databaseConnectionTimeouts, { ...api, pool: 'replica' }, 3),
    expect(databasePoolCritical).toBePending('2m 30s'),
    expect(databasePoolCritical).toFireAt('3m 30s', { labels: { ...onPool, severity: 'critical' } }),
    expect(databasePoolCritical).toFireAt('18m'),
    expect(databasePoolCritical).toResolveBy('20m 30s'),
  ),
  test(
    'DatabaseQueriesSlow: one query in ten takes almost a second for twenty minutes',
    series(databaseQueryDuration, select, {
      0.02: perMinute(540),
      0.9: [perMinute(60).for('20m'), perMinute(0)],
    }),
    expect(databaseQueriesSlow).toBePending('10m'),
    expect(databaseQueriesSlow).toFireAt('12m', {
      labels: { ...backend, category: 'database', severity: 'warning' },
      annotations: { value: '750ms', threshold: '500ms' },
    }),
    expect(databaseQueriesSlow).toFireAt('26m'),
    expect(databaseQueriesSlow).toResolveBy('30m'),
    expect(databaseP95).toBe('10m', 0.75, { labels: ofService('backend-api') }),
  ),
  test(
    'DatabaseQueriesSlow: one query in ten takes 450 ms',
    series(databaseQueryDuration, select, { 0.02: perMinute(540), 0.45: perMinute(60) }),
    expect(databaseQueriesSlow).toStayQuiet('20m'),
  ),
  test(
    'DatabaseQueriesSlow: P95 is a little above what it may be',
    series(databaseQueryDuration, select, { 0.02: perMinute(945), 0.9: perMinute(55) }),
    expect(databaseQueriesSlow).toFireAt('20m'),
  ),
  test(
    'DatabaseQueriesSlow: P95 is a little below',
    series(databaseQueryDuration, select, { 0.02: perMinute(800), 0.45: perMinute(200) }),
    expect(databaseQueriesSlow).toStayQuiet('20m'),
  ),
  test(
    'DatabaseQueriesSlow: few queries of another instance take long',
    series(databaseQueryDuration, select, { 0.02: perMinute(100) }),
    series(databaseQueryDuration, { ...otherApi, operation: 'select', table: 'tracks' }, { 0.9: perMinute(4) }),
    expect(databaseP95).toBe('10m', 0.0247, { within: 0.0003 }),
  ),
  test(
    'QueueBacklog: 850 of 1000 places are taken for twenty minutes',
    series(queueDepth, notify, steady(500).for('20m'), steady(0)),
    series(queueDepth, otherNotify, steady(350).for('20m'), steady(0)),
    series(queueDepth, { ...api, queue: 'transcode' }, 10),
    series(queueCapacity, notify, 600),
    series(queueCapacity, otherNotify, 400),
    series(queueCapacity, { ...api, queue: 'transcode' }, 1000),
    expect(queueBacklog).toBePending('9m 30s'),
    expect(queueBacklog).toFireAt('10m', { labels: { ...onQueue, category: 'capacity', severity: 'warning' } }),
    expect(queueBacklog).toFireAt('24m'),
    expect(queueBacklog).toResolveBy('25m 30s'),
  ),
  test(
    'QueueBacklog: 750 of 1000 places are taken',
    series(queueDepth, notify, 750),
    series(queueCapacity, notify, 500),
    series(queueCapacity, otherNotify, 500),
    expect(queueBacklog).toStayQuiet('20m'),
  ),
  test(
    'QueueBacklog: the only place of a queue is taken',
    series(queueDepth, notify, 1),
    series(queueCapacity, notify, 1),
    expect(queueBacklog).toFireAt('11m'),
  ),
  test(
    'QueueStalled: items wait and none is processed for half an hour',
    series(queueDepth, notify, 1),
    series(queueDepth, otherNotify, 0),
    series(queueItemsProcessed, { ...notify, outcome: 'ok' }, steady(7).for('30m'), perMinute(5)),
    series(queueItemsProcessed, { ...api, queue: 'transcode', outcome: 'ok' }, perMinute(5)),
    expect(queueStalled).toBePending('4m 30s'),
    expect(queueStalled).toFireAt('5m', { labels: { ...onQueue, category: 'reliability', severity: 'critical' } }),
    expect(queueStalled).toFireAt('30m'),
    expect(queueStalled).toResolveBy('32m'),
  ),
  test(
    'QueueStalled: items wait and one is processed each minute',
    series(queueDepth, notify, 50),
    series(queueItemsProcessed, { ...notify, outcome: 'ok' }, perMinute(1)),
    expect(queueStalled).toBePending('30s'),
    expect(queueStalled).toStayQuiet('30m'),
  ),
  test(
    'QueueStalled: an item waits for a minute now and then, so somebody takes it',
    series(queueDepth, notify, '0x4 3 0x4 3 0x4 3 0x4 3 0x4'),
    series(queueItemsProcessed, { ...notify, outcome: 'ok' }, 7),
    expect(queueStalled).toStayQuiet('20m'),
  ),
  test(
    'QueueStalled: nothing waits, so nothing is processed',
    series(queueDepth, notify, 0),
    series(queueItemsProcessed, { ...notify, outcome: 'ok' }, 7),
    expect(queueStalled).toStayQuiet('20m'),
  ),
];

export const told = read(
  message('a cache misses', [to.teamSlack, to.teamEmail, ...everybody], [{ alert: cacheHitRatioLow }]),
);

export const survivors = [
  survivor(
    queueStalled,
    [
      'sum became max, in sum by (…) (min_over_time(queue_depth[10m]))',
      'sum became max, in sum by (…) (rate(queue_items_processed_total[10m]))',
    ],
    noneIsNegative,
  ),
  survivor(
    databasePoolCritical,
    'sum became max, in sum by (…) (rate(database_connection_timeouts_total[5m]))',
    noneIsNegative,
  ),
  survivor(cacheHitRatio, '* became /, after 0', zeroOfTotal),
  survivor(
    cacheHitRatio,
    ['without: or 0 * service_cache:cache_requests:rate5m', '0 became 1, before service_cache:cache_requests:rate5m'],
    'the total is a sum of hits and misses: where it is there, hits are',
  ),
];
