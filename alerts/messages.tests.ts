import { type MessageAlert, message } from 'obsctl';
import { env } from '../platform/env.js';
import { everybody, read } from './readers.js';
import * as to from './receivers.js';

/** More alerts than any channel lists, of so many names. */
const many = (status: 'firing' | 'resolved', names: readonly string[]): readonly MessageAlert[] =>
  Array.from({ length: 22 }, (_, index) => ({
    alert: {
      ...{ alertname: names[index % names.length] ?? '', node: `n${index + 1}`, service: 'node' },
      ...{ environment: env.name, cluster: 'eu-1', severity: 'warning', category: 'system', team: 'platform' },
    },
    annotations: {
      summary: `Node n${index + 1} is at its limits`,
      value: `${index + 60}%`,
      impact: `Impact ${index + 1}.`,
      suggested_action: `Action ${index + 1}; another one.`,
    },
    status,
  }));

// those of one alert stand beside its tests
export default read(
  message('more than anybody reads', everybody, [
    ...many('firing', ['HighCpuUsage', 'HighMemoryUsage', 'NodeDown', 'DiskWillFill']),
    ...many('resolved', ['HighCpuUsage']),
  ]),
  message('many are well again', everybody, many('resolved', ['HighCpuUsage', 'NodeDown'])),
  message('an alert that nobody has described', [to.unrouted, ...everybody], [{ alert: 'Strange severity=critical' }]),
);
