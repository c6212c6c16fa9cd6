import { eq, gt, lastOverTime, lt, min, ruleGroup, sub, time } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { ECS } from '../platform/labels.js';
import { probeCertificateExpiry } from '../platform/metrics/consumed.js';
import { thresholds } from '../platform/thresholds.js';
import { platformAlert } from './conventions.js';
import { healthRecords, platformHealth, probeSlowest, probeSuccessRatio } from './recording/health.js';

const probe = {
  category: 'health',
  team: 'auto',
  dashboard: uids.alertsHealth,
  keep: '2m',
  summary: '{{ $labels.service }} does not answer its probe',
  impact: 'Everything that depends on it fails.',
  action: 'Check its process, the network and credentials.',
} as const;

export const probeFailedWarning = platformAlert('ProbeFailed', {
  ...probe,
  expr: lt(probeSuccessRatio.where({ critical: 'false' }), thresholds.probeSuccess),
  for: '5m',
  severity: 'warning',
});

export const probeFailedCritical = platformAlert('ProbeFailed', {
  ...probe,
  expr: lt(probeSuccessRatio.where({ critical: 'true' }), thresholds.probeSuccess),
  for: '1m',
  severity: 'critical',
});

export const probeSlow = platformAlert('ProbeSlow', {
  expr: gt(probeSlowest, thresholds.probeDuration.red),
  for: '5m',
  keep: '5m',
  severity: 'warning',
  category: 'health',
  team: 'auto',
  dashboard: uids.alertsHealth,
  summary: '{{ $labels.service }} answers its probe slowly',
  impact: 'It is close to timing out.',
  action: 'Check the load of the dependency.',
});

export const platformUnhealthy = platformAlert('PlatformUnhealthy', {
  expr: eq(platformHealth, 2),
  for: '2m',
  keep: '2m',
  severity: 'emergency',
  category: 'health',
  team: 'platform',
  service: 'platform',
  dashboard: uids.alertsHealth,
  summary: 'A critical dependency of {{ $labels.cluster }} is down',
  impact: 'The platform is down for users.',
  action: 'Start the incident procedure.',
});

const expiry = min(lastOverTime(probeCertificateExpiry, '10m')).by(...ECS, 'instance');

const secondsPerDay = 86_400;

const certificate = {
  category: 'health',
  team: 'platform',
  dashboard: uids.alertsHealth,
  for: '1h',
  summary: 'The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}',
  impact: 'Clients refuse to connect once it has expired.',
  action: 'Renew it, check why that did not happen by itself.',
} as const;

const left = sub(expiry, time());

export const certificateExpiringWarning = platformAlert('CertificateExpiring', {
  ...certificate,
  expr: lt(left, thresholds.certificateDays.yellow * secondsPerDay),
  severity: 'warning',
});

export const certificateExpiringCritical = platformAlert('CertificateExpiring', {
  ...certificate,
  expr: lt(left, thresholds.certificateDays.red * secondsPerDay),
  severity: 'critical',
});

export default ruleGroup('health', { interval: env.evaluationInterval }, [
  ...healthRecords,
  probeFailedWarning,
  probeFailedCritical,
  probeSlow,
  platformUnhealthy,
  certificateExpiringWarning,
  certificateExpiringCritical,
]);
