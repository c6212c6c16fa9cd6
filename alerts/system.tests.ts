import { expect, message, perHour, series, steady, test } from 'obsctl';
import { up } from '../platform/metrics/consumed.js';
import { processMaxFds, processOpenFds } from '../platform/metrics/process.js';
import {
  systemCpuCores,
  systemCpuUsagePercent,
  systemDiskTotal,
  systemDiskUsage,
  systemLoad1,
  systemMemoryTotal,
  systemMemoryUsage,
} from '../platform/metrics/system.js';
import { thresholds } from '../platform/thresholds.js';
import { cluster, everyMinute, stream } from './given.js';
import { everybody, read } from './readers.js';
import * as to from './receivers.js';
import { diskFree, diskUsage, loadPerCore } from './recording/system.js';
import {
  diskWillFillCritical,
  diskWillFillWarning,
  fileDescriptorsHighCritical,
  fileDescriptorsHighWarning,
  highCpuUsage,
  highMemoryUsage,
  nodeDown,
} from './system.js';

const node = { ...cluster, node: 'n1' } as const;
const agent = { ...node, instance: 'a:9464' } as const;
const otherAgent = { ...node, instance: 'b:9464' } as const;
const onNode = { ...node, category: 'system', team: 'platform', service: 'node' };

const { red: cpu } = thresholds.cpu;
const { red: memory } = thresholds.memory;

const volume = { ...node, mountpoint: '/var/lib' } as const;
const onVolume = { ...onNode, mountpoint: '/var/lib' };

/** A volume of 100 bytes that is used so far, and fills up within so many hours. */
const filling = (used: number, hours: number) => [
  everyMinute,
  series(systemDiskTotal, volume, 100),
  series(systemDiskUsage, volume, perHour((100 - used) / hours).from(used)),
];

const fds = (open: number) => [
  series(processOpenFds, stream, steady(open).for('20m'), steady(10)),
  series(processMaxFds, stream, 100),
];
const tooManyFds = { ...stream, category: 'capacity', team: 'streaming' };

