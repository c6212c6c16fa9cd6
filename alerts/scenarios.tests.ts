import { expect, perSecond, scenario, series, steady } from 'obsctl';
import { env } from '../platform/env.js';
import { probeDuration, probeSuccess, up } from '../platform/metrics/consumed.js';
import { databaseQueryDuration } from '../platform/metrics/database.js';
import { api, cluster, stream } from './given.js';
import { probeFailedCritical } from './health.js';
import { targetDown } from './meta.js';
import * as to from './receivers.js';
import { databaseQueriesSlow } from './resources.js';

const redis = {
  ...cluster,
  service: 'redis',
  critical: 'true',
  tier: 'probe',
  node: 'n1',
  instance: 'redis:6379',
} as const;
const postgresql = { ...redis, service: 'postgresql', instance: 'postgresql:5432' } as const;

/** What a message says, where the channel is a real one and no sink. */
const says = (channel: (typeof env.notification.channels)[number], ...patterns: readonly RegExp[]) =>
  env.notification.channels.includes(channel) ? { says: patterns } : {};

export default [
  scenario(
    'Redis dies at night, and comes back',
    'Sun 03:00',
    series(probeSuccess, redis, steady(1).for('5m'), steady(0).for('15m'), steady(1)),
    series(probeDuration, redis, 0.02),
    expect(probeFailedCritical).toFireAt('8m', { labels: { service: 'redis' } }),
    expect(to.onCallData).toBeToldBy('9m', {
      alerts: [{ labels: { alertname: 'ProbeFailed', service: 'redis', severity: 'critical' } }],
      ...says('pagerduty', /redis does not answer its probe/, /ProbeFailed/),
    }),
    expect(to.smsOnCall).toBeToldBy('9m', says('sms', /^\[C\] ProbeFailed redis/)),
    // at the same hour as somebody on call is woken up, the whole platform is down for its users
    expect(to.emergency).toBeToldBy('10m', { alerts: [{ labels: { alertname: 'PlatformUnhealthy' } }] }),
    expect(to.onCallData).toHearTheEndBy('30m'),
    expect(to.teamSlack).toHearNothing('30m'),
  ),
  scenario(
    'PostgreSQL dies in office hours: slow queries are its fault, and nobody is told of them',
    'Tue 10:00',
    series(probeSuccess, postgresql, steady(1).for('5m'), steady(0)),
    series(probeDuration, postgresql, 0.02),
    series(databaseQueryDuration, { ...api, operation: 'select', table: 'tracks' }, { 2: perSecond(10) }),
    expect(to.onCallData).toBeToldBy('9m', { alerts: [{ labels: { service: 'postgresql' } }] }),
    expect(databaseQueriesSlow).toFireAt('20m'),
    expect(to.teamEmail).toHearNothing('30m'),
    expect(to.teamSlack).toHearNothing('30m'),
    expect(to.smsOnCall).toHearNothing('30m'),
  ),
  scenario(
    'a host goes down, and what ran on it is not told of',
    'Sun 03:00',
    series(up, stream, steady(1).for('5m'), steady(0)),
    series(
      up,
      { ...cluster, node: 'n1', tier: 'node', service: 'node', job: 'node', instance: 'n1:9100' },
      steady(1).for('5m'),
      steady(0),
    ),
    series(
      up,
      { ...cluster, node: 'n1', tier: 'data', service: 'redis', job: 'redis-exporter', instance: 'r:9121' },
      steady(1).for('5m'),
      steady(0),
    ),
    series(up, { ...stream, instance: 'b:9464', node: 'n2' }, 1),
    expect(to.onCallPlatform).toBeToldBy('9m', { alerts: [{ labels: { alertname: 'NodeDown', node: 'n1' } }] }),
    // the exporter is down too, and that is the host's fault
    expect(targetDown).toFireAt('12m', { labels: { service: 'redis' } }, { labels: { service: 'node' } }),
    expect(to.teamSlack).toHearNothing('30m'),
  ),
];
