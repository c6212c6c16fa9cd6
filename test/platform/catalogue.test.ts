import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { MetricDefinition } from '../../src/define/metric.js';
import { loadProject } from '../../src/load/project.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { definitions = [] } = loadProject({ cwd: root, environments: ['prod'] }).environments[0] ?? {};
const catalogue = definitions.filter((one): one is MetricDefinition => one.kind === 'metric');
const exposed = catalogue.filter((metric) => metric.group !== 'consumed');

/** The rows of the specification's table: metrics, and how many series they are together on one instance. */
const rows: readonly (readonly [metrics: string, series: number])[] = [
  ['system_cpu_usage_percent', 1],
  ['system_cpu_seconds_total', 8],
  ['system_cpu_cores system_load1', 2],
  ['system_memory_usage_bytes system_memory_total_bytes', 2],
  ['system_disk_usage_bytes system_disk_total_bytes system_disk_io_time_seconds_total', 10],
  ['system_network_rx_bytes_total system_network_tx_bytes_total system_network_errors_total', 8],
  ['process_open_fds process_max_fds', 2],
  ['system_file_descriptors_open system_file_descriptors_max', 2],
  ['system_boot_time_seconds', 1],
  ['process_resident_memory_bytes process_start_time_seconds process_cpu_seconds_total app_build_info', 4],
  ['runtime_scheduler_delay_seconds runtime_tasks_alive go_goroutines go_gc_duration_seconds', 24],
  ['http_requests_total', 300],
  ['http_request_duration_seconds', 900],
  ['http_requests_in_flight grpc_requests_in_flight', 2],
  ['stream_connections_active stream_connections_limit', 4],
  [
    'stream_connections_total stream_connections_rejected_total stream_messages_sent_total stream_messages_received_total',
    13,
  ],
  ['stream_errors_total', 5],
  ['stream_bytes_sent_total stream_buffer_underruns_total stream_startup_duration_seconds', 48],
  [
    'websocket_connections_active websocket_messages_sent_total websocket_messages_received_total websocket_disconnections_total',
    7,
  ],
  ['grpc_requests_total grpc_errors_total', 150],
  ['grpc_request_duration_seconds', 450],
  ['cache_hits_total cache_misses_total cache_evictions_total cache_operation_duration_seconds', 144],
  [
    'database_connections database_connections_max database_connection_wait_seconds database_connection_timeouts_total',
    38,
  ],
  ['database_query_duration_seconds database_slow_queries_total', 640],
  ['queue_depth queue_capacity queue_oldest_item_age_seconds queue_items_processed_total', 15],
  ['auth_attempts_total auth_sessions_active chat_messages_sent_total chat_rooms_active', 12],
  ['business_active_users business_registered_users business_listeners_active business_streams_active', 4],
  ['business_streams_created_total business_sessions_total business_session_duration_seconds', 13],
  ['business_revenue_total business_refunds_total', 8],
  [
    'business_signups_total business_subscriptions_started_total business_subscriptions_cancelled_total business_payments_total business_premium_subscriptions',
    15,
  ],
  ['business_engagement_events_total business_engagement_score', 5],
];

/** Names that depart from practice. Each says in its note why it is kept. */
const departures = {
  unit: ['stream_bytes_sent_total', 'system_cpu_usage_percent'],
  unitNotInName: ['business_refunds_total', 'business_revenue_total'],
  abbreviated: ['system_network_rx_bytes_total', 'system_network_tx_bytes_total'],
};

/** What a histogram or summary appends itself. */
const suffix = /_(bucket|sum|count)$/;

const targetLabels = ['environment', 'cluster', 'service', 'tier', 'node', 'job', 'instance'];

function ownLabels(metric: MetricDefinition) {
  return Object.entries(metric.labels).filter(([label]) => !targetLabels.includes(label));
}

/** How many series one combination of labels is. */
function seriesPerCombination({ buckets, quantiles }: MetricDefinition): number {
  if (buckets) return buckets.length + ['+Inf', 'sum', 'count'].length;
  return quantiles ? quantiles.length + ['sum', 'count'].length : 1;
}

function byName(names: string): MetricDefinition[] {
  return names.split(' ').flatMap((name) => exposed.filter((metric) => metric.name === name));
}

function names(metrics: readonly MetricDefinition[]): string[] {
  return metrics.map((metric) => metric.name).sort();
}

