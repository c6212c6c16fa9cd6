import {
  above,
  buckets,
  dashboard,
  div,
  gt,
  increase,
  max,
  observations,
  observationsUpTo,
  or,
  panel,
  predictLinear,
  quantile,
  query,
  rate,
  re,
  row,
  sub,
  sum,
  topk,
  traces as traceSearch,
} from 'obsctl';
import { connectionBudget, connections, connectionsUsed } from '../alerts/recording/stream.js';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { cacheEvictions, cacheOperationDuration } from '../platform/metrics/cache.js';
import { spanCalls, spanDuration } from '../platform/metrics/consumed.js';
import {
  databaseConnections,
  databaseConnectionWait,
  databaseQueryDuration,
  databaseSlowQueries,
} from '../platform/metrics/database.js';
import { httpRequestDuration, httpRequests } from '../platform/metrics/http.js';
import { processCpuSeconds, processOpenFds, processResidentMemory } from '../platform/metrics/process.js';
import { queueDepth, queueOldestItemAge } from '../platform/metrics/queue.js';
import { goGcDuration, goGoroutines, runtimeSchedulerDelay, runtimeTasksAlive } from '../platform/metrics/runtime.js';
import {
  streamBufferUnderruns,
  streamBytesSent,
  streamConnectionsActive,
  streamConnectionsLimit,
  streamStartupDuration,
} from '../platform/metrics/stream.js';
import { thresholds } from '../platform/thresholds.js';
import {
  cluster,
  common,
  datasource,
  E,
  environment,
  instance,
  method,
  RI,
  route,
  runbook,
  S,
  service,
  toDashboard,
  toTraces,
  traces,
} from './common.js';

const R = { ...S, route: re('$route'), method: re('$method') } as const;
const spans = { ...E, service_name: re('$service') } as const;

const byRoute = sum(rate(httpRequestDuration.where(S), RI)).by('route', 'method');
const byService = sum(rate(httpRequestDuration.where(S), RI)).by('service');
const slow = env.thresholds.latencyP99;
const routeTags = { 'http.route': 'route', 'http.request.method': 'method' };

const latency = row('Latency', [
  panel.heatmap('HTTP latency heatmap', {
    description:
      'How many requests took how long. Two bands are two kinds of requests; a band that moves up is the problem.',
    queries: [buckets(sum(increase(httpRequestDuration.where(R), RI)), { exemplars: true })],
    links: [toTraces()],
  }),
  panel.timeseries('P99 by route and method, top 10', {
    description: 'The ten slowest routes.',
    queries: [
      query(topk(10, quantile(0.99, sum(rate(httpRequestDuration.where(R), RI)).by('route', 'method'))), {
        legend: '{{method}} {{route}}',
      }),
    ],
    thresholds: above(thresholds.latencyP99),
    links: [toTraces({ tags: routeTags })],
  }),
  panel.table('Routes: P50, P95, P99, rate, errors', {
    description: 'Each route now. Click one to look at it alone.',
    rows: ['route', 'method'],
    queries: [
      ...[0.5, 0.95, 0.99].map((q) =>
        query(quantile(q, byRoute), { column: `P${q * 100}`, thresholds: above(thresholds.latencyP99) }),
      ),
      query(sum(rate(httpRequests.where(S), RI)).by('route', 'method'), { column: 'Rate' }),
      query(sum(rate(httpRequests.where({ ...S, status_code: re('5..') }), RI)).by('route', 'method'), {
        column: 'Errors',
      }),
    ],
    sortBy: 'P99',
    links: [toDashboard(uids.performance, 'Only this route', ['route'], 'row')],
  }),
  panel.timeseries(`Share slower than ${slow * 1000} ms`, {
    description:
      'Share of the requests of each service that took longer than its P99 should. At 1 % the P99 is at its limit.',
    queries: [
      query(sub(1, div(observationsUpTo(slow, byService), observations(byService))), { legend: '{{service}}' }),
    ],
    thresholds: above(thresholds.slowRequests),
  }),
  panel.timeseries('Time to first audio P95 by quality', {
    description: 'How long listeners wait for the first sound, and on the right how often the buffer then runs empty.',
    queries: [
      query(quantile(0.95, sum(rate(streamStartupDuration.where(S), RI)).by('quality')), { legend: '{{quality}}' }),
      query(sum(rate(streamBufferUnderruns.where(S), RI)).by('quality'), {
        legend: 'underruns {{quality}}',
        axis: 'right',
        unit: 'ops',
      }),
    ],
    thresholds: above(thresholds.timeToFirstAudio),
  }),
]);

