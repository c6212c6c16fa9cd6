import type { PanelCase } from '../panel-case.js';

export const panels: readonly PanelCase[] = [
  {
    title: 'Request rate; in flight',
    type: 'stat',
    units: ['reqps', 'short'],
    queries: [
      'sum(rate(http_requests_total{S}[RI]))',
      'sum(http_requests_in_flight{S})',
      'sum(grpc_requests_in_flight{S})',
    ],
  },
  {
    title: 'Error ratio',
    type: 'stat',
    units: ['percentunit'],
    thresholds: [[0.001, 0.01]],
    queries: [
      '(sum(rate(http_requests_total{S,status_code=~"5.."}[RI])) or vector(0)) / sum(rate(http_requests_total{S}[RI]))',
    ],
  },
  {
    title: 'P99 latency',
    type: 'stat',
    units: ['s'],
    thresholds: [[0.05, 0.1]],
    queries: ['histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{S}[RI])))'],
  },
  {
    title: 'Error budget left, worst SLO',
    type: 'stat',
    units: ['percentunit'],
    thresholds: [[0.1, 0.5]],
    queries: ['min(slo:error_budget_remaining:ratio30d{V})'],
  },
  {
    title: 'Requests by status code',
    type: 'timeseries',
    units: ['reqps'],
    queries: ['sum by (status_code) (rate(http_requests_total{S}[RI]))'],
  },
  {
    title: 'Error ratio by service',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.001, 0.01]],
    queries: ['service:http_requests_errors:ratio_rate5m{V}'],
  },
  {
    title: 'Latency P50, P95, P99',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.05, 0.1]],
    queries: [
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{S}[RI])))',
      'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{S}[RI])))',
      'histogram_quantile(0.5, sum by (le) (rate(http_request_duration_seconds_bucket{S}[RI])))',
    ],
  },
  {
    title: 'P99 by service',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.05, 0.1]],
    queries: ['service:http_request_duration_seconds:p99_rate5m{V}'],
  },
  {
    title: 'Connections by protocol',
    type: 'timeseries',
    units: ['short'],
    queries: ['sum by (protocol) (stream_connections_active{S})'],
  },
  {
    title: 'Accepted and rejected connections',
    type: 'timeseries',
    units: ['cps'],
    queries: [
      'sum(rate(stream_connections_total{S}[RI]))',
      'sum by (reason) (rate(stream_connections_rejected_total{S}[RI]))',
    ],
  },
  {
    title: 'Messages out, in: streams, WebSockets',
    type: 'timeseries',
    units: ['mps'],
    queries: [
      'sum(rate(stream_messages_sent_total{S}[RI]))',
      'sum(rate(stream_messages_received_total{S}[RI]))',
      'sum(rate(websocket_messages_sent_total{S}[RI]))',
      'sum(rate(websocket_messages_received_total{S}[RI]))',
    ],
  },
  {
    title: 'Stream errors by type; WebSocket closes by reason',
    type: 'timeseries',
    units: ['eps', 'ops'],
    queries: [
      'sum by (type) (rate(stream_errors_total{S}[RI]))',
      'sum by (reason) (rate(websocket_disconnections_total{S}[RI]))',
    ],
  },
  {
    title: 'Calls, top 10 methods',
    type: 'timeseries',
    units: ['reqps'],
    queries: ['topk(10, sum by (grpc_service, grpc_method) (rate(grpc_requests_total{S}[RI])))'],
  },
  {
    title: 'Failed calls by code, share',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.01, 0.05]],
    queries: [
      'sum by (grpc_code) (rate(grpc_requests_total{S,grpc_code!="OK"}[RI])) / scalar(sum(rate(grpc_requests_total{S}[RI])))',
    ],
  },
  {
    title: 'P95 by method',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.05, 0.1]],
    queries: ['histogram_quantile(0.95, sum by (grpc_method, le) (rate(grpc_request_duration_seconds_bucket{S}[RI])))'],
  },
  {
    title: 'Cache hit ratio',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.8, 0.9]],
    queries: ['service_cache:cache_hits:ratio_rate5m{V}'],
  },
  {
    title: 'Database pool used; queue fill',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.8, 0.95]],
    queries: ['service_pool:database_connections_used:ratio{V}', 'service_queue:queue_depth:ratio{V}'],
  },
];
