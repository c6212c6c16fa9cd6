import { anyValue, counter, except, gauge } from 'obsctl';
import { target } from '../labels.js';

/** What replaces the host agent's metrics where `systemSource` is `node_exporter`. */
const exporter = { owner: 'platform', group: 'consumed', exposedBy: ['node-exporter'], series: 1 } as const;

const filesystem = { ...target, device: anyValue, fstype: anyValue, mountpoint: anyValue } as const;

/** `count` may read the counter too: one series for each core. */
export const nodeCpuSeconds = counter('node_cpu_seconds_total', {
  help: 'CPU time of each core by mode.',
  unit: 'seconds',
  labels: { ...target, cpu: anyValue, mode: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeLoad1 = gauge('node_load1', {
  help: 'Load average of one minute.',
  unit: 'count',
  labels: target,
  aggregate: 'max',
  ...exporter,
});

export const nodeMemoryAvailable = except(
  gauge('node_memory_MemAvailable_bytes', {
    help: 'Memory available to new processes.',
    unit: 'bytes',
    labels: target,
    aggregate: 'max',
    ...exporter,
  }),
  'metric/camel-case',
  'the node exporter takes the names of /proc/meminfo',
);

export const nodeMemoryTotal = except(
  gauge('node_memory_MemTotal_bytes', {
    help: 'Installed memory.',
    unit: 'bytes',
    labels: target,
    aggregate: 'max',
    ...exporter,
  }),
  'metric/camel-case',
  'the node exporter takes the names of /proc/meminfo',
);

export const nodeFilesystemAvailable = gauge('node_filesystem_avail_bytes', {
  help: 'Space available to ordinary users.',
  unit: 'bytes',
  labels: filesystem,
  aggregate: 'max',
  ...exporter,
});

export const nodeFilesystemSize = gauge('node_filesystem_size_bytes', {
  help: 'Size of the file system.',
  unit: 'bytes',
  labels: filesystem,
  aggregate: 'max',
  ...exporter,
});

export const nodeDiskIoTime = counter('node_disk_io_time_seconds_total', {
  help: 'Time a device was busy.',
  unit: 'seconds',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeNetworkReceived = counter('node_network_receive_bytes_total', {
  help: 'Bytes received.',
  unit: 'bytes',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeNetworkSent = counter('node_network_transmit_bytes_total', {
  help: 'Bytes sent.',
  unit: 'bytes',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeNetworkReceiveErrors = counter('node_network_receive_errs_total', {
  help: 'Received packets in error.',
  unit: 'packets',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeNetworkSendErrors = counter('node_network_transmit_errs_total', {
  help: 'Sent packets in error.',
  unit: 'packets',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeNetworkReceiveDrops = counter('node_network_receive_drop_total', {
  help: 'Received packets dropped.',
  unit: 'packets',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeNetworkSendDrops = counter('node_network_transmit_drop_total', {
  help: 'Sent packets dropped.',
  unit: 'packets',
  labels: { ...target, device: anyValue },
  aggregate: 'sum',
  ...exporter,
});

export const nodeFileDescriptorsOpen = gauge('node_filefd_allocated', {
  help: 'Open file descriptors of the kernel.',
  unit: 'count',
  labels: target,
  aggregate: 'max',
  ...exporter,
});

export const nodeFileDescriptorsMax = gauge('node_filefd_maximum', {
  help: 'Limit of file descriptors of the kernel.',
  unit: 'count',
  labels: target,
  aggregate: 'max',
  ...exporter,
});

export const nodeBootTime = gauge('node_boot_time_seconds', {
  help: 'Unix time of the last boot.',
  unit: 'seconds',
  labels: target,
  aggregate: 'max',
  ...exporter,
});
