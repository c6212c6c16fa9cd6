import { counter, histogram } from 'obsctl';
import { databaseBuckets } from '../buckets.js';
import { allServices, target } from '../labels.js';

const cacheNames = ['track', 'session', 'profile'] as const;

export const cacheHits = counter('cache_hits_total', {
  help: 'Reads answered from the cache. The hit ratio is a rule: a mean of ratios would be wrong.',
  unit: 'operations',
  labels: { ...target, cache: cacheNames },
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 3,
  aggregate: 'sum',
});

export const cacheMisses = counter('cache_misses_total', {
  help: 'Reads the cache could not answer.',
  unit: 'operations',
  labels: { ...target, cache: cacheNames },
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 3,
  aggregate: 'sum',
});

export const cacheEvictions = counter('cache_evictions_total', {
  help: 'Entries that had to make room.',
  unit: 'operations',
  labels: { ...target, cache: cacheNames },
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 3,
  aggregate: 'sum',
});

export const cacheOperationDuration = histogram('cache_operation_duration_seconds', {
  help: 'Round trip to the cache.',
  unit: 'seconds',
  labels: { ...target, cache: cacheNames, operation: ['get', 'set', 'del'] },
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 135,
  aggregate: 'sum',
  buckets: databaseBuckets,
});
