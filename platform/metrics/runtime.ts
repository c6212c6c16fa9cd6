import { gauge, histogram, summary } from 'obsctl';
import { latencyBuckets } from '../buckets.js';
import { target } from '../labels.js';

export const runtimeSchedulerDelay = histogram('runtime_scheduler_delay_seconds', {
  help: 'Delay between ready and running in the asynchronous executor: its saturation.',
  unit: 'seconds',
  labels: target,
  owner: 'platform',
  group: 'application',
  exposedBy: ['stream-server', 'chat-server'],
  series: 15,
  aggregate: 'sum',
  buckets: latencyBuckets,
});

export const runtimeTasksAlive = gauge('runtime_tasks_alive', {
  help: 'Live tasks of the asynchronous executor.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'application',
  exposedBy: ['stream-server', 'chat-server'],
  series: 1,
  aggregate: 'sum',
});

export const goGoroutines = gauge('go_goroutines', {
  help: 'Goroutines.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'application',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'sum',
});

export const goGcDuration = summary('go_gc_duration_seconds', {
  help: 'Pauses of the garbage collector.',
  unit: 'seconds',
  labels: target,
  owner: 'platform',
  group: 'application',
  exposedBy: ['backend-api'],
  series: 7,
  aggregate: 'max',
  quantiles: ['0', '0.25', '0.5', '0.75', '1'],
});
