import {
  above,
  below,
  between,
  count,
  dashboard,
  deriv,
  div,
  gt,
  max,
  negate,
  not,
  orZero,
  panel,
  query,
  rate,
  row,
  scalar,
  sortDesc,
  sub,
  sum,
  time,
} from 'obsctl';
import { connections } from '../alerts/recording/stream.js';
import {
  cpuUsage,
  diskFree,
  diskUsage,
  fileDescriptors,
  loadPerCore,
  memoryUsage,
} from '../alerts/recording/system.js';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { activeAlerts, up } from '../platform/metrics/consumed.js';
import {
  systemBootTime,
  systemCpuCores,
  systemCpuSeconds,
  systemDiskIoTime,
  systemFileDescriptorsMax,
  systemFileDescriptorsOpen,
  systemMemoryTotal,
  systemMemoryUsage,
  systemNetworkErrors,
  systemNetworkReceived,
  systemNetworkSent,
} from '../platform/metrics/system.js';
import { thresholds } from '../platform/thresholds.js';
import { cluster, common, datasource, E, environment, N, node, RI, runbook, toDashboard } from './common.js';

const nodes = up.where({ ...E, tier: 'node' });
const firing = activeAlerts.where({ ...E, alertstate: 'firing', severity: not('info') });
const free = diskFree.where(N);

const status = row(
  'Status',
  [
    panel.stat('Nodes up', {
      description: 'Nodes whose agent answers, of all nodes. A difference is a node that is down or not watched.',
      width: 5,
      queries: [
        query(sum(nodes), { legend: 'up', unit: 'short', thresholds: below({ red: 1 }) }),
        query(count(nodes), { legend: 'of' }),
      ],
      links: [toDashboard(uids.alertsHealth, 'Alerts & Health')],
    }),
    panel.gauge('CPU, memory, disk: fullest node or volume', {
      description: 'The fullest node or volume of each kind. What turns red first is what runs out first.',
      width: 9,
      queries: [
        query(max(cpuUsage.where(N)), { legend: 'CPU', thresholds: above(thresholds.cpu) }),
        query(max(memoryUsage.where(N)), { legend: 'Memory', thresholds: above(thresholds.memory) }),
        query(max(diskUsage.where(N)), { legend: 'Disk', thresholds: above(thresholds.disk) }),
      ],
      min: 0,
      max: 1,
      links: [runbook('HighCpuUsage'), runbook('HighMemoryUsage'), runbook('DiskWillFill')],
    }),
    panel.stat('Active connections', {
      description: 'Open stream connections of all instances. Red when nearly nobody is connected, or nearly too many.',
      width: 5,
      sparkline: true,
      queries: [query(sum(connections.where(E)), { legend: 'connections' })],
      thresholds: between({
        redBelow: env.connections.minimum,
        yellow: thresholds.connectionBudget.yellow * env.connections.budget,
        red: thresholds.connectionBudget.red * env.connections.budget,
      }),
      links: [toDashboard(uids.performance, 'Performance Deep Dive')],
    }),
    panel.stat('Firing alerts', {
      description: 'Alerts that fire now, without those that only inform.',
      width: 5,
      queries: [query(orZero(count(firing)), { legend: 'firing' })],
      thresholds: above({ red: 1 }),
      links: [toDashboard(uids.alertsHealth, 'Alerts & Health')],
    }),
  ],
  { height: 6 },
);

const cpu = row('CPU', [
  panel.timeseries('CPU by node; load per core', {
    description:
      'Busy share of each node, and processes that want to run per core. Load over 1 with an idle CPU waits for disks.',
    queries: [
      query(cpuUsage.where(N), { legend: '{{node}}' }),
      query(loadPerCore.where(N), { legend: '{{node}} load', axis: 'right', unit: 'short' }),
    ],
    thresholds: above(thresholds.cpu),
    links: [toDashboard(uids.systemOverview, 'Only this node', ['node'])],
  }),
  panel.timeseries('CPU by mode', {
    description:
      'What the busy part of all cores is spent on. Much iowait is a slow disk, much steal a noisy neighbour.',
    stacked: true,
    queries: [
      query(
        div(
          sum(rate(systemCpuSeconds.where({ ...N, mode: not('idle') }), RI)).by('mode'),
          scalar(sum(systemCpuCores.where(N))),
        ),
        { legend: '{{mode}}' },
      ),
    ],
  }),
]);

