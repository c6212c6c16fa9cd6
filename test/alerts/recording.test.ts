import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/rules.js';
import { setEnvironment } from '../../src/define/environment.js';
import type { Recording } from '../../src/define/rules.js';
import type { HistogramMode } from '../../src/define/vector.js';
import { type Environment, loadProject } from '../../src/load/project.js';
import { print } from '../../src/promql/print.js';

const EC = 'environment, cluster';
const ECS = 'environment, cluster, service';
const ECN = 'environment, cluster, node';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Table = Readonly<Record<string, string>>;

const system: Table = {
  'node:system_cpu_usage:ratio': `max by (${ECN}) (system_cpu_usage_percent) / 100`,
  'node:system_memory_usage:ratio': `max by (${ECN}) (system_memory_usage_bytes) / max by (${ECN}) (system_memory_total_bytes)`,
  'node_mountpoint:system_disk_usage:ratio': `max by (${ECN}, mountpoint) (system_disk_usage_bytes) / max by (${ECN}, mountpoint) (system_disk_total_bytes)`,
  'node_mountpoint:system_disk_free:bytes': `max by (${ECN}, mountpoint) (system_disk_total_bytes) - max by (${ECN}, mountpoint) (system_disk_usage_bytes)`,
  'node:system_load1_per_core:ratio': `max by (${ECN}) (system_load1) / max by (${ECN}) (system_cpu_cores)`,
  'instance:process_fds:ratio': 'process_open_fds / (process_max_fds > 0)',
};

const http: Table = {
  'service:http_requests:rate5m': `sum by (${ECS}) (rate(http_requests_total[5m]))`,
  'service:http_requests_errors:rate5m': `sum by (${ECS}) (rate(http_requests_total{status_code=~"5.."}[5m])) or 0 * service:http_requests:rate5m`,
  'service:http_requests_errors:ratio_rate5m':
    'service:http_requests_errors:rate5m / (service:http_requests:rate5m > 0)',
  'service:http_request_duration_seconds_count:rate5m': `sum by (${ECS}) (rate(http_request_duration_seconds_count[5m]))`,
  'service:http_requests_slow:rate5m': `service:http_request_duration_seconds_count:rate5m - sum by (${ECS}) (rate(http_request_duration_seconds_bucket{le="0.1"}[5m]))`,
  'service:http_request_duration_seconds:p50_rate5m': `histogram_quantile(0.5, sum by (${ECS}, le) (rate(http_request_duration_seconds_bucket[5m])))`,
  'service:http_request_duration_seconds:p95_rate5m': `histogram_quantile(0.95, sum by (${ECS}, le) (rate(http_request_duration_seconds_bucket[5m])))`,
  'service:http_request_duration_seconds:p99_rate5m': `histogram_quantile(0.99, sum by (${ECS}, le) (rate(http_request_duration_seconds_bucket[5m])))`,
};

const stream: Table = {
  'cluster:stream_connections_active:sum': `sum by (${EC}) (stream_connections_active)`,
  'cluster:stream_connections_budget:min': `clamp_max(sum by (${EC}) (stream_connections_limit), 100000)`,
  'cluster:stream_connections_used:ratio':
    'cluster:stream_connections_active:sum / (cluster:stream_connections_budget:min > 0)',
  'service:stream_messages:rate5m': `sum by (${ECS}) (rate(stream_messages_sent_total[5m])) + sum by (${ECS}) (rate(stream_messages_received_total[5m]))`,
  'service:stream_errors:ratio_rate5m': `(sum by (${ECS}) (rate(stream_errors_total[5m])) or 0 * service:stream_messages:rate5m) / (service:stream_messages:rate5m > 0)`,
  'service:websocket_abnormal_disconnects:ratio_per_minute': `60 * (sum by (${ECS}) (rate(websocket_disconnections_total{reason!="client_close"}[5m])) or 0 * sum by (${ECS}) (websocket_connections_active)) / (sum by (${ECS}) (websocket_connections_active) > 0)`,
};

const serverFaults = 'Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss';

const grpc: Table = {
  'service:grpc_requests:rate5m': `sum by (${ECS}) (rate(grpc_requests_total[5m]))`,
  'service:grpc_requests_errors:rate5m': `sum by (${ECS}) (rate(grpc_requests_total{grpc_code=~"${serverFaults}"}[5m])) or 0 * service:grpc_requests:rate5m`,
  'service:grpc_requests_errors:ratio_rate5m':
    'service:grpc_requests_errors:rate5m / (service:grpc_requests:rate5m > 0)',
  'service:grpc_request_duration_seconds:p99_rate5m': `histogram_quantile(0.99, sum by (${ECS}, le) (rate(grpc_request_duration_seconds_bucket[5m])))`,
};

