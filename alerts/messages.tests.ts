import { type MessageAlert, message } from 'obsctl';
import { env } from '../platform/env.js';
import { highLatency, serviceDown } from './application.js';
import { revenueDrop } from './business.js';
import { platformUnhealthy } from './health.js';
import { seriesBudgetHigh } from './meta.js';
import * as to from './receivers.js';
import { cacheHitRatioLow } from './resources.js';
import { highCpuUsage } from './system.js';

/** Between them they have every channel. */
const everybody = [to.emergency, to.business];

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

const messages = [
  message('a host at its limits', [to.onCallPlatform, to.smsOnCall, to.incidentLog], [{ alert: highCpuUsage }]),
  message('a service is down', everybody, [{ alert: serviceDown, labels: { service: 'stream-server' } }]),
  message(
    'a service is up again',
    [...everybody, to.onCallPlatform],
    [{ alert: serviceDown, labels: { service: 'stream-server' }, status: 'resolved' }],
  ),
  message('revenue is gone', [to.businessCritical, to.business], [{ alert: revenueDrop, labels: { currency: 'EUR' } }]),
  message('a cache misses', [to.teamSlack, to.teamEmail, ...everybody], [{ alert: cacheHitRatioLow }]),
  message('too many series', [to.infoDigest, ...everybody], [{ alert: seriesBudgetHigh }]),
  message(
    'a slow service, and one that is fast again',
    [...everybody, to.securityOnCall],
    [
      { alert: highLatency, labels: { service: 'backend-api' } },
      { alert: highLatency, labels: { service: 'chat-server' }, status: 'resolved' },
    ],
  ),
  message('two hosts at their limits', everybody, [
    { alert: highCpuUsage, labels: { node: 'n1' } },
    { alert: highCpuUsage, labels: { node: 'n2' } },
  ]),
  message('two things at once, whose pages are not all known', everybody, [
    { alert: serviceDown, labels: { service: 'stream-server' }, annotations: { dashboard_url: '' } },
    { alert: platformUnhealthy, annotations: { runbook_url: '' } },
  ]),
  message('more than anybody reads', everybody, [
    ...many('firing', ['HighCpuUsage', 'HighMemoryUsage', 'NodeDown', 'DiskWillFill']),
    ...many('resolved', ['HighCpuUsage']),
  ]),
  message('many are well again', everybody, many('resolved', ['HighCpuUsage', 'NodeDown'])),
  message('an alert that nobody has described', [to.unrouted, ...everybody], [{ alert: 'Strange severity=critical' }]),
];

// where no channel is a real one, there is nothing to read
export default env.notification.channels.length > 0 ? messages : [];
