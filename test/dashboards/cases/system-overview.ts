import type { PanelCase } from '../panel-case.js';

export const panels: readonly PanelCase[] = [
  {
    title: 'Nodes up',
    type: 'stat',
    units: ['short'],
    thresholds: [[1]],
    queries: ['sum(up{E,tier="node"})', 'count(up{E,tier="node"})'],
  },
  {
    title: 'CPU, memory, disk: fullest node or volume',
    type: 'gauge',
    units: ['percentunit'],
    thresholds: [
      [0.7, 0.9],
      [0.75, 0.85],
      [0.8, 0.9],
    ],
    queries: [
      'max(node:system_cpu_usage:ratio{N})',
      'max(node:system_memory_usage:ratio{N})',
      'max(node_mountpoint:system_disk_usage:ratio{N})',
    ],
  },
  {
    title: 'Active connections',
    type: 'stat',
    units: ['short'],
    thresholds: [[1000, 80000, 95000]],
    queries: ['sum(cluster:stream_connections_active:sum{E})'],
  },
  {
    title: 'Firing alerts',
    type: 'stat',
    units: ['short'],
    thresholds: [[1]],
    queries: ['count(ALERTS{E,alertstate="firing",severity!="info"}) or vector(0)'],
  },
  {
    title: 'CPU by node; load per core',
    type: 'timeseries',
    units: ['percentunit', 'short'],
    thresholds: [[0.7, 0.9]],
    queries: ['node:system_cpu_usage:ratio{N}', 'node:system_load1_per_core:ratio{N}'],
  },
  {
    title: 'CPU by mode',
    type: 'timeseries',
    units: ['percentunit'],
    queries: ['sum by (mode) (rate(system_cpu_seconds_total{N,mode!="idle"}[RI])) / scalar(sum(system_cpu_cores{N}))'],
  },
  {
    title: 'Memory used and installed',
    type: 'timeseries',
    units: ['bytes'],
    queries: ['max by (node) (system_memory_usage_bytes{N})', 'max by (node) (system_memory_total_bytes{N})'],
  },
  {
    title: 'Disk usage by volume',
    type: 'bargauge',
    units: ['percentunit'],
    thresholds: [[0.8, 0.9]],
    queries: ['sort_desc(node_mountpoint:system_disk_usage:ratio{N})'],
  },
  {
    title: 'Time until full (last 6 h trend)',
    type: 'table',
    units: ['s'],
    thresholds: [[14400, 86400]],
    queries: [
      'node_mountpoint:system_disk_free:bytes{N} / (-deriv(node_mountpoint:system_disk_free:bytes{N}[6h]) > 0)',
    ],
  },
  {
    title: 'Disk busy',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.7, 0.9]],
    queries: ['max by (node, device) (rate(system_disk_io_time_seconds_total{N}[RI]))'],
  },
  {
    title: 'Throughput (in up, out down); errors',
    type: 'timeseries',
    units: ['Bps', 'pps'],
    queries: [
      'sum by (node) (rate(system_network_rx_bytes_total{N,device!="lo"}[RI]))',
      'sum by (node) (rate(system_network_tx_bytes_total{N,device!="lo"}[RI]))',
      'sum by (node, direction) (rate(system_network_errors_total{N}[RI]))',
    ],
  },
  {
    title: 'File descriptors used',
    type: 'timeseries',
    units: ['percentunit'],
    thresholds: [[0.8, 0.95]],
    queries: [
      'max by (service, instance) (instance:process_fds:ratio{N})',
      'max by (node) (system_file_descriptors_open{N} / system_file_descriptors_max{N})',
    ],
  },
  {
    title: 'Node uptime',
    type: 'table',
    units: ['dtdurations'],
    queries: ['time() - max by (node) (system_boot_time_seconds{N})'],
  },
];
