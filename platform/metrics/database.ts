import { anyValue, counter, gauge, histogram } from 'obsctl';
import { databaseBuckets } from '../buckets.js';
import { allServices, target } from '../labels.js';

const pools = ['main', 'replica'] as const;

export const databaseConnections = gauge('database_connections', {
  help: 'Connections of a pool by state.',
  unit: 'connections',
  labels: { ...target, pool: pools, state: ['used', 'idle'] },
  owner: 'data',
  group: 'application',
  exposedBy: allServices,
  series: 4,
  aggregate: 'sum',
  otelName: 'db.client.connection.count',
});

export const databaseConnectionsMax = gauge('database_connections_max', {
  help: 'Size of a pool.',
  unit: 'connections',
  labels: { ...target, pool: pools },
  owner: 'data',
  group: 'application',
  exposedBy: allServices,
  series: 2,
  aggregate: 'sum',
  otelName: 'db.client.connection.max',
});

export const databaseConnectionWait = histogram('database_connection_wait_seconds', {
  help: 'Wait for a free connection.',
  unit: 'seconds',
  labels: { ...target, pool: pools },
  owner: 'data',
  group: 'application',
  exposedBy: allServices,
  series: 30,
  aggregate: 'sum',
  buckets: databaseBuckets,
});

export const databaseConnectionTimeouts = counter('database_connection_timeouts_total', {
  help: 'Waits for a connection that were given up.',
  unit: 'events',
  labels: { ...target, pool: pools },
  owner: 'data',
  group: 'application',
  exposedBy: allServices,
  series: 2,
  aggregate: 'sum',
});

export const databaseQueryDuration = histogram('database_query_duration_seconds', {
  help: 'Duration of queries. Never with the statement as a label.',
  unit: 'seconds',
  labels: { ...target, operation: ['select', 'insert', 'update', 'delete'], table: anyValue },
  owner: 'data',
  group: 'application',
  exposedBy: allServices,
  series: 600,
  aggregate: 'sum',
  buckets: databaseBuckets,
  otelName: 'db.client.operation.duration',
});

export const databaseSlowQueries = counter('database_slow_queries_total', {
  help: 'Queries above 500 ms.',
  unit: 'operations',
  labels: { ...target, operation: ['select', 'insert', 'update', 'delete'], table: anyValue },
  owner: 'data',
  group: 'application',
  exposedBy: allServices,
  series: 40,
  aggregate: 'sum',
});