const limit = above({
  yellow: thresholds.connectionBudget.yellow * env.connections.budget,
  red: thresholds.connectionBudget.red * env.connections.budget,
});
const open = gt(sum(streamConnectionsActive.where(E)), 0);
const streamServers = { ...E, service: 'stream-server' } as const;

const capacity = row('Capacity', [
  panel.gauge('100k budget used', {
    description: 'Open connections, of those that all instances admit and that were tested.',
    width: 6,
    height: 8,
    queries: [query(max(connectionsUsed.where(E)), { legend: 'used' })],
    thresholds: above(thresholds.connectionBudget),
    min: 0,
    max: 1,
    links: [runbook('ConnectionBudgetHigh')],
  }),
  panel.timeseries('Connections, budget, 2 h forecast', {
    description: 'The dashed line is where the connections will be in two hours if the last hour goes on.',
    width: 18,
    queries: [
      query(connections.where(E), { legend: '{{cluster}} open' }),
      query(connectionBudget.where(E), { legend: '{{cluster}} budget' }),
      query(predictLinear(connections.where(E), '1h', 7200), { legend: '{{cluster}} in 2 h', dashed: true }),
    ],
    thresholds: limit,
    links: [runbook('ConnectionBudgetForecast')],
  }),
  panel.bargauge('Connections per instance', {
    description: 'Open connections of each instance beside its limit. One that carries much more is badly balanced.',
    queries: [
      query(sum(streamConnectionsActive.where(S)).by('instance'), { legend: '{{instance}} open' }),
      query(max(streamConnectionsLimit.where(S)).by('instance'), { legend: '{{instance}} limit' }),
    ],
  }),
  panel.stat('Cost of a connection: memory, descriptors, bandwidth', {
    description: 'What one more listener takes. Times 100 000 it is the machine to buy.',
    width: 12,
    height: 8,
    queries: [
      query(div(sum(processResidentMemory.where(streamServers)), open), { legend: 'memory', unit: 'bytes' }),
      query(div(sum(processOpenFds.where(streamServers)), open), { legend: 'descriptors', unit: 'short' }),
      query(div(sum(rate(streamBytesSent.where(E), RI)), open), { legend: 'bandwidth', unit: 'Bps' }),
    ],
  }),
]);

const runtime = row('Runtime', [
  panel.timeseries('Scheduler delay P99', {
    description: 'How long a task that could run waits until it does. It grows when the process has too little CPU.',
    queries: [
      query(quantile(0.99, sum(rate(runtimeSchedulerDelay.where(S), RI)).by('service')), { legend: '{{service}}' }),
    ],
    thresholds: above(thresholds.schedulerDelay),
  }),
  panel.timeseries('GC pause, worst; goroutines, tasks', {
    description: 'The longest pause of the garbage collection, and how much runs side by side.',
    queries: [
      query(max(goGcDuration.where(S).quantile('1')).by('instance'), { legend: '{{instance}} pause' }),
      query(sum(or(goGoroutines.where(S), runtimeTasksAlive.where(S))).by('service'), {
        legend: '{{service}} tasks',
        axis: 'right',
      }),
    ],
    thresholds: above(thresholds.gcPause),
  }),
  panel.timeseries('Process CPU; resident memory', {
    description: 'Cores that each process uses, and its memory on the right axis.',
    queries: [
      query(sum(rate(processCpuSeconds.where(S), RI)).by('instance'), { legend: '{{instance}} cores', unit: 'short' }),
      query(sum(processResidentMemory.where(S)).by('instance'), { legend: '{{instance}} memory', axis: 'right' }),
    ],
  }),
  panel.timeseries('Queue depth; oldest item', {
    description: 'Items that wait in each queue, and since when the oldest does. Old and few: the consumer is stuck.',
    queries: [
      query(sum(queueDepth.where(S)).by('queue'), { legend: '{{queue}}' }),
      query(max(queueOldestItemAge.where(S)).by('queue'), { legend: '{{queue}} oldest', axis: 'right' }),
    ],
    links: [runbook('QueueBacklog'), runbook('QueueStalled')],
  }),
]);