const memoryAndDisk = row('Memory and disk', [
  panel.timeseries('Memory used and installed', {
    description: 'The dashed line is what the node has. Use that climbs without ever falling is a leak.',
    queries: [
      query(max(systemMemoryUsage.where(N)).by('node'), { legend: '{{node}} used' }),
      query(max(systemMemoryTotal.where(N)).by('node'), { legend: '{{node}} installed', dashed: true }),
    ],
  }),
  panel.bargauge('Disk usage by volume', {
    description: 'Used share of each volume, fullest first.',
    queries: [query(sortDesc(diskUsage.where(N)), { legend: '{{node}} {{mountpoint}}' })],
    thresholds: above(thresholds.disk),
    min: 0,
    max: 1,
    links: [runbook('DiskWillFill')],
  }),
  panel.table('Time until full (last 6 h trend)', {
    description: 'When each volume that is filling up will be full, if it goes on as in the last six hours.',
    rows: ['cluster', 'node', 'mountpoint'],
    queries: [
      query(div(free, gt(negate(deriv(free, '6h')), 0)), {
        column: 'Full in',
        unit: 's',
        thresholds: below(thresholds.diskFull),
      }),
    ],
    noValue: 'No volume is filling up',
    links: [runbook('DiskWillFill')],
  }),
  panel.timeseries('Disk busy', {
    description: 'Share of the time in which the device had something to do. Near 100 % requests queue.',
    queries: [query(max(rate(systemDiskIoTime.where(N), RI)).by('node', 'device'), { legend: '{{node}} {{device}}' })],
    thresholds: above(thresholds.diskBusy),
  }),
]);

const wired = { ...N, device: not('lo') } as const;

const networkAndLimits = row('Network and limits', [
  panel.timeseries('Throughput (in up, out down); errors', {
    description: 'Traffic of each node without loopback. Errors on the right axis should be none.',
    queries: [
      query(sum(rate(systemNetworkReceived.where(wired), RI)).by('node'), { legend: '{{node}} in' }),
      query(sum(rate(systemNetworkSent.where(wired), RI)).by('node'), { legend: '{{node}} out', mirrored: true }),
      query(sum(rate(systemNetworkErrors.where(N), RI)).by('node', 'direction'), {
        legend: '{{node}} {{direction}} errors',
        axis: 'right',
        unit: 'pps',
      }),
    ],
    links: [runbook('NodeDown')],
  }),
  panel.timeseries('File descriptors used', {
    description: 'Open files and sockets of each process and node, of what it may have. At 100 % it accepts no more.',
    queries: [
      query(max(fileDescriptors.where(N)).by('service', 'instance'), { legend: '{{service}} {{instance}}' }),
      query(max(div(systemFileDescriptorsOpen.where(N), systemFileDescriptorsMax.where(N))).by('node'), {
        legend: '{{node}}',
      }),
    ],
    thresholds: above(thresholds.fileDescriptors),
    links: [runbook('FileDescriptorsHigh')],
  }),
  panel.table('Node uptime', {
    description: 'Time since each node was started. A short one explains a gap elsewhere.',
    rows: ['node'],
    queries: [query(sub(time(), max(systemBootTime.where(N)).by('node')), { column: 'Up for', unit: 'dtdurations' })],
    sortBy: 'Up for',
  }),
]);

export default dashboard({
  ...common,
  uid: uids.systemOverview,
  title: 'System Overview',
  description: 'Is every machine healthy, and which one runs out of what first?',
  from: '6h',
  refresh: '30s',
  variables: [datasource, environment, cluster, node],
  rows: [status, cpu, memoryAndDisk, networkAndLimits],
});
