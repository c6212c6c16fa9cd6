import { add, quantile, rate, ratio, record, share, sum } from 'obsctl';
import { ECS } from '../../platform/labels.js';
import { cacheHits, cacheMisses } from '../../platform/metrics/cache.js';
import { databaseConnections, databaseConnectionsMax, databaseQueryDuration } from '../../platform/metrics/database.js';
import { queueCapacity, queueDepth } from '../../platform/metrics/queue.js';

const cacheHitRate = sum(rate(cacheHits, '5m')).by(...ECS, 'cache');

export const cacheRate = record(
  'service_cache:cache_requests:rate5m',
  add(cacheHitRate, sum(rate(cacheMisses, '5m')).by(...ECS, 'cache')),
);

export const cacheHitRatio = record('service_cache:cache_hits:ratio_rate5m', ratio(cacheHitRate, cacheRate));

export const databasePoolUsed = record(
  'service_pool:database_connections_used:ratio',
  share(
    sum(databaseConnections.where({ state: 'used' })).by(...ECS, 'pool'),
    sum(databaseConnectionsMax).by(...ECS, 'pool'),
  ),
);

export const databaseP95 = record(
  'service:database_query_duration_seconds:p95_rate5m',
  quantile(0.95, sum(rate(databaseQueryDuration, '5m')).by(...ECS)),
);

export const queueFill = record(
  'service_queue:queue_depth:ratio',
  share(sum(queueDepth).by(...ECS, 'queue'), sum(queueCapacity).by(...ECS, 'queue')),
);

export const resourceRecords = [cacheRate, cacheHitRatio, databasePoolUsed, databaseP95, queueFill];