const data = row('Data', [
  panel.timeseries('Query P95, top 10 operation+table; slow queries', {
    description: 'The ten slowest kinds of query, and on the right how many were slow.',
    width: 24,
    queries: [
      query(topk(10, quantile(0.95, sum(rate(databaseQueryDuration.where(S), RI)).by('operation', 'table'))), {
        legend: '{{operation}} {{table}}',
      }),
      query(sum(rate(databaseSlowQueries.where(S), RI)).by('operation', 'table'), {
        legend: 'slow: {{operation}} {{table}}',
        axis: 'right',
        unit: 'ops',
      }),
    ],
    thresholds: above(thresholds.databaseQuery),
    links: [toTraces({ tags: { 'db.operation.name': 'operation', 'db.collection.name': 'table' } })],
  }),
  panel.timeseries('Pool connections by state; wait P95', {
    description: 'Used and idle connections of each pool, and on the right how long a request waits for one.',
    queries: [
      query(sum(databaseConnections.where(S)).by('pool', 'state'), { legend: '{{pool}} {{state}}' }),
      query(quantile(0.95, sum(rate(databaseConnectionWait.where(S), RI)).by('pool')), {
        legend: '{{pool}} wait',
        axis: 'right',
      }),
    ],
  }),
  panel.timeseries('Cache P95 by operation; evictions', {
    description:
      'How long each operation of the cache takes, and on the right how much it had to drop for want of memory.',
    queries: [
      query(quantile(0.95, sum(rate(cacheOperationDuration.where(S), RI)).by('cache', 'operation')), {
        legend: '{{cache}} {{operation}}',
      }),
      query(sum(rate(cacheEvictions.where(S), RI)).by('cache'), {
        legend: '{{cache}} evictions',
        axis: 'right',
        unit: 'ops',
      }),
    ],
    thresholds: above(thresholds.cacheOperation),
  }),
]);

const tracing = row('Traces', [
  panel.timeseries('Span P95 by operation, top 10', {
    description: 'The ten slowest operations inside the services, from their traces.',
    queries: [
      query(topk(10, quantile(0.95, sum(rate(spanDuration.where(spans), RI)).by('service_name', 'span_name'))), {
        legend: '{{service_name}} {{span_name}}',
        exemplars: true,
      }),
    ],
    thresholds: above(thresholds.span),
    links: [toTraces({ service: 'service_name' })],
  }),
  panel.timeseries('Failing spans by operation, share', {
    description: 'Share of the spans of each operation that end in an error. Sampling keeps it true, but not the rate.',
    queries: [
      query(
        div(
          sum(rate(spanCalls.where({ ...spans, status_code: 'STATUS_CODE_ERROR' }), RI)).by('span_name'),
          sum(rate(spanCalls.where(spans), RI)).by('span_name'),
        ),
        { legend: '{{span_name}}' },
      ),
    ],
    thresholds: above(thresholds.spanFailures),
    links: [toTraces()],
  }),
  panel.traces('Slow traces', {
    description: 'Traces of the chosen service that took longer than 100 ms. Click one to see where the time went.',
    queries: [traceSearch({ datasource: traces, service: '$service', minDuration: '100ms', limit: 20 })],
  }),
]);

export default dashboard({
  ...common,
  uid: uids.performance,
  title: 'Performance Deep Dive',
  description: 'Where does the time go, and how far are we from 100 000 connections?',
  from: '1h',
  refresh: '30s',
  variables: [datasource, environment, cluster, traces, service, instance, route, method],
  rows: [latency, capacity, runtime, data, tracing],
});
