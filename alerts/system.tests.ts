import { expect, series, steady, test } from 'obsctl';
import { systemCpuUsagePercent } from '../platform/metrics/system.js';
import { thresholds } from '../platform/thresholds.js';
import { cluster } from './given.js';
import { highCpuUsage } from './system.js';

const node = { ...cluster, node: 'n1' } as const;
const onNode = { ...node, category: 'system', team: 'platform', service: 'node' };

const cpu = (percent: number) => steady(percent);
const busy = 100 * thresholds.cpu.red;

export default [
  test(
    'CPU is above its threshold',
    series(systemCpuUsagePercent, node, cpu(busy + 1).for('10m'), steady(50)),
    expect(highCpuUsage).toBePending('4m'),
    expect(highCpuUsage).toFireAt('6m', {
      labels: { ...onNode, severity: 'critical' },
      annotations: { summary: 'CPU of n1 is nearly used up', value: /^\d+%$/ },
    }),
    expect(highCpuUsage).toFireAt('13m'),
    expect(highCpuUsage).toResolveBy('16m'),
  ),
  test('CPU is below', series(systemCpuUsagePercent, node, busy - 1), expect(highCpuUsage).toStayQuiet('15m')),
];
