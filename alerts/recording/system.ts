import { avg, count, div, gt, max, notRe, percentToRatio, rate, record, sub } from 'obsctl';
import { env } from '../../platform/env.js';
import { ECN } from '../../platform/labels.js';
import {
  nodeCpuSeconds,
  nodeFilesystemAvailable,
  nodeFilesystemSize,
  nodeLoad1,
  nodeMemoryAvailable,
  nodeMemoryTotal,
} from '../../platform/metrics/node-exporter.js';
import { processMaxFds, processOpenFds } from '../../platform/metrics/process.js';
import {
  systemCpuCores,
  systemCpuUsagePercent,
  systemDiskTotal,
  systemDiskUsage,
  systemLoad1,
  systemMemoryTotal,
  systemMemoryUsage,
} from '../../platform/metrics/system.js';

/** Every alert reads the recorded names, so nothing else changes where the node exporter is the source. */
const nodeExporter = env.systemSource === 'node_exporter';

const onDisk = { fstype: notRe('tmpfs|overlay') };
const volume = [...ECN, 'mountpoint'] as const;

export const cpuUsage = record(
  'node:system_cpu_usage:ratio',
  nodeExporter
    ? sub(1, avg(rate(nodeCpuSeconds.where({ mode: 'idle' }), '5m')).by(...ECN))
    : percentToRatio(max(systemCpuUsagePercent).by(...ECN)),
);

export const memoryUsage = record(
  'node:system_memory_usage:ratio',
  nodeExporter
    ? sub(1, div(max(nodeMemoryAvailable).by(...ECN), max(nodeMemoryTotal).by(...ECN)))
    : div(max(systemMemoryUsage).by(...ECN), max(systemMemoryTotal).by(...ECN)),
);

export const diskUsage = record(
  'node_mountpoint:system_disk_usage:ratio',
  nodeExporter
    ? sub(
        1,
        div(
          max(nodeFilesystemAvailable.where(onDisk)).by(...volume),
          max(nodeFilesystemSize.where(onDisk)).by(...volume),
        ),
      )
    : div(max(systemDiskUsage).by(...volume), max(systemDiskTotal).by(...volume)),
);

export const diskFree = record(
  'node_mountpoint:system_disk_free:bytes',
  nodeExporter
    ? max(nodeFilesystemAvailable.where(onDisk)).by(...volume)
    : sub(max(systemDiskTotal).by(...volume), max(systemDiskUsage).by(...volume)),
);

export const loadPerCore = record(
  'node:system_load1_per_core:ratio',
  nodeExporter
    ? div(max(nodeLoad1).by(...ECN), count(nodeCpuSeconds.where({ mode: 'idle' })).by(...ECN))
    : div(max(systemLoad1).by(...ECN), max(systemCpuCores).by(...ECN)),
);

export const fileDescriptors = record('instance:process_fds:ratio', div(processOpenFds, gt(processMaxFds, 0)));

export const systemRecords = [cpuUsage, memoryUsage, diskUsage, diskFree, loadPerCore, fileDescriptors];
