/** The metrics that the wrong and the right queries are about. */
import {
  anyValue,
  counter,
  gauge,
  histogram,
  max,
  quantile,
  query,
  rate,
  record,
  sum,
  summary,
  variable,
} from 'obsctl';

const info = {
  help: 'Help.',
  owner: 'team',
  group: 'group',
  exposedBy: ['service'],
  series: 1,
  aggregate: 'sum',
} as const;

export const requests = counter('http_requests_total', {
  ...info,
  unit: 'requests',
  labels: { service: ['api', 'web'], route: anyValue, status_code: anyValue },
});

export const connections = counter('connections_total', {
  ...info,
  unit: 'connections',
  labels: { service: ['api', 'web'], protocol: anyValue },
});

export const cpu = counter('process_cpu_seconds_total', {
  ...info,
  unit: 'seconds',
  labels: { service: ['api', 'web'] },
});

export const duration = histogram('http_request_duration_seconds', {
  ...info,
  unit: 'seconds',
  labels: { service: ['api', 'web'], route: anyValue },
  buckets: [0.05, 0.1, 0.5, 1],
});

export const gcPause = summary('gc_pause_seconds', {
  ...info,
  unit: 'seconds',
  labels: { service: ['api', 'web'] },
  quantiles: ['0.5', '1'],
});

export const memory = gauge('memory_bytes', {
  ...info,
  unit: 'bytes',
  labels: { service: ['api', 'web'], node: anyValue },
});

export const load = gauge('system_load1', { ...info, unit: 'count', labels: { node: anyValue } });

export const uptime = gauge('uptime_seconds', { ...info, unit: 'seconds', labels: { node: anyValue } });

export const errorRate = record('service:errors:rate5m', sum(rate(requests, '5m')).by('service'));

export const availability = record('service:availability', sum(rate(requests, '5m')).by('service'), {
  labels: { slo: 'availability' },
});

export const p99 = record('service:duration:p99', quantile(0.99, sum(rate(duration, '5m')).by('service')));

export const nodes = variable.labelValues('node', memory, 'node', { label: 'Node' });

export const prometheus = variable.datasource('datasource', { type: 'prometheus', label: 'Data source' });

export const panelQuery = query(max(memory));