const resources: Table = {
  'service_cache:cache_requests:rate5m': `sum by (${ECS}, cache) (rate(cache_hits_total[5m])) + sum by (${ECS}, cache) (rate(cache_misses_total[5m]))`,
  'service_cache:cache_hits:ratio_rate5m': `(sum by (${ECS}, cache) (rate(cache_hits_total[5m])) or 0 * service_cache:cache_requests:rate5m) / (service_cache:cache_requests:rate5m > 0)`,
  'service_pool:database_connections_used:ratio': `sum by (${ECS}, pool) (database_connections{state="used"}) / (sum by (${ECS}, pool) (database_connections_max) > 0)`,
  'service:database_query_duration_seconds:p95_rate5m': `histogram_quantile(0.95, sum by (${ECS}, le) (rate(database_query_duration_seconds_bucket[5m])))`,
  'service_queue:queue_depth:ratio': `sum by (${ECS}, queue) (queue_depth) / (sum by (${ECS}, queue) (queue_capacity) > 0)`,
};

const business: Table = {
  'cluster:business_active_users:max': `max by (${EC}) (business_active_users)`,
  'cluster_currency:business_revenue:increase1h': `sum by (${EC}, currency) (increase(business_revenue_total[1h]))`,
  'cluster:business_payments_failed:ratio_increase30m': `(sum by (${EC}) (increase(business_payments_total{outcome="failure"}[30m])) or 0 * sum by (${EC}) (increase(business_payments_total[30m]))) / (sum by (${EC}) (increase(business_payments_total[30m])) > 0)`,
  'cluster:business_conversion:ratio_increase1d': `sum by (${EC}) (increase(business_subscriptions_started_total[1d])) / (sum by (${EC}) (increase(business_signups_total[1d])) > 0)`,
  'cluster:business_premium_users:ratio': `sum by (${EC}) (max by (${EC}, plan) (business_premium_subscriptions)) / (max by (${EC}) (business_registered_users) > 0)`,
};

const health: Table = {
  'service:probe_success:ratio2m': `avg by (${ECS}, critical) (avg_over_time(probe_success[2m]) or max_over_time(up{tier="probe"}[2m]) == 0 and on (${EC}) max by (${EC}) (up{job="blackbox"}) == 1)`,
  'service:probe_duration_seconds:max2m': `max by (${ECS}, critical) (max_over_time(probe_duration_seconds[2m]))`,
  'service:health:status':
    'clamp_max((service:probe_success:ratio2m < bool 1) + (service:probe_duration_seconds:max2m > bool 1 or 0 * service:probe_success:ratio2m), 1) + (service:probe_success:ratio2m < bool 0.5)',
  'platform:health:status': `max by (${EC}) (service:health:status{critical="true"} or clamp_max(service:health:status{critical="false"}, 1) or up{tier="probe"} == bool 0)`,
};

function sloTable(name: string, bad: string, total: string, budget: string): Table {
  const ratio = (window: string) => `sum_over_time(${bad}[${window}]) / (sum_over_time(${total}[${window}]) > 0)`;
  const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
  return {
    ...Object.fromEntries(windows.map((window) => [`slo:error_ratio:rate${window}{${name}}`, ratio(window)])),
    [`slo:error_budget_remaining:ratio30d{${name}}`]: `1 - ${ratio('30d')} / ${budget}`,
    [`slo:burn_rate:ratio1h{${name}}`]: `slo:error_ratio:rate1h{slo="${name}"} / ${budget}`,
  };
}

const slo: Table = {
  ...sloTable('http-availability', 'service:http_requests_errors:rate5m', 'service:http_requests:rate5m', '0.001'),
  ...sloTable(
    'http-latency',
    'service:http_requests_slow:rate5m',
    'service:http_request_duration_seconds_count:rate5m',
    '0.01',
  ),
};

const specified: Readonly<Record<string, Table>> = { business, grpc, health, http, resources, slo, stream, system };

const observed = `sum by (${ECS}) (rate(http_request_duration_seconds[5m]))`;

/** What reads histograms otherwise once they are native. */
const native: Table = {
  'service:http_request_duration_seconds_count:rate5m': `histogram_count(${observed})`,
  'service:http_requests_slow:rate5m': `service:http_request_duration_seconds_count:rate5m - histogram_fraction(0, 0.1, ${observed}) * (histogram_count(${observed}) > 0)`,
  'service:http_request_duration_seconds:p50_rate5m': `histogram_quantile(0.5, ${observed})`,
  'service:http_request_duration_seconds:p95_rate5m': `histogram_quantile(0.95, ${observed})`,
  'service:http_request_duration_seconds:p99_rate5m': `histogram_quantile(0.99, ${observed})`,
  'service:grpc_request_duration_seconds:p99_rate5m': `histogram_quantile(0.99, sum by (${ECS}) (rate(grpc_request_duration_seconds[5m])))`,
  'service:database_query_duration_seconds:p95_rate5m': `histogram_quantile(0.95, sum by (${ECS}) (rate(database_query_duration_seconds[5m])))`,
};

interface GroupBody {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly { record?: string; expr: string; labels?: { slo?: string } }[];
}

/** The rule groups as they are written to the environment's files. */
function groupsOf(environment: Environment, histograms: HistogramMode = 'classic'): readonly GroupBody[] {
  const resources = compileRules({
    ...environment,
    project: 'test',
    environment: environment.name,
    histograms,
    made: (part) => part,
    report: (diagnostic) => expect.fail(diagnostic.message),
  });
  return resources.flatMap((resource) => (resource.body as { groups: GroupBody[] }).groups);
}

