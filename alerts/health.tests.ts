import { expect, message, series, steady, survivor, type Test, test, type Values } from 'obsctl';
import { probeCertificateExpiry, probeDuration, probeSuccess, up } from '../platform/metrics/consumed.js';
import { app, cluster, everyMinute } from './given.js';
import {
  certificateExpiringCritical,
  certificateExpiringWarning,
  platformUnhealthy,
  probeFailedCritical,
  probeFailedWarning,
  probeSlow,
} from './health.js';
import { everybody, read } from './readers.js';
import { platformHealth, probeSuccessRatio, serviceHealth } from './recording/health.js';

type Service = 'redis' | 'postgresql' | 'grpc-backend' | 'chat-server' | 'platform';

const target = <S extends Service, const C extends boolean>(service: S, critical: C) =>
  ({ ...cluster, service, critical: `${critical}`, tier: 'probe', node: 'n1', instance: `${service}:1` }) as const;

const probed = (service: Service, critical: boolean, success: Values, seconds: Values = 0.1) => [
  series(probeSuccess, target(service, critical), success),
  series(probeDuration, target(service, critical), seconds),
];

/** So many of a service's instances answer their probes. */
function answering(count: number, all: number, critical: boolean, expectations: Parameters<typeof test>[1]): Test {
  const of = target(critical ? 'redis' : 'chat-server', critical);
  const instances = Array.from({ length: all }, (_, index) =>
    series(probeSuccess, { ...of, instance: `${of.service}:${index}` }, index < count ? 1 : 0),
  );
  const who = critical ? 'a critical service' : 'a service that is not critical';
  return test(`ProbeFailed: ${count} of ${all} instances of ${who} answer`, instances, expectations);
}

const health = { ...cluster, category: 'health' };
const exporter = (value: number) =>
  series(up, { ...cluster, job: 'blackbox', tier: 'monitoring', instance: 'blackbox:1' }, value);

const days = (count: number) => [everyMinute, series(probeCertificateExpiry, target('platform', true), count * 86_400)];
const expiring = { ...health, service: 'platform', instance: 'platform:1', team: 'platform' };

