/** What one instance exposes if it exposes the whole catalogue: plausible numbers of a healthy platform. */
import { target } from '../../platform/labels.js';
import type { MetricDefinition } from '../../src/define/metric.js';

export type Format = 'prometheus' | 'openmetrics';

export const contentTypes: Readonly<Record<Format, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** A label and its value, as often as the instance has one. */
type LabelSet = Readonly<Record<string, string>>;

/** Values of labels that have no closed set. */
const openValues: Readonly<Record<string, readonly string[]>> = {
  channel: ['web', 'mobile', 'partner'],
  device: ['eth0', 'lo'],
  grpc_method: ['Get', 'List'],
  grpc_service: ['library.v1.Library', 'playback.v1.Playback'],
  method: ['GET', 'POST'],
  mountpoint: ['/', '/var/lib'],
  reason: ['password', 'token'],
  revision: ['4f1c2d7'],
  route: ['/api/v1/tracks/:id', '/api/v1/search', 'unmatched'],
  status_code: ['200', '404', '500'],
  table: ['tracks', 'playlists', 'accounts'],
  type: ['decode', 'upstream', 'timeout', 'io'],
  version: ['0.2.0'],
};

/** How much of a metric falls to a value of a label; others halve, third, … in the order of their set. */
const weights: Readonly<Record<string, number>> = {
  '404': 0.01,
  '500': 0.002,
  error: 0.01,
  failure: 0.01,
  server_close: 0.05,
  timeout: 0.02,
  user: 1,
  nice: 0.01,
  system: 0.4,
  iowait: 0.05,
  irq: 0.01,
  softirq: 0.03,
  steal: 0,
  idle: 6.5,
};

/** Gauges; all others are 1. */
const levels: Readonly<Record<string, number>> = {
  system_cpu_usage_percent: 18.75,
  system_cpu_cores: 8,
  system_load1: 1.6,
  system_memory_usage_bytes: 10e9,
  system_memory_total_bytes: 32e9,
  system_disk_usage_bytes: 200e9,
  system_disk_total_bytes: 500e9,
  system_file_descriptors_open: 9_000,
  system_file_descriptors_max: 1_000_000,
  system_boot_time_seconds: 1_700_000_000,
  process_open_fds: 4_200,
  process_max_fds: 65_536,
  process_resident_memory_bytes: 600e6,
  process_start_time_seconds: 1_700_100_000,
  runtime_tasks_alive: 5_000,
  go_goroutines: 400,
  http_requests_in_flight: 12,
  grpc_requests_in_flight: 4,
  // two instances stay within the budget of a developer's machine, 1 000
  stream_connections_active: 150,
  stream_connections_limit: 30_000,
  websocket_connections_active: 50,
  database_connections: 8,
  database_connections_max: 20,
  queue_depth: 10,
  queue_capacity: 1_000,
  queue_oldest_item_age_seconds: 3,
  auth_sessions_active: 5_000,
  chat_rooms_active: 120,
  business_active_users: 4_000,
  business_registered_users: 90_000,
  business_listeners_active: 3_500,
  business_streams_active: 60,
  business_premium_subscriptions: 6_000,
  business_engagement_score: 7.4,
  probe_duration_seconds: 0.02,
  probe_grpc_status_code: 0,
  probe_ssl_earliest_cert_expiry: 4e9,
};

/** Counters and histograms: how much is added each second. All others count two things a second. */
const speeds: Readonly<Record<string, number>> = {
  system_cpu_seconds_total: 1,
  system_disk_io_time_seconds_total: 0.1,
  system_network_rx_bytes_total: 3e6,
  system_network_tx_bytes_total: 20e6,
  system_network_errors_total: 0.01,
  process_cpu_seconds_total: 0.9,
  runtime_scheduler_delay_seconds: 500,
  http_requests_total: 20,
  http_request_duration_seconds: 20,
  stream_connections_rejected_total: 0.02,
  stream_messages_sent_total: 400,
  stream_messages_received_total: 40,
  stream_errors_total: 0.2,
  stream_bytes_sent_total: 15e6,
  stream_buffer_underruns_total: 0.05,
  websocket_messages_sent_total: 100,
  websocket_messages_received_total: 30,
  grpc_requests_total: 10,
  grpc_errors_total: 0.02,
  grpc_request_duration_seconds: 10,
  cache_hits_total: 100,
  cache_misses_total: 5,
  cache_operation_duration_seconds: 100,
  database_connection_timeouts_total: 0,
  database_query_duration_seconds: 30,
  database_slow_queries_total: 0.01,
  business_streams_created_total: 0.01,
  business_sessions_total: 0.5,
  business_session_duration_seconds: 0.5,
  business_revenue_total: 0.1,
  business_refunds_total: 0.002,
  business_signups_total: 0.5,
  business_subscriptions_started_total: 0.04,
  business_subscriptions_cancelled_total: 0.01,
  otelcol_exporter_send_failed_spans: 0,
  otelcol_exporter_send_failed_spans_total: 0,
};