export default [
  test(
    'HighCpuUsage: CPU is above its threshold for ten minutes',
    series(systemCpuUsagePercent, agent, steady(100 * cpu + 1).for('10m'), steady(50)),
    series(systemCpuUsagePercent, otherAgent, 5),
    expect(highCpuUsage).toBePending('4m 30s'),
    expect(highCpuUsage).toFireAt('5m', {
      labels: { ...onNode, severity: 'critical' },
      annotations: {
        summary: 'CPU of n1 is nearly used up',
        description: `Now ${100 * cpu + 1}%, and the threshold is ${100 * cpu}%.`,
        runbook_url: /\/HighCpuUsage$/,
        dashboard_url: /var-cluster=eu-1/,
      },
    }),
    expect(highCpuUsage).toFireAt('14m'),
    expect(highCpuUsage).toResolveBy('15m 30s'),
  ),
  test(
    'HighCpuUsage: two reporters of a node do not add up',
    series(systemCpuUsagePercent, agent, 100 * cpu - 1),
    series(systemCpuUsagePercent, otherAgent, 20),
    expect(highCpuUsage).toStayQuiet('15m'),
  ),
  test(
    'HighMemoryUsage: memory is above its threshold for ten minutes',
    series(systemMemoryUsage, agent, steady(1000 * memory + 10).for('10m'), steady(500)),
    series(systemMemoryUsage, otherAgent, 5),
    series(systemMemoryTotal, agent, 1000),
    series(systemMemoryTotal, otherAgent, 900),
    expect(highMemoryUsage).toBePending('4m 30s'),
    expect(highMemoryUsage).toFireAt('5m', { labels: { ...onNode, severity: 'critical' } }),
    expect(highMemoryUsage).toFireAt('14m'),
    expect(highMemoryUsage).toResolveBy('15m 30s'),
  ),
  test(
    'HighMemoryUsage: memory is below',
    series(systemMemoryUsage, agent, 1000 * memory - 10),
    series(systemMemoryTotal, agent, 1000),
    series(systemMemoryTotal, otherAgent, 900),
    expect(highMemoryUsage).toStayQuiet('15m'),
  ),
  test(
    'DiskWillFill: a volume is full in 22 hours',
    filling(81, 22),
    expect(diskWillFillWarning).toBePending('30m'),
    expect(diskWillFillWarning).toFireAt('33m', { labels: { ...onVolume, severity: 'warning' } }),
    expect(diskWillFillCritical).toStayQuiet('2h'),
  ),
  test('DiskWillFill: a volume is full in 30 hours', filling(85, 30), expect(diskWillFillWarning).toStayQuiet('3h')),
  test(
    'DiskWillFill: a volume fills up, but is not very full yet',
    filling(70, 5),
    expect(diskWillFillWarning).toStayQuiet('1h 30m'),
    expect(diskWillFillCritical).toStayQuiet('1h 30m'),
  ),
  test(
    'DiskWillFill: a volume is full in less than four hours',
    filling(91, 4.5),
    expect(diskWillFillCritical).toBePending('45m'),
    expect(diskWillFillCritical).toFireAt('51m', { labels: { ...onVolume, severity: 'critical' } }),
    expect(diskWillFillWarning).toFireAt('51m', { labels: { severity: 'warning' } }),
  ),
  test(
    'DiskWillFill: a volume is full in six hours, which is time enough',
    filling(91, 6),
    expect(diskWillFillCritical).toStayQuiet('1h'),
  ),
  test(
    'DiskWillFill: a volume has been full for hours',
    everyMinute,
    series(systemDiskTotal, volume, 100),
    series(systemDiskUsage, volume, 100),
    expect(diskWillFillWarning).toFireAt('4h', { labels: { severity: 'warning' } }),
    expect(diskWillFillCritical).toFireAt('4h', { labels: { severity: 'critical' } }),
  ),
  test(
    'DiskWillFill: a volume is rather full, and stays so',
    everyMinute,
    series(systemDiskTotal, volume, 100),
    series(systemDiskUsage, volume, 99.5),
    expect(diskWillFillWarning).toStayQuiet('3h'),
    expect(diskWillFillCritical).toStayQuiet('3h'),
  ),
  test(
    'NodeDown: nothing on the node answers for five minutes',
    series(up, stream, steady(0).for('5m'), steady(1)),
    series(up, { ...node, tier: 'node' }, 0),
    series(up, { ...node, tier: 'data' }, 0),
    series(up, { ...cluster, node: 'n2', tier: 'node' }, 1),
    expect(nodeDown).toBePending('1m 30s'),
    expect(nodeDown).toFireAt('2m', { labels: { ...onNode, severity: 'critical' } }),
    expect(nodeDown).toFireAt('4m 30s'),
    expect(nodeDown).toResolveBy('5m'),
  ),
  test(
    'NodeDown: its agent does not answer, but what monitors does',
    series(up, { ...node, tier: 'monitoring' }, 1),
    series(up, { ...node, tier: 'node' }, 0),
    expect(nodeDown).toStayQuiet('10m'),
  ),
  test(
    'NodeDown: only its agent does not answer',
    series(up, stream, 1),
    series(up, { ...node, tier: 'node' }, 0),
    expect(nodeDown).toStayQuiet('10m'),
  ),
  test(
    'NodeDown: a probe that looks at a node from outside says nothing about it',
    series(up, { ...node, tier: 'probe' }, 0),
    expect(nodeDown).toStayQuiet('10m'),
  ),
  test(
    'FileDescriptorsHigh: 82 of 100 are open for twenty minutes',
    fds(82),
    expect(fileDescriptorsHighWarning).toBePending('9m 30s'),
    expect(fileDescriptorsHighWarning).toFireAt('10m', { labels: { ...tooManyFds, severity: 'warning' } }),
    expect(fileDescriptorsHighWarning).toFireAt('24m'),
    expect(fileDescriptorsHighWarning).toResolveBy('25m 30s'),
    expect(fileDescriptorsHighCritical).toStayQuiet('30m'),
  ),
  test(
    'FileDescriptorsHigh: 97 of 100 are open for twenty minutes',
    fds(97),
    expect(fileDescriptorsHighCritical).toBePending('1m 30s'),
    expect(fileDescriptorsHighCritical).toFireAt('2m', { labels: { ...tooManyFds, severity: 'critical' } }),
    expect(fileDescriptorsHighCritical).toFireAt('24m'),
    expect(fileDescriptorsHighCritical).toResolveBy('25m 30s'),
    expect(fileDescriptorsHighWarning).toFireAt('11m', { labels: { severity: 'warning' } }),
  ),
  test('FileDescriptorsHigh: 78 of 100 are open', fds(78), expect(fileDescriptorsHighWarning).toStayQuiet('20m')),
  test(
    'FileDescriptorsHigh: a process without a limit says nothing',
    series(processOpenFds, stream, 50),
    series(processMaxFds, stream, 0),
    expect(fileDescriptorsHighWarning).toStayQuiet('20m'),
  ),
  test(
    'FileDescriptorsHigh: the only one is open',
    series(processOpenFds, stream, 1),
    series(processMaxFds, stream, 1),
    expect(fileDescriptorsHighCritical).toFireAt('3m'),
  ),
  test(
    'disks: what two agents say of the same volume',
    series(systemDiskTotal, { ...volume, instance: 'a:9464' }, 100),
    series(systemDiskTotal, { ...volume, instance: 'b:9464' }, 90),
    series(systemDiskUsage, { ...volume, instance: 'a:9464' }, 40),
    series(systemDiskUsage, { ...volume, instance: 'b:9464' }, 50),
    expect(diskUsage).toBe('1m', 0.5, { labels: volume }),
    expect(diskFree).toBe('1m', 50, { labels: volume }),
  ),
  test(
    'load per core, however many report it',
    series(systemLoad1, agent, 6),
    series(systemLoad1, otherAgent, 5),
    series(systemCpuCores, agent, 4),
    series(systemCpuCores, otherAgent, 2),
    expect(loadPerCore).toBe('1m', 1.5, { labels: node }),
  ),
];

export const told = read(
  message('a host at its limits', [to.onCallPlatform, to.smsOnCall, to.incidentLog], [{ alert: highCpuUsage }]),
  message('two hosts at their limits', everybody, [
    { alert: highCpuUsage, labels: { node: 'n1' } },
    { alert: highCpuUsage, labels: { node: 'n2' } },
  ]),
);
