import {
  above,
  below,
  dashboard,
  div,
  min,
  not,
  orZero,
  panel,
  quantile,
  query,
  rate,
  re,
  row,
  scalar,
  sum,
  topk,
} from 'obsctl';
import { httpErrorRatio, httpP99 } from '../alerts/recording/http.js';
import { cacheHitRatio, databasePoolUsed, queueFill } from '../alerts/recording/resources.js';
import { budgetRemaining, budgetsAreKept } from '../alerts/recording/slo.js';
import { uids } from '../platform/dashboard-uids.js';
import { grpcRequestDuration, grpcRequests, grpcRequestsInFlight } from '../platform/metrics/grpc.js';
import { httpRequestDuration, httpRequests, httpRequestsInFlight } from '../platform/metrics/http.js';
import {
  streamConnections,
  streamConnectionsActive,
  streamConnectionsRejected,
  streamErrors,
  streamMessagesReceived,
  streamMessagesSent,
} from '../platform/metrics/stream.js';
import {
  websocketDisconnections,
  websocketMessagesReceived,
  websocketMessagesSent,
} from '../platform/metrics/websocket.js';
import { thresholds } from '../platform/thresholds.js';
import {
  cluster,
  common,
  datasource,
  environment,
  instance,
  RI,
  runbook,
  S,
  service,
  toDashboard,
  toTraces,
  V,
} from './common.js';

const toAlerts = toDashboard(uids.alertsHealth, 'Alerts & Health');
const toPerformance = toDashboard(uids.performance, 'Performance Deep Dive');

const requests = sum(rate(httpRequests.where(S), RI));
const failed = sum(rate(httpRequests.where({ ...S, status_code: re('5..') }), RI));
const duration = sum(rate(httpRequestDuration.where(S), RI));
const calls = rate(grpcRequests.where(S), RI);

const overview = row(
  'Overview',
  [
    panel.stat('Request rate; in flight', {
      description: 'HTTP requests per second, and how many HTTP and gRPC requests are being served right now.',
      queries: [
        query(requests, { legend: 'HTTP' }),
        query(sum(httpRequestsInFlight.where(S)), { legend: 'HTTP in flight' }),
        query(sum(grpcRequestsInFlight.where(S)), { legend: 'gRPC in flight' }),
      ],
      links: [toPerformance],
    }),
    panel.stat('Error ratio', {
      description: 'Share of HTTP requests that the server failed. It is 0, not empty, while nothing fails.',
      queries: [query(div(orZero(failed), requests), { legend: 'failed' })],
      thresholds: above(thresholds.errorRatio),
      links: [toAlerts],
    }),
    panel.stat('P99 latency', {
      description: 'One of a hundred HTTP requests takes longer, over all chosen services and instances together.',
      queries: [query(quantile(0.99, duration), { legend: 'P99' })],
      thresholds: above(thresholds.latencyP99),
      links: [toPerformance],
    }),
    budgetsAreKept &&
      panel.stat('Error budget left, worst SLO', {
        description: 'What is left of the errors that may happen in 30 days. Below zero the promise is broken.',
        queries: [query(min(budgetRemaining.where(V)), { legend: 'left' })],
        thresholds: below(thresholds.errorBudget),
        links: [toAlerts],
      }),
  ],
  { height: 5 },
);

const http = row('HTTP', [
  panel.timeseries('Requests by status code', {
    description: 'Served requests. A fall of the whole stack is a problem before us, a growing 5xx one of ours.',
    stacked: true,
    queries: [query(sum(rate(httpRequests.where(S), RI)).by('status_code'), { legend: '{{status_code}}' })],
  }),
  panel.timeseries('Error ratio by service', {
    description: 'Share of the requests of each service that it failed.',
    queries: [query(httpErrorRatio.where(V), { legend: '{{service}}' })],
    thresholds: above(thresholds.errorRatio),
    links: [runbook('HighErrorRate')],
  }),
  panel.timeseries('Latency P50, P95, P99', {
    description: 'Computed from the summed buckets of all chosen instances. The dots are single requests with a trace.',
    queries: [
      query(quantile(0.99, duration), { legend: 'P99', exemplars: true }),
      query(quantile(0.95, duration), { legend: 'P95', exemplars: true }),
      query(quantile(0.5, duration), { legend: 'P50', exemplars: true }),
    ],
    thresholds: above(thresholds.latencyP99),
    links: [toTraces()],
  }),
  panel.timeseries('P99 by service', {
    description: 'Which service is the slow one.',
    queries: [query(httpP99.where(V), { legend: '{{service}}' })],
    thresholds: above(thresholds.latencyP99),
    links: [toDashboard(uids.performance, 'Where the time of this service goes', ['service'])],
  }),
]);