/** Each recording rule of a group, in order. Those of an SLO share names, so its label becomes part of the key. */
function recordsOf(group: GroupBody): [record: string, expr: string][] {
  return group.rules.flatMap(({ record, expr, labels }): [string, string][] =>
    record ? [[labels?.slo ? `${record}{${labels.slo}}` : record, expr]] : [],
  );
}

let loaded: Readonly<Record<string, Environment>>;

beforeAll(() => {
  const { environments } = loadProject({ cwd: root, environments: ['local', 'staging', 'prod'] });
  loaded = Object.fromEntries(environments.map((environment) => [environment.name, environment]));
});

function environment(name: string): Environment {
  return loaded[name] as Environment;
}

describe('the recording rules of prod', () => {
  it('are those of the specification, in its order, group by group', () => {
    const groups = groupsOf(environment('prod')).map((group) => [group.name, recordsOf(group)] as const);
    const recording = groups.filter(([, records]) => records.length > 0);
    expect(Object.fromEntries(recording)).toEqual(
      Object.fromEntries(Object.entries(specified).map(([name, table]) => [name, Object.entries(table)])),
    );
  });

  it('change with native histograms only where they read one', () => {
    const classic = Object.assign({}, ...Object.values(specified)) as Table;
    const found = groupsOf(environment('prod'), 'native').flatMap(recordsOf);
    expect(Object.fromEntries(found)).toEqual({ ...classic, ...native });
  });
});

describe('the recording rules of other environments', () => {
  it('leave out what looks back further than samples are kept', () => {
    const prod = groupsOf(environment('prod')).flatMap(recordsOf);
    const missing = (name: string) => {
      const here = new Set(
        groupsOf(environment(name))
          .flatMap(recordsOf)
          .map(([record]) => record),
      );
      return prod.map(([record]) => record).filter((record) => !here.has(record));
    };
    expect(missing('staging')).toEqual([
      'slo:error_budget_remaining:ratio30d{http-availability}',
      'slo:error_budget_remaining:ratio30d{http-latency}',
    ]);
    expect(missing('local')).toEqual([
      'slo:error_ratio:rate3d{http-availability}',
      'slo:error_budget_remaining:ratio30d{http-availability}',
      'slo:error_ratio:rate3d{http-latency}',
      'slo:error_budget_remaining:ratio30d{http-latency}',
    ]);
  });

  it.each([
    ['local', '0.5', 1_000],
    ['staging', '0.25', 20_000],
  ])('of %s count as slow what is above %s s and cap the budget at %d', (name, bound, budget) => {
    const records = Object.fromEntries(groupsOf(environment(name)).flatMap(recordsOf));
    expect(records['service:http_requests_slow:rate5m']).toContain(`_bucket{le="${bound}"}`);
    expect(records['cluster:stream_connections_budget:min']).toContain(`, ${budget})`);
  });

  it.each([
    ['local', '15s'],
    ['staging', '30s'],
    ['prod', '30s'],
  ])('of %s are evaluated every %s, SLO and business ones every minute', (name, interval) => {
    for (const group of groupsOf(environment(name))) {
      const slow = group.name === 'slo' || group.name === 'business';
      expect([group.name, group.interval]).toEqual([group.name, slow ? '60s' : interval]);
    }
  });
});

describe('where the node exporter is the source of host metrics', () => {
  it('the five marked records read it, under the same names', async () => {
    const { environments } = await import('../../platform/environments.js');
    Object.assign(environments.prod, { systemSource: 'node_exporter' });
    setEnvironment('prod');
    const { systemRecords } = await import('../../alerts/recording/system.js');
    const volume = `${ECN}, mountpoint`;
    const onDisk = '{fstype!~"tmpfs|overlay"}';
    const printed = systemRecords.map(({ rule }: Pick<Recording<string, unknown, never>, 'rule'>) => [
      rule.name,
      print(rule.query.toExpr('classic')),
    ]);
    expect(Object.fromEntries(printed)).toEqual({
      'node:system_cpu_usage:ratio': `1 - avg by (${ECN}) (rate(node_cpu_seconds_total{mode="idle"}[5m]))`,
      'node:system_memory_usage:ratio': `1 - max by (${ECN}) (node_memory_MemAvailable_bytes) / max by (${ECN}) (node_memory_MemTotal_bytes)`,
      'node_mountpoint:system_disk_usage:ratio': `1 - max by (${volume}) (node_filesystem_avail_bytes${onDisk}) / max by (${volume}) (node_filesystem_size_bytes${onDisk})`,
      'node_mountpoint:system_disk_free:bytes': `max by (${volume}) (node_filesystem_avail_bytes${onDisk})`,
      'node:system_load1_per_core:ratio': `max by (${ECN}) (node_load1) / count by (${ECN}) (node_cpu_seconds_total{mode="idle"})`,
      'instance:process_fds:ratio': 'process_open_fds / (process_max_fds > 0)',
    });
  });
});
