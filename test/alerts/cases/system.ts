import { app, cases, cluster, series } from '../rule-case.js';

const groups = ['system'];
const node = { node: 'n1' };
const onNode = { ...cluster, ...node, category: 'system', team: 'platform', service: 'node' };
const volume = { ...node, mountpoint: '/var/lib' };

const disk = (used: string) => ({
  [series('system_disk_usage_bytes', volume)]: used,
  [series('system_disk_total_bytes', volume)]: '100x600',
});

const stream = app('stream-server');
const descriptors = (open: number) => ({
  [series('process_open_fds', stream)]: `${open}x30`,
  [series('process_max_fds', stream)]: '100x30',
});
const tooManyDescriptors = { ...cluster, ...stream, category: 'capacity', team: 'streaming' };

export default [
  ...cases(
    'HighCpuUsage',
    { groups },
    {
      'CPU is at 95 %': {
        series: { [series('system_cpu_usage_percent', node)]: '95x20' },
        at: '6m',
        fires: [{ ...onNode, severity: 'critical' }],
      },
      'CPU is at 95 %, but not for long': {
        series: { [series('system_cpu_usage_percent', node)]: '95x20' },
        at: '4m',
        fires: [],
      },
      'CPU was at 95 % until three minutes ago: it is kept firing': {
        series: { [series('system_cpu_usage_percent', node)]: '95x9 50x20' },
        at: '13m',
        fires: [{ ...onNode, severity: 'critical' }],
      },
      'CPU is at 89 %': {
        series: { [series('system_cpu_usage_percent', node)]: '89x20' },
        at: '15m',
        fires: [],
      },
    },
  ),
  ...cases(
    'HighMemoryUsage',
    { groups },
    {
      '86 of 100 bytes are used': {
        series: {
          [series('system_memory_usage_bytes', node)]: '86x20',
          [series('system_memory_total_bytes', node)]: '100x20',
        },
        at: '6m',
        fires: [{ ...onNode, severity: 'critical' }],
      },
      '84 of 100 bytes are used': {
        series: {
          [series('system_memory_usage_bytes', node)]: '84x20',
          [series('system_memory_total_bytes', node)]: '100x20',
        },
        at: '15m',
        fires: [],
      },
    },
  ),
  ...cases(
    'DiskWillFill',
    { groups },
    {
      'a volume at 85 % grows by 1 % an hour': {
        series: disk('85+0.0166667x180'),
        at: '2h',
        fires: [{ ...onNode, mountpoint: '/var/lib', severity: 'warning' }],
      },
      'a volume at 91 % grows by 3 % an hour': {
        series: disk('91+0.05x120'),
        at: '1h',
        fires: [
          { ...onNode, mountpoint: '/var/lib', severity: 'warning' },
          { ...onNode, mountpoint: '/var/lib', severity: 'critical' },
        ],
      },
      'a volume has been full for hours': {
        series: disk('100x240'),
        at: '4h',
        fires: [
          { ...onNode, mountpoint: '/var/lib', severity: 'warning' },
          { ...onNode, mountpoint: '/var/lib', severity: 'critical' },
        ],
      },
      'a volume at 85 % does not grow': { series: disk('85x180'), at: '2h', fires: [] },
    },
  ),
  ...cases(
    'NodeDown',
    { groups },
    {
      'nothing on the node answers': {
        series: {
          [series('up', { ...app('stream-server') })]: '0x5',
          [series('up', { ...node, tier: 'node' })]: '0x5',
        },
        at: '3m',
        fires: [{ ...onNode, severity: 'critical' }],
      },
      'its agent does not answer, but what monitors does': {
        series: {
          [series('up', { ...node, tier: 'monitoring' })]: '1x5',
          [series('up', { ...node, tier: 'node' })]: '0x5',
        },
        at: '3m',
        fires: [],
      },
      'only its agent does not answer': {
        series: {
          [series('up', { ...app('stream-server') })]: '1x5',
          [series('up', { ...node, tier: 'node' })]: '0x5',
        },
        at: '3m',
        fires: [],
      },
    },
  ),
  ...cases(
    'FileDescriptorsHigh',
    { groups },
    {
      '82 of 100 are open': {
        series: descriptors(82),
        at: '11m',
        fires: [{ ...tooManyDescriptors, severity: 'warning' }],
      },
      '96 of 100 are open': {
        series: descriptors(96),
        at: '11m',
        fires: [
          { ...tooManyDescriptors, severity: 'warning' },
          { ...tooManyDescriptors, severity: 'critical' },
        ],
      },
      '50 of 100 are open': { series: descriptors(50), at: '20m', fires: [] },
    },
  ),
];