/**
 * The metrics in an exposition format, without the labels of the target, which scraping adds.
 * @param seconds how long the instance has been counting; what counts never falls as they grow
 */
export function exposition(
  metrics: readonly MetricDefinition[],
  seconds: number,
  format: Format = 'prometheus',
): string {
  const lines = metrics.flatMap((metric) => family(metric, seconds, format));
  return `${[...lines, ...(format === 'openmetrics' ? ['# EOF'] : [])].join('\n')}\n`;
}

function family(metric: MetricDefinition, seconds: number, format: Format): string[] {
  const open = format === 'openmetrics';
  const name = open && metric.type === 'counter' ? metric.name.replace(/_total$/, '') : metric.name;
  const help = metric.help.replaceAll('\\', '\\\\');
  return [
    `# HELP ${name} ${open ? help.replaceAll('"', '\\"') : help}`,
    `# TYPE ${name} ${metric.type}`,
    ...combinations(metric).flatMap((labels) => samples(metric, labels, seconds, open)),
  ];
}

function combinations(metric: MetricDefinition): LabelSet[] {
  const own = Object.keys(metric.labels).filter((label) => !(label in target || label === 'critical'));
  return own.reduce<LabelSet[]>(
    (sets, label) => sets.flatMap((set) => valuesOf(metric, label).map((value) => ({ ...set, [label]: value }))),
    [{}],
  );
}

function valuesOf(metric: MetricDefinition, label: string): readonly string[] {
  if (metric.name.startsWith('system_disk_') && label === 'device') return ['sda1', 'sdb1'];
  return metric.labels[label] ?? openValues[label] ?? [`${label}-a`, `${label}-b`];
}

function weightOf(metric: MetricDefinition, labels: LabelSet): number {
  return Object.entries(labels).reduce((product, [label, value]) => {
    if (label === 'grpc_code') return product * (value === 'OK' ? 1 : 0.0002);
    return product * (weights[value] ?? 1 / (valuesOf(metric, label).indexOf(value) + 1));
  }, 1);
}

function samples(metric: MetricDefinition, labels: LabelSet, seconds: number, open: boolean): string[] {
  const weight = weightOf(metric, labels);
  if (metric.type === 'gauge') {
    return [sample(metric.name, labels, (levels[metric.name] ?? 1) * (metric.unit === 'state' ? 1 : weight))];
  }
  const counted = (speeds[metric.name] ?? 2) * weight * seconds;
  if (metric.type === 'counter') {
    const whole = metric.unit !== 'seconds' && metric.unit !== 'currency';
    return [sample(metric.name, labels, whole ? Math.floor(counted) : counted)];
  }
  if (metric.type === 'summary') return summarySamples(metric, labels, Math.floor(counted));
  return histogramSamples(metric, labels, Math.floor(counted), open);
}

/** Falls off exponentially, so that one observation in a hundred is above 4.6 times the mean. */
function histogramSamples(metric: MetricDefinition, labels: LabelSet, count: number, open: boolean): string[] {
  const { name, buckets = [] } = metric;
  const mean = buckets[2] ?? 1;
  const below = buckets.map((bound) => {
    const line = sample(
      `${name}_bucket`,
      { ...labels, le: String(bound) },
      count * (1 - Math.exp(-bound / mean)),
      true,
    );
    return open && metric.exemplars && bound === mean && count > 0 ? `${line} # {trace_id="${traceId}"} ${mean}` : line;
  });
  return [
    ...below,
    sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    sample(`${name}_sum`, labels, count * mean),
    sample(`${name}_count`, labels, count),
  ];
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

function summarySamples({ name, quantiles = [] }: MetricDefinition, labels: LabelSet, count: number): string[] {
  const mean = 0.0004;
  return [
    ...quantiles.map((q) => sample(name, { ...labels, quantile: q }, Math.min(-Math.log(1 - Number(q)), 10) * mean)),
    sample(`${name}_sum`, labels, count * mean),
    sample(`${name}_count`, labels, count),
  ];
}

function sample(name: string, labels: LabelSet, value: number, whole = false): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  const braces = pairs.length > 0 ? `{${pairs.join(',')}}` : '';
  return `${name}${braces} ${whole ? Math.floor(value) : Number(value.toFixed(6))}`;
}
