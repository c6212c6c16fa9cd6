import { alert, gt, ruleGroup } from 'obsctl';
import { env } from '../platform/env.js';
import { cpuUsage, systemRecords } from './recording/system.js';

const highCpuUsage = alert('HighCpuUsage', {
  expr: gt(cpuUsage, env.thresholds.cpu),
  for: '5m',
  keepFiringFor: '5m',
  labels: { severity: 'critical' },
  annotations: { summary: 'CPU above 90%' },
});

export default ruleGroup('system', { interval: '30s' }, [...systemRecords, highCpuUsage]);
