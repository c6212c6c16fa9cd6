import { anyValue, counter, gauge } from 'obsctl';
import { allServices, target } from '../labels.js';

export const processOpenFds = gauge('process_open_fds', {
  help: 'Open file descriptors of the process.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: allServices,
  series: 1,
  aggregate: 'max',
});

export const processMaxFds = gauge('process_max_fds', {
  help: 'Limit of file descriptors of the process; at least 1.2 times its connection limit.',
  unit: 'count',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: allServices,
  series: 1,
  aggregate: 'max',
});

export const processResidentMemory = gauge('process_resident_memory_bytes', {
  help: 'Resident memory of the process.',
  unit: 'bytes',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: allServices,
  series: 1,
  aggregate: 'sum',
});

export const processStartTime = gauge('process_start_time_seconds', {
  help: 'Unix time of the start; uptime is time() less this.',
  unit: 'seconds',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: allServices,
  series: 1,
  aggregate: 'max',
});

export const processCpuSeconds = counter('process_cpu_seconds_total', {
  help: 'CPU time of the process.',
  unit: 'seconds',
  labels: target,
  owner: 'platform',
  group: 'system',
  exposedBy: allServices,
  series: 1,
  aggregate: 'sum',
});

export const appBuildInfo = gauge('app_build_info', {
  help: 'Constant 1; its labels say what runs. Source of the deployment annotation.',
  unit: 'state',
  labels: { ...target, version: anyValue, revision: anyValue },
  owner: 'platform',
  group: 'system',
  exposedBy: allServices,
  series: 1,
  aggregate: 'count',
});
