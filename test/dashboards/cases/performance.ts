import type { PanelCase } from '../panel-case.js';

export const panels: readonly PanelCase[] = [
  {
    title: 'HTTP latency heatmap',
    type: 'heatmap',
    units: ['s'],
    queries: ['sum by (le) (increase(http_request_duration_seconds_bucket{S,route=~"$route",method=~"$method"}[RI]))'],
  },
  {
    title: 'P99 by route and method, top 10',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.05, 0.1]],
    queries: [
      'topk(10, histogram_quantile(0.99, sum by (route, method, le) (rate(http_request_duration_seconds_bucket{S,route=~"$route",method=~"$method"}[RI]))))',
    ],
  },
  {
    title: 'Routes: P50, P95, P99, rate, errors',
    type: 'table',
    units: ['s', 'reqps'],
    thresholds: [
      [0.05, 0.1],
      [0.05, 0.1],
      [0.05, 0.1],
    ],
    queries: [
      'histogram_quantile(0.5, sum by (route, method, le) (rate(http_request_duration_seconds_bucket{S}[RI])))',
      'histogram_quantile(0.95, sum by (route, method, le) (rate(http_request_duration_seconds_bucket{S}[RI])))',
      'histogram_quantile(0.99, sum by (route, method, le) (rate(http_request_duration_seconds_bucket{S}[RI])))',
      'sum by (route, method) (rate(http_requests_total{S}[RI]))',
      'sum by (route, method) (rate(http_requests_total{S,status_code=~"5.."}[RI]))',
    ],
  },
  {
    title: 'Share slower than 100 ms',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.01, 0.05]],
    queries: [
      '1 - sum by (service) (rate(http_request_duration_seconds_bucket{S,le="0.1"}[RI])) / sum by (service) (rate(http_request_duration_seconds_count{S}[RI]))',
    ],
  },
  {
    title: 'Time to first audio P95 by quality',
    type: 'timeseries',
    units: ['s', 'ops'],
    thresholds: [[1, 2]],
    queries: [
      'histogram_quantile(0.95, sum by (quality, le) (rate(stream_startup_duration_seconds_bucket{S}[RI])))',
      'sum by (quality) (rate(stream_buffer_underruns_total{S}[RI]))',
    ],
  },
  {
    title: '100k budget used',
    type: 'gauge',
    units: ['percentunit'],
    thresholds: [[0.8, 0.95]],
    queries: ['max(cluster:stream_connections_used:ratio{E})'],
  },
  {
    title: 'Connections, budget, 2 h forecast',
    type: 'timeseries',
    units: ['short'],
    thresholds: [[80000, 95000]],
    queries: [
      'cluster:stream_connections_active:sum{E}',
      'cluster:stream_connections_budget:min{E}',
      'predict_linear(cluster:stream_connections_active:sum{E}[1h], 7200)',
    ],
  },
  {
    title: 'Connections per instance',
    type: 'bargauge',
    units: ['short'],
    queries: ['sum by (instance) (stream_connections_active{S})', 'max by (instance) (stream_connections_limit{S})'],
  },
  {
    title: 'Cost of a connection: memory, descriptors, bandwidth',
    type: 'stat',
    units: ['bytes', 'short', 'Bps'],
    queries: [
      'sum(process_resident_memory_bytes{E,service="stream-server"}) / (sum(stream_connections_active{E}) > 0)',
      'sum(process_open_fds{E,service="stream-server"}) / (sum(stream_connections_active{E}) > 0)',
      'sum(rate(stream_bytes_sent_total{E}[RI])) / (sum(stream_connections_active{E}) > 0)',
    ],
  },
  {
    title: 'Scheduler delay P99',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.01, 0.05]],
    queries: ['histogram_quantile(0.99, sum by (service, le) (rate(runtime_scheduler_delay_seconds_bucket{S}[RI])))'],
  },
  {
    title: 'GC pause, worst; goroutines, tasks',
    type: 'timeseries',
    units: ['s', 'short'],
    thresholds: [[0.01, 0.05]],
    queries: [
      'max by (instance) (go_gc_duration_seconds{S,quantile=~"1(\\\\.0)?"})',
      'sum by (service) (go_goroutines{S} or runtime_tasks_alive{S})',
    ],
  },
  {
    title: 'Process CPU; resident memory',
    type: 'timeseries',
    units: ['short', 'bytes'],
    queries: [
      'sum by (instance) (rate(process_cpu_seconds_total{S}[RI]))',
      'sum by (instance) (process_resident_memory_bytes{S})',
    ],
  },
  {
    title: 'Queue depth; oldest item',
    type: 'timeseries',
    units: ['short', 's'],
    queries: ['sum by (queue) (queue_depth{S})', 'max by (queue) (queue_oldest_item_age_seconds{S})'],
  },
  {
    title: 'Query P95, top 10 operation+table; slow queries',
    type: 'timeseries',
    units: ['s', 'ops'],
    thresholds: [[0.1, 0.5]],
    queries: [
      'topk(10, histogram_quantile(0.95, sum by (operation, table, le) (rate(database_query_duration_seconds_bucket{S}[RI]))))',
      'sum by (operation, table) (rate(database_slow_queries_total{S}[RI]))',
    ],
  },
  {
    title: 'Pool connections by state; wait P95',
    type: 'timeseries',
    units: ['short', 's'],
    queries: [
      'sum by (pool, state) (database_connections{S})',
      'histogram_quantile(0.95, sum by (pool, le) (rate(database_connection_wait_seconds_bucket{S}[RI])))',
    ],
  },
  {
    title: 'Cache P95 by operation; evictions',
    type: 'timeseries',
    units: ['s', 'ops'],
    thresholds: [[0.005, 0.025]],
    queries: [
      'histogram_quantile(0.95, sum by (cache, operation, le) (rate(cache_operation_duration_seconds_bucket{S}[RI])))',
      'sum by (cache) (rate(cache_evictions_total{S}[RI]))',
    ],
  },
  {
    title: 'Span P95 by operation, top 10',
    type: 'timeseries',
    units: ['s'],
    thresholds: [[0.1, 0.5]],
    queries: [
      'topk(10, histogram_quantile(0.95, sum by (service_name, span_name, le) (rate(traces_span_metrics_duration_seconds_bucket{E,service_name=~"$service"}[RI]))))',
    ],
  },
  {
    title: 'Failing spans by operation, share',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.01, 0.05]],
    queries: [
      'sum by (span_name) (rate(traces_span_metrics_calls_total{E,service_name=~"$service",status_code="STATUS_CODE_ERROR"}[RI])) / sum by (span_name) (rate(traces_span_metrics_calls_total{E,service_name=~"$service"}[RI]))',
    ],
  },
  {
    title: 'Slow traces',
    type: 'table',
    queries: [],
  },
];
