import { anyValue, counter, gauge } from 'obsctl';
import { target } from '../labels.js';

const host = { group: 'system', owner: 'platform', exposedBy: ['node'] } as const;

export const systemCpuUsagePercent = gauge('system_cpu_usage_percent', {
  help: 'Busy CPU of the host, 0 to 100.',
  unit: 'percent',
  labels: target,
  ...host,
  series: 1,
  aggregate: 'max',
  note: 'Practice wants a ratio or a seconds counter; kept because consumers exist, read only through node:system_cpu_usage:ratio.',
});

export const systemCpuSeconds = counter('system_cpu_seconds_total', {
  help: 'CPU time over all cores by mode, in seconds.',
  unit: 'seconds',
  labels: { ...target, mode: ['user', 'system', 'iowait', 'steal', 'idle'] },
  ...host,
  series: 8,
  aggregate: 'sum',
});

export const systemNetworkErrors = counter('system_network_errors_total', {
  help: 'Network errors and drops.',
  unit: 'packets',
  labels: { ...target, device: anyValue, direction: ['rx', 'tx'] },
  ...host,
  series: 4,
  aggregate: 'sum',
});
