import { cases, cluster, type Labels, series } from '../rule-case.js';

const groups = ['health'];

const target = (service: string, critical: boolean): Labels => ({
  service,
  critical: String(critical),
  tier: 'probe',
  node: 'n1',
  instance: `${service}:1`,
});

const probed = (service: string, critical: boolean, success: string, seconds: string) => ({
  [series('probe_success', target(service, critical))]: success,
  [series('probe_duration_seconds', target(service, critical))]: seconds,
});

const days = (count: number) => `${count * 86_400}x200`;
const certificate = target('platform', true);
const expiring = {
  ...cluster,
  service: 'platform',
  instance: 'platform:1',
  category: 'health',
  team: 'platform',
};

export default [
  ...cases(
    'ProbeFailed',
    { groups },
    {
      'Redis does not answer': {
        series: probed('redis', true, '0x10', '5x10'),
        at: '2m',
        fires: [
          { ...cluster, service: 'redis', critical: 'true', category: 'health', team: 'data', severity: 'critical' },
        ],
      },
      'a backend hangs, so that not even its probe ends': {
        series: {
          [series('up', target('grpc-backend', true))]: '0x10',
          [series('up', { job: 'blackbox', tier: 'monitoring', instance: 'blackbox:1' })]: '1x10',
        },
        at: '2m',
        fires: [
          {
            ...cluster,
            service: 'grpc-backend',
            critical: 'true',
            category: 'health',
            team: 'platform',
            severity: 'critical',
          },
        ],
      },
      'no probe ends because the exporter is down': {
        series: {
          [series('up', target('grpc-backend', true))]: '0x10',
          [series('up', { job: 'blackbox', tier: 'monitoring', instance: 'blackbox:1' })]: '0x10',
        },
        at: '8m',
        fires: [],
      },
      'a service that is not critical does not answer': {
        series: probed('chat-server', false, '0x10', '5x10'),
        at: '6m',
        fires: [
          {
            ...cluster,
            service: 'chat-server',
            critical: 'false',
            category: 'health',
            team: 'backend',
            severity: 'warning',
          },
        ],
      },
      'one probe of many failed': { series: probed('redis', true, '1x4 0 1x5', '0.1x10'), at: '8m', fires: [] },
    },
  ),
  ...cases(
    'ProbeSlow',
    { groups },
    {
      'probes take 1.5 seconds': {
        series: probed('postgresql', true, '1x30', '1.5x30'),
        at: '6m',
        fires: [
          {
            ...cluster,
            service: 'postgresql',
            critical: 'true',
            category: 'health',
            team: 'data',
            severity: 'warning',
          },
        ],
      },
      'probes take 200 ms': { series: probed('postgresql', true, '1x30', '0.2x30'), at: '20m', fires: [] },
    },
  ),
  ...cases(
    'PlatformUnhealthy',
    { groups },
    {
      'a critical dependency is down': {
        series: { ...probed('redis', true, '0x10', '5x10'), ...probed('chat-server', false, '1x10', '0.1x10') },
        at: '3m',
        fires: [{ ...cluster, service: 'platform', category: 'health', team: 'platform', severity: 'emergency' }],
      },
      'a critical dependency hangs': {
        series: {
          [series('up', target('grpc-backend', true))]: '0x10',
          [series('up', { job: 'blackbox', tier: 'monitoring', instance: 'blackbox:1' })]: '1x10',
        },
        at: '3m',
        fires: [{ ...cluster, service: 'platform', category: 'health', team: 'platform', severity: 'emergency' }],
      },
      'only a dependency that is not critical is down': {
        series: { ...probed('redis', true, '1x10', '0.1x10'), ...probed('chat-server', false, '0x10', '5x10') },
        at: '8m',
        fires: [],
      },
      'the probe exporter is down: degraded, not unhealthy': {
        series: { [series('up', { tier: 'probe', service: 'redis', instance: 'redis:1' })]: '0x10' },
        at: '8m',
        fires: [],
      },
    },
  ),
  ...cases(
    'CertificateExpiring',
    { groups },
    {
      'it expires in ten days': {
        series: { [series('probe_ssl_earliest_cert_expiry', certificate)]: days(10) },
        at: '70m',
        fires: [{ ...expiring, severity: 'warning' }],
      },
      'it expires in two days': {
        series: { [series('probe_ssl_earliest_cert_expiry', certificate)]: days(2) },
        at: '70m',
        fires: [
          { ...expiring, severity: 'warning' },
          { ...expiring, severity: 'critical' },
        ],
      },
      'it expires in thirty days': {
        series: { [series('probe_ssl_earliest_cert_expiry', certificate)]: days(30) },
        at: '150m',
        fires: [],
      },
    },
  ),
];
