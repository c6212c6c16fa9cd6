import { and, eq, gt, le, max, predictLinear, re, ruleGroup } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { ECN } from '../platform/labels.js';
import { up } from '../platform/metrics/consumed.js';
import { thresholds } from '../platform/thresholds.js';
import { platformAlert } from './conventions.js';
import { cpuUsage, diskFree, diskUsage, fileDescriptors, memoryUsage, systemRecords } from './recording/system.js';

const node = { category: 'system', team: 'platform', service: 'node', dashboard: uids.systemOverview } as const;

export const highCpuUsage = platformAlert('HighCpuUsage', {
  ...node,
  expr: gt(cpuUsage, thresholds.cpu.red),
  for: '5m',
  keep: '5m',
  severity: 'critical',
  summary: 'CPU of {{ $labels.node }} is nearly used up',
  impact: 'Latency rises and connections drop.',
  action: 'Find the busiest process, move load away from the node, add a node.',
});

export const highMemoryUsage = platformAlert('HighMemoryUsage', {
  ...node,
  expr: gt(memoryUsage, thresholds.memory.red),
  for: '5m',
  keep: '5m',
  severity: 'critical',
  summary: 'Memory of {{ $labels.node }} is nearly used up',
  impact: 'The kernel will soon kill a process.',
  action: 'Look for a leak, restart the largest service gracefully.',
});

const volume = {
  ...node,
  impact: 'Writes fail; on a data volume the database stops.',
  action: 'Rotate logs, purge what can go, extend the volume.',
} as const;

// "at most 0": the trend of a volume that has been full for long is a flat line at 0
export const diskWillFillWarning = platformAlert('DiskWillFill', {
  ...volume,
  expr: and(gt(diskUsage, thresholds.disk.yellow), le(predictLinear(diskFree, '6h', thresholds.diskFull.yellow), 0)),
  for: '30m',
  severity: 'warning',
  summary: '{{ $labels.mountpoint }} on {{ $labels.node }} is full within a day',
});

export const diskWillFillCritical = platformAlert('DiskWillFill', {
  ...volume,
  expr: and(gt(diskUsage, thresholds.disk.red), le(predictLinear(diskFree, '1h', thresholds.diskFull.red), 0)),
  for: '15m',
  severity: 'critical',
  summary: '{{ $labels.mountpoint }} on {{ $labels.node }} is full within four hours',
});

export const nodeDown = platformAlert('NodeDown', {
  category: 'system',
  team: 'platform',
  service: 'node',
  dashboard: uids.systemOverview,
  expr: eq(max(up.where({ tier: re('node|app|data|monitoring') })).by(...ECN), 0),
  for: '2m',
  severity: 'critical',
  summary: 'Nothing on {{ $labels.node }} answers',
  impact: 'Everything that runs on the node is gone for its users.',
  action: 'Check whether the host and its network are up, then its agent.',
});

const descriptors = {
  category: 'capacity',
  team: 'auto',
  dashboard: uids.systemOverview,
  keep: '5m',
  summary: '{{ $labels.instance }} of {{ $labels.service }} runs out of file descriptors',
  impact: 'accept() fails and new listeners are refused.',
  action: 'Raise the limit, find sockets that are never closed.',
} as const;

export const fileDescriptorsHighWarning = platformAlert('FileDescriptorsHigh', {
  ...descriptors,
  expr: gt(fileDescriptors, thresholds.fileDescriptors.yellow),
  for: '10m',
  severity: 'warning',
});

export const fileDescriptorsHighCritical = platformAlert('FileDescriptorsHigh', {
  ...descriptors,
  expr: gt(fileDescriptors, thresholds.fileDescriptors.red),
  for: '2m',
  severity: 'critical',
});

export default ruleGroup('system', { interval: env.evaluationInterval }, [
  ...systemRecords,
  highCpuUsage,
  highMemoryUsage,
  diskWillFillWarning,
  diskWillFillCritical,
  nodeDown,
  fileDescriptorsHighWarning,
  fileDescriptorsHighCritical,
]);
