import { and, gt, lt, minOverTime, rate, ruleGroup, sum, unless } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { ECS } from '../platform/labels.js';
import { databaseConnectionTimeouts } from '../platform/metrics/database.js';
import { queueDepth, queueItemsProcessed } from '../platform/metrics/queue.js';
import { thresholds } from '../platform/thresholds.js';
import { platformAlert } from './conventions.js';
import {
  cacheHitRatio,
  cacheRate,
  databaseP95,
  databasePoolUsed,
  queueFill,
  resourceRecords,
} from './recording/resources.js';

export const cacheHitRatioLow = platformAlert('CacheHitRatioLow', {
  expr: and(lt(cacheHitRatio, thresholds.cacheHits.red), gt(cacheRate, 10)),
  for: '15m',
  keep: '5m',
  severity: 'warning',
  category: 'cache',
  team: 'auto',
  dashboard: uids.performance,
  summary: 'Cache {{ $labels.cache }} of {{ $labels.service }} misses too often',
  impact: 'The load of the database rises.',
  action: 'Check evictions, a change of keys, the memory of Redis.',
});

const pool = {
  category: 'database',
  team: 'auto',
  dashboard: uids.performance,
  keep: '5m',
  impact: 'Requests wait for a connection; errors follow.',
  action: 'Find long transactions, raise the pool within the limit of the server.',
} as const;

export const databasePoolWarning = platformAlert('DatabasePoolHigh', {
  ...pool,
  expr: gt(databasePoolUsed, thresholds.databasePool),
  for: '10m',
  severity: 'warning',
  summary: 'Pool {{ $labels.pool }} of {{ $labels.service }} is nearly used up',
});

export const databasePoolCritical = platformAlert('DatabasePoolHigh', {
  ...pool,
  expr: gt(sum(rate(databaseConnectionTimeouts, '5m')).by(...ECS, 'pool'), 0),
  for: '2m',
  severity: 'critical',
  summary: 'Requests of {{ $labels.service }} time out waiting for a connection of pool {{ $labels.pool }}',
});

export const databaseQueriesSlow = platformAlert('DatabaseQueriesSlow', {
  expr: gt(databaseP95, thresholds.databaseQuery.red),
  for: '10m',
  keep: '5m',
  severity: 'warning',
  category: 'database',
  team: 'auto',
  dashboard: uids.performance,
  summary: 'Database queries of {{ $labels.service }} are slow',
  impact: 'They use up what requests may take.',
  action: 'See the slowest operation and table, its plan and locks.',
});

export const queueBacklog = platformAlert('QueueBacklog', {
  expr: gt(queueFill, thresholds.queueFill.yellow),
  for: '10m',
  keep: '5m',
  severity: 'warning',
  category: 'capacity',
  team: 'auto',
  dashboard: uids.performance,
  summary: 'Queue {{ $labels.queue }} of {{ $labels.service }} is nearly full',
  impact: 'Work is late; once it is full, work is lost.',
  action: 'Add workers, check the consumers.',
});

const perQueue = [...ECS, 'queue'] as const;

export const queueStalled = platformAlert('QueueStalled', {
  expr: unless(
    gt(sum(minOverTime(queueDepth, '10m')).by(...perQueue), 0),
    gt(sum(rate(queueItemsProcessed, '10m')).by(...perQueue), 0),
  ),
  for: '5m',
  severity: 'critical',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.performance,
  summary: 'Queue {{ $labels.queue }} of {{ $labels.service }} stands still',
  impact: 'Background work has stopped.',
  action: 'Restart the consumers, read the dead letters.',
});

export default ruleGroup('resources', { interval: env.evaluationInterval }, [
  ...resourceRecords,
  cacheHitRatioLow,
  databasePoolWarning,
  databasePoolCritical,
  databaseQueriesSlow,
  queueBacklog,
  queueStalled,
]);
