import { anyValue, counter, gauge } from 'obsctl';
import { target } from '../labels.js';

export const systemCpuUsagePercent = gauge('system_cpu_usage_percent', {
  help: 'Busy CPU of the host, 0 to 100.',
  unit: 'percent',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
  note: 'Practice wants a ratio or a seconds counter; kept because consumers exist, read only through node:system_cpu_usage:ratio.',
});

export const systemCpuSeconds = counter('system_cpu_seconds_total', {
  help: 'CPU time over all cores by mode.',
  unit: 'seconds',
  labels: { ...target, mode: ['user', 'nice', 'system', 'iowait', 'irq', 'softirq', 'steal', 'idle'] },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 8,
  aggregate: 'sum',
});

export const systemCpuCores = gauge('system_cpu_cores', {
  help: 'Online cores.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});

export const systemLoad1 = gauge('system_load1', {
  help: 'Load average of one minute: tasks that run or wait.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});

export const systemMemoryUsage = gauge('system_memory_usage_bytes', {
  help: 'Used memory: total less available.',
  unit: 'bytes',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});

export const systemMemoryTotal = gauge('system_memory_total_bytes', {
  help: 'Installed memory.',
  unit: 'bytes',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});

export const systemDiskUsage = gauge('system_disk_usage_bytes', {
  help: 'Used space of a volume.',
  unit: 'bytes',
  labels: { ...target, mountpoint: anyValue },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 4,
  aggregate: 'max',
});

export const systemDiskTotal = gauge('system_disk_total_bytes', {
  help: 'Size of a volume.',
  unit: 'bytes',
  labels: { ...target, mountpoint: anyValue },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 4,
  aggregate: 'max',
});

export const systemDiskIoTime = counter('system_disk_io_time_seconds_total', {
  help: 'Time a device was busy.',
  unit: 'seconds',
  labels: { ...target, device: anyValue },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 2,
  aggregate: 'sum',
});

export const systemNetworkReceived = counter('system_network_rx_bytes_total', {
  help: 'Bytes received.',
  unit: 'bytes',
  labels: { ...target, device: anyValue },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 2,
  aggregate: 'sum',
  note: 'Practice writes receive for rx; kept.',
});

export const systemNetworkSent = counter('system_network_tx_bytes_total', {
  help: 'Bytes sent.',
  unit: 'bytes',
  labels: { ...target, device: anyValue },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 2,
  aggregate: 'sum',
  note: 'Practice writes transmit for tx; kept.',
});

export const systemNetworkErrors = counter('system_network_errors_total', {
  help: 'Packets in error or dropped.',
  unit: 'packets',
  labels: { ...target, device: anyValue, direction: ['rx', 'tx'] },
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 4,
  aggregate: 'sum',
});

export const systemFileDescriptorsOpen = gauge('system_file_descriptors_open', {
  help: 'Open file descriptors of the kernel.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});

export const systemFileDescriptorsMax = gauge('system_file_descriptors_max', {
  help: 'Limit of file descriptors of the kernel.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});

export const systemBootTime = gauge('system_boot_time_seconds', {
  help: 'Unix time of the last boot; uptime is time() less this.',
  unit: 'seconds',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: ['node'],
  series: 1,
  aggregate: 'max',
});