describe('the catalogue', () => {
  it('holds the 80 metrics of the specification, and those that others expose', () => {
    expect(names(exposed)).toEqual(rows.flatMap(([metrics]) => metrics.split(' ')).sort());
    expect(exposed).toHaveLength(80);
    expect(new Set(catalogue.map((metric) => metric.group))).toEqual(
      new Set(['system', 'application', 'business', 'consumed']),
    );
  });

  it('has each name once', () => {
    expect(new Set(names(catalogue)).size).toBe(catalogue.length);
  });

  it('says of every metric what it means, who answers for it and what exposes it', () => {
    const lacking = catalogue.filter(
      ({ help, owner, exposedBy, series }) =>
        !/^[A-Z0-9].*\.$/.test(help) || owner === '' || exposedBy.length === 0 || series < 1,
    );
    expect(names(lacking)).toEqual([]);
  });

  it('has the labels of the target on everything that is exposed', () => {
    const lacking = exposed.filter((metric) => targetLabels.some((label) => !(label in metric.labels)));
    expect(names(lacking)).toEqual([]);
  });
});

describe('names', () => {
  it('end in _total for counters, and for nothing else', () => {
    const wrong = exposed.filter((metric) => metric.name.endsWith('_total') !== (metric.type === 'counter'));
    expect(names(wrong)).toEqual([]);
  });

  it('are in snake case and leave the suffixes of histograms alone', () => {
    const wrong = exposed.filter(({ name }) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) || suffix.test(name));
    expect(names(wrong)).toEqual([]);
  });

  it('end in the base unit that the type states, and in no other unit', () => {
    const wrong = exposed.filter(({ name, unit }) => {
      const named = /_(seconds|bytes|ratio|percent|ms|milliseconds|minutes|kb|mb)$/.exec(
        name.replace(/_total$/, ''),
      )?.[1];
      return named !== (['seconds', 'bytes', 'ratio'].includes(unit) ? unit : undefined);
    });
    expect(names(wrong)).toEqual(departures.unit);
  });

  it('depart from practice only where a note says why', () => {
    expect(names(exposed.filter((metric) => metric.unit === 'currency'))).toEqual(departures.unitNotInName);
    expect(names(exposed.filter((metric) => /_[rt]x_/.test(metric.name)))).toEqual(departures.abbreviated);
    const silent = Object.values(departures).flatMap((kept) => byName(kept.join(' ')).filter((metric) => !metric.note));
    expect(names(silent)).toEqual([]);
  });
});

describe('cardinality', () => {
  it.each(rows)('%s: %d series on one instance', (metrics, series) => {
    expect(byName(metrics).reduce((sum, metric) => sum + metric.series, 0)).toBe(series);
  });

  it('follows from the labels where all their values are known, and is a multiple of it where not', () => {
    const wrong = exposed.filter((metric) => {
      const labels = ownLabels(metric);
      const known = labels.reduce(
        (product, [, values]) => product * (values?.length ?? 1),
        seriesPerCombination(metric),
      );
      return labels.every(([, values]) => values) ? metric.series !== known : metric.series % known !== 0;
    });
    // of 30 methods, four codes each occur, out of the 17 that could
    expect(names(wrong)).toEqual(['grpc_requests_total']);
  });

  it.each(['stream-server', 'backend-api', 'chat-server'])('%s stays within 4000 series', (service) => {
    const metrics = exposed.filter((metric) => metric.exposedBy.includes(service));
    expect(metrics.length).toBeGreaterThan(20);
    expect(metrics.reduce((sum, metric) => sum + metric.series, 0)).toBeLessThanOrEqual(4_000);
  });

  it('is bounded: no label holds a person, an address, a session, a room, a path or a statement', () => {
    const forbidden =
      /^(user|email|ip|session|stream|room|client)(_?(id|name|address))?$|^(raw_)?(path|url|uri)$|^(sql|query|statement)$/;
    const wrong = catalogue.filter((metric) => ownLabels(metric).some(([label]) => forbidden.test(label)));
    expect(names(wrong)).toEqual([]);
  });

  it('leaves le and quantile to the types that make them', () => {
    const wrong = catalogue.filter((metric) => 'le' in metric.labels || 'quantile' in metric.labels);
    expect(names(wrong)).toEqual([]);
  });
});
