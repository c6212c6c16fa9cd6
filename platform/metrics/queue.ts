import { counter, gauge } from 'obsctl';
import { target } from '../labels.js';

const queues = ['transcode', 'notify', 'analytics'] as const;

export const queueDepth = gauge('queue_depth', {
  help: 'Items that wait.',
  unit: 'count',
  labels: { ...target, queue: queues },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 3,
  aggregate: 'sum',
});

export const queueCapacity = gauge('queue_capacity', {
  help: 'Items a queue holds at most.',
  unit: 'count',
  labels: { ...target, queue: queues },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 3,
  aggregate: 'sum',
});

export const queueOldestItemAge = gauge('queue_oldest_item_age_seconds', {
  help: 'Age of the item that waits longest.',
  unit: 'seconds',
  labels: { ...target, queue: queues },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 3,
  aggregate: 'max',
});

export const queueItemsProcessed = counter('queue_items_processed_total', {
  help: 'Items taken off.',
  unit: 'operations',
  labels: { ...target, queue: queues, outcome: ['ok', 'error'] },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 6,
  aggregate: 'sum',
});