export default [
  test(
    'ProbeFailed: Redis does not answer for eight minutes',
    series(probeSuccess, target('redis', true), steady(0).for('8m'), steady(1)),
    series(probeDuration, target('redis', true), 0.2),
    expect(probeFailedCritical).toBePending('30s'),
    expect(probeFailedCritical).toFireAt('1m', {
      labels: { ...health, service: 'redis', critical: 'true', team: 'data', severity: 'critical' },
    }),
    expect(probeFailedCritical).toFireAt('9m 30s'),
    expect(probeFailedCritical).toResolveBy('11m'),
    expect(probeFailedWarning).toStayQuiet('12m'),
  ),
  test(
    'ProbeFailed: a backend hangs, so that not even its probe ends',
    series(up, target('grpc-backend', true), 0),
    exporter(1),
    expect(probeFailedCritical).toFireAt('2m', {
      labels: { ...health, service: 'grpc-backend', critical: 'true', team: 'platform', severity: 'critical' },
    }),
    expect(platformUnhealthy).toFireAt('3m', { labels: { ...health, service: 'platform' } }),
  ),
  test(
    'ProbeFailed: no probe ends because the exporter is down, and nothing is known',
    series(up, target('grpc-backend', true), 0),
    series(up, app('chat-server'), 1),
    exporter(0),
    expect(probeFailedCritical).toStayQuiet('8m'),
    expect(platformHealth).toBe('8m', 1, { labels: cluster }),
  ),
  test(
    'ProbeFailed: a service that is not critical does not answer for ten minutes',
    probed('chat-server', false, '0x9 1x20'),
    expect(probeFailedWarning).toBePending('4m 30s'),
    expect(probeFailedWarning).toFireAt('5m', {
      labels: { ...health, service: 'chat-server', critical: 'false', team: 'backend', severity: 'warning' },
    }),
    expect(probeFailedWarning).toFireAt('11m 30s'),
    expect(probeFailedWarning).toResolveBy('13m'),
    expect(probeFailedCritical).toStayQuiet('15m'),
  ),
  test(
    'ProbeFailed: every other probe of a backend does not end',
    series(up, target('grpc-backend', true), '0 1 0 1 0 1 0 1 0 1'),
    exporter(1),
    expect(probeFailedCritical).toStayQuiet('8m'),
  ),
  test(
    'ProbeFailed: a backend hangs, and one of two exporters is down',
    series(up, target('grpc-backend', true), 0),
    exporter(1),
    series(up, { ...cluster, job: 'blackbox', tier: 'monitoring', instance: 'blackbox:2' }, 0),
    expect(probeFailedCritical).toFireAt('2m'),
  ),
  test(
    'ProbeFailed: what is down itself is no probe that hangs',
    series(up, app('chat-server'), 0),
    exporter(1),
    expect(probeSuccessRatio).toBeEmpty('5m'),
  ),
  answering(5, 11, true, [
    expect(probeFailedCritical).toFireAt('6m'),
    expect(probeFailedWarning).toStayQuiet('8m'),
    expect(serviceHealth).toBe('6m', 2),
  ]),
  answering(6, 11, true, [expect(probeFailedCritical).toStayQuiet('8m'), expect(serviceHealth).toBe('6m', 1)]),
  answering(10, 11, true, [expect(serviceHealth).toBe('6m', 1)]),
  answering(11, 11, true, [expect(serviceHealth).toBe('6m', 0)]),
  answering(5, 11, false, [expect(probeFailedWarning).toFireAt('6m'), expect(probeFailedCritical).toStayQuiet('8m')]),
  answering(6, 11, false, [expect(probeFailedWarning).toStayQuiet('8m')]),
  test(
    'ProbeFailed: one probe of many failed',
    probed('redis', true, '1x4 0 1x5'),
    expect(probeFailedCritical).toStayQuiet('8m'),
    expect(serviceHealth).toBe('5m', 1, { labels: { ...cluster, service: 'redis', critical: 'true' } }),
    expect(serviceHealth).toBe('9m', 0, { labels: { service: 'redis' } }),
  ),
  test(
    'ProbeSlow: probes take 1.1 seconds for ten minutes',
    series(probeSuccess, target('postgresql', true), 1),
    series(probeDuration, target('postgresql', true), steady(1.1).for('10m'), steady(0.1)),
    series(probeDuration, { ...target('postgresql', true), instance: 'postgresql:2' }, 0.1),
    expect(probeSlow).toBePending('4m 30s'),
    expect(probeSlow).toFireAt('5m', {
      labels: { ...health, service: 'postgresql', critical: 'true', team: 'data', severity: 'warning' },
      annotations: { threshold: '1s', value: '1.1s' },
    }),
    expect(probeSlow).toFireAt('15m 30s'),
    expect(probeSlow).toResolveBy('18m'),
    expect(platformHealth).toBe('5m', 1, { labels: cluster }),
  ),
  test(
    'ProbeSlow: probes take 900 ms',
    probed('postgresql', true, 1, 0.9),
    expect(probeSlow).toStayQuiet('20m'),
    expect(serviceHealth).toBe('6m', 0),
  ),
  test(
    'PlatformUnhealthy: a critical dependency is down for five minutes',
    probed('redis', true, '0x4 1x10', 5),
    probed('chat-server', false, 1),
    expect(platformUnhealthy).toBePending('1m 30s'),
    expect(platformUnhealthy).toFireAt('2m', {
      labels: { ...health, service: 'platform', team: 'platform', severity: 'emergency' },
    }),
    expect(platformUnhealthy).toFireAt('6m 30s'),
    expect(platformUnhealthy).toResolveBy('8m'),
    expect(serviceHealth).toHave(
      '3m',
      { labels: { service: 'redis' }, value: 2 },
      { labels: { service: 'chat-server' }, value: 0 },
    ),
  ),
  test(
    'PlatformUnhealthy: only a dependency that is not critical is down',
    probed('redis', true, 1),
    probed('chat-server', false, 0, 5),
    expect(platformUnhealthy).toStayQuiet('8m'),
    expect(platformHealth).toBe('8m', 1, { labels: cluster }),
    expect(serviceHealth).toHave(
      '8m',
      { labels: { service: 'redis', critical: 'true' }, value: 0 },
      { labels: { service: 'chat-server', critical: 'false' }, value: 2 },
    ),
  ),
  test(
    'PlatformUnhealthy: every probe is well, and an instance that is down is a matter of others',
    probed('redis', true, 1),
    probed('chat-server', false, 1),
    series(up, target('redis', true), 1),
    series(up, app('chat-server'), 0),
    expect(platformHealth).toBe('8m', 0, { labels: cluster }),
  ),
  test(
    'CertificateExpiring: it expires in 20 days, and an hour and a half later is renewed',
    everyMinute,
    series(probeCertificateExpiry, target('platform', true), steady(20 * 86_400).for('90m'), steady(90 * 86_400)),
    expect(certificateExpiringWarning).toBePending('59m'),
    expect(certificateExpiringWarning).toFireAt('61m', { labels: { ...expiring, severity: 'warning' } }),
    expect(certificateExpiringWarning).toResolveBy('91m'),
    expect(certificateExpiringCritical).toStayQuiet('90m'),
  ),
  test(
    'CertificateExpiring: it expires in 21 days and half an hour, and in another place later',
    everyMinute,
    series(probeCertificateExpiry, target('platform', true), 21 * 86_400 + 1_800),
    series(probeCertificateExpiry, { ...target('platform', true), node: 'n2' }, 90 * 86_400),
    expect(certificateExpiringWarning).toStayQuiet('80m'),
    expect(certificateExpiringWarning).toFireAt('95m'),
  ),
  test(
    'CertificateExpiring: it expires in three days and half an hour, and in another place later',
    everyMinute,
    series(probeCertificateExpiry, target('platform', true), 3 * 86_400 + 1_800),
    series(probeCertificateExpiry, { ...target('platform', true), node: 'n2' }, 90 * 86_400),
    expect(certificateExpiringCritical).toStayQuiet('80m'),
    expect(certificateExpiringCritical).toFireAt('95m'),
  ),
  test(
    'CertificateExpiring: it expires in less than three days',
    days(2.9),
    expect(certificateExpiringCritical).toBePending('59m'),
    expect(certificateExpiringCritical).toFireAt('61m', { labels: { ...expiring, severity: 'critical' } }),
  ),
  test(
    'CertificateExpiring: it expires in 22 days',
    days(22),
    expect(certificateExpiringWarning).toStayQuiet('2h'),
    expect(certificateExpiringCritical).toStayQuiet('2h'),
  ),
  test('CertificateExpiring: 3.2 days are left', days(3.2), expect(certificateExpiringCritical).toStayQuiet('2h')),
];

export const told = read(
  message('two things at once, whose pages are not all known', everybody, [
    { alert: probeFailedCritical, labels: { service: 'redis' }, annotations: { dashboard_url: '' } },
    { alert: platformUnhealthy, annotations: { runbook_url: '' } },
  ]),
);

export const survivors = [
  survivor(
    platformHealth,
    'without the matcher critical="false", of service:health:status',
    'those that are critical stand before `or` already, and win',
  ),
];
