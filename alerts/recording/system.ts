import { max, percentToRatio, record } from 'obsctl';
import { ECN } from '../../platform/labels.js';
import { systemCpuUsagePercent } from '../../platform/metrics/system.js';

export const cpuUsage = record('node:system_cpu_usage:ratio', percentToRatio(max(systemCpuUsagePercent).by(...ECN)));

export const systemRecords = [cpuUsage];