const streaming = row('Streaming', [
  panel.timeseries('Connections by protocol', {
    description:
      'Open stream connections. A step down is an instance, a proxy or a network that let go of its clients.',
    stacked: true,
    queries: [query(sum(streamConnectionsActive.where(S)).by('protocol'), { legend: '{{protocol}}' })],
  }),
  panel.timeseries('Accepted and rejected connections', {
    description: 'New connections per second, and those that were turned away, by reason.',
    queries: [
      query(sum(rate(streamConnections.where(S), RI)), { legend: 'accepted' }),
      query(sum(rate(streamConnectionsRejected.where(S), RI)).by('reason'), { legend: 'rejected: {{reason}}' }),
    ],
  }),
  panel.timeseries('Messages out, in: streams, WebSockets', {
    description: 'Messages per second in both directions.',
    queries: [
      query(sum(rate(streamMessagesSent.where(S), RI)), { legend: 'streams out' }),
      query(sum(rate(streamMessagesReceived.where(S), RI)), { legend: 'streams in' }),
      query(sum(rate(websocketMessagesSent.where(S), RI)), { legend: 'WebSockets out' }),
      query(sum(rate(websocketMessagesReceived.where(S), RI)), { legend: 'WebSockets in' }),
    ],
  }),
  panel.timeseries('Stream errors by type; WebSocket closes by reason', {
    description: 'What goes wrong in open streams, and why WebSockets end. A close by the client is no error.',
    queries: [
      query(sum(rate(streamErrors.where(S), RI)).by('type'), { legend: '{{type}}' }),
      query(sum(rate(websocketDisconnections.where(S), RI)).by('reason'), {
        legend: 'closed: {{reason}}',
        axis: 'right',
        unit: 'ops',
      }),
    ],
    links: [runbook('StreamErrorsHigh'), runbook('AbnormalDisconnects')],
  }),
]);

const grpc = row('gRPC', [
  panel.timeseries('Calls, top 10 methods', {
    description: 'The ten methods that are called most.',
    width: 8,
    queries: [
      query(topk(10, sum(calls).by('grpc_service', 'grpc_method')), { legend: '{{grpc_service}}/{{grpc_method}}' }),
    ],
  }),
  panel.timeseries('Failed calls by code, share', {
    description:
      'Share of all calls that end in each code but OK. Faults of the client, such as NotFound, are here too.',
    width: 8,
    queries: [
      query(
        div(sum(rate(grpcRequests.where({ ...S, grpc_code: not('OK') }), RI)).by('grpc_code'), scalar(sum(calls))),
        {
          legend: '{{grpc_code}}',
        },
      ),
    ],
    thresholds: above(thresholds.grpcErrors),
    links: [runbook('GrpcErrorsHigh')],
  }),
  panel.timeseries('P95 by method', {
    description: 'One of twenty calls of each method takes longer.',
    width: 8,
    queries: [
      query(quantile(0.95, sum(rate(grpcRequestDuration.where(S), RI)).by('grpc_method')), {
        legend: '{{grpc_method}}',
        exemplars: true,
      }),
    ],
    thresholds: above(thresholds.latencyP99),
    links: [toTraces({ tags: { 'rpc.method': 'grpc_method' } })],
  }),
]);

const dependencies = row('Dependencies', [
  panel.timeseries('Cache hit ratio', {
    description: 'Share of the reads that the cache answers. The rest goes to the database.',
    queries: [query(cacheHitRatio.where(V), { legend: '{{service}} {{cache}}' })],
    thresholds: below(thresholds.cacheHits),
    links: [runbook('CacheHitRatioLow')],
  }),
  panel.timeseries('Database pool used; queue fill', {
    description: 'Used share of each connection pool, and fill of each queue. At 100 % requests wait, or work is lost.',
    queries: [
      query(databasePoolUsed.where(V), { legend: '{{service}} pool {{pool}}' }),
      query(queueFill.where(V), { legend: '{{service}} queue {{queue}}' }),
    ],
    thresholds: above(thresholds.queueFill),
    links: [runbook('DatabasePoolHigh'), runbook('QueueBacklog')],
  }),
]);

export default dashboard({
  ...common,
  uid: uids.application,
  title: 'Application Metrics',
  description: 'Are requests served fast and without errors, and by which service not?',
  from: '6h',
  refresh: '30s',
  variables: [datasource, environment, cluster, service, instance],
  rows: [overview, http, streaming, grpc, dependencies],
});
