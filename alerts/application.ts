import { absent, and, changes, div, eq, gt, lt, predictLinear, rate, ruleGroup, sum } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { allServices, ECS } from '../platform/labels.js';
import { authAttempts } from '../platform/metrics/accounts.js';
import { businessActiveUsers } from '../platform/metrics/business.js';
import { up } from '../platform/metrics/consumed.js';
import { processStartTime } from '../platform/metrics/process.js';
import { thresholds } from '../platform/thresholds.js';
import { platformAlert } from './conventions.js';
import { grpcErrorRatio, grpcRate } from './recording/grpc.js';
import { httpErrorRatio, httpP99, httpRate } from './recording/http.js';
import {
  abnormalDisconnects,
  connectionBudget,
  connections,
  connectionsUsed,
  streamErrorRatio,
} from './recording/stream.js';

/** Below one request a second a share or a percentile says nothing. */
const enoughTraffic = 1;

export const highLatency = platformAlert('HighLatencyP99', {
  expr: and(gt(httpP99, thresholds.latencyP99.red), gt(httpRate, enoughTraffic)),
  for: '5m',
  keep: '5m',
  severity: 'critical',
  category: 'performance',
  team: 'auto',
  dashboard: uids.performance,
  summary: 'P99 latency of {{ $labels.service }} is too high',
  impact: 'Pages and seeking are slow for one request in a hundred or more.',
  action: 'Open the slowest routes and their traces, check pool waits and slow queries.',
});

export const highErrorRate = platformAlert('HighErrorRate', {
  expr: and(gt(httpErrorRatio, thresholds.errorRatio.red), gt(httpRate, enoughTraffic)),
  for: '5m',
  keep: '5m',
  severity: 'critical',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.application,
  summary: 'Too many requests to {{ $labels.service }} fail',
  impact: 'Users see errors.',
  action: 'Compare with the last deployment, roll it back, read traces of errors.',
});

export const lowActiveConnections =
  env.connections.minimum > 0 &&
  platformAlert('LowActiveConnections', {
    expr: lt(connections, env.connections.minimum),
    for: '10m',
    keep: '5m',
    severity: 'warning',
    category: 'business',
    team: 'streaming',
    service: 'stream-server',
    dashboard: uids.performance,
    summary: 'Few connections in {{ $labels.cluster }}',
    impact: 'The audience is lost, or the way in is broken.',
    action: 'Check probes, DNS and the certificate, then campaigns.',
  });

export const instanceDown = platformAlert('InstanceDown', {
  expr: eq(up.where({ tier: 'app' }), 0),
  for: '1m',
  severity: 'critical',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.application,
  summary: '{{ $labels.instance }} of {{ $labels.service }} cannot be scraped',
  impact: 'Capacity is lost; the other instances carry its load.',
  action: 'Read its log, restart it.',
});

export const serviceDown = platformAlert('ServiceDown', {
  expr: eq(sum(up.where({ tier: 'app' })).by(...ECS), 0),
  for: '1m',
  keep: '2m',
  severity: 'emergency',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.alertsHealth,
  summary: 'No instance of {{ $labels.service }} is left',
  impact: 'What the service does is unavailable.',
  action: 'Roll back or fail over now.',
});

const vanished = {
  for: '5m',
  severity: 'critical',
  category: 'reliability',
  team: 'platform',
  dashboard: uids.alertsHealth,
  impact: 'Every other alert of this service is blind.',
  action: 'Check the scrape configuration and service discovery.',
} as const;

export const metricsAbsent = [
  ...allServices.map((job) =>
    platformAlert('ServiceMetricsAbsent', {
      ...vanished,
      expr: absent(up, { environment: env.name, job }),
      service: job,
      labels: { job },
      summary: `No target of ${job} is known any more`,
    }),
  ),
  platformAlert('ServiceMetricsAbsent', {
    ...vanished,
    expr: absent(businessActiveUsers, { environment: env.name }),
    service: 'backend-api',
    labels: { metric: 'business_active_users' },
    summary: 'Business metrics are no longer exposed',
  }),
];

export const instanceRestarting = platformAlert('InstanceRestarting', {
  expr: gt(changes(processStartTime.where({ tier: 'app' }), '30m'), 2),
  keep: '15m',
  severity: 'warning',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.application,
  summary: '{{ $labels.instance }} of {{ $labels.service }} restarts again and again',
  impact: 'Its connections drop each time.',
  action: 'Look for a kill by the kernel or a panic in its log.',
});

const budget = {
  category: 'capacity',
  team: 'streaming',
  service: 'stream-server',
  dashboard: uids.performance,
  impact: 'Listeners are refused once it is used up.',
  action: 'Scale out, check whether instances are loaded evenly.',
} as const;

export const connectionBudgetWarning = platformAlert('ConnectionBudgetHigh', {
  ...budget,
  expr: gt(connectionsUsed, thresholds.connectionBudget.yellow),
  for: '5m',
  keep: '5m',
  severity: 'warning',
  summary: 'The connection budget of {{ $labels.cluster }} is nearly used up',
});

export const connectionBudgetCritical = platformAlert('ConnectionBudgetHigh', {
  ...budget,
  expr: gt(connectionsUsed, thresholds.connectionBudget.red),
  for: '2m',
  keep: '5m',
  severity: 'critical',
  summary: 'The connection budget of {{ $labels.cluster }} is used up',
});

/** Two hours ahead, judged by the slope of one, and only once a good part of the budget is used. */
export const connectionBudgetForecast = platformAlert('ConnectionBudgetForecast', {
  ...budget,
  expr: and(gt(predictLinear(connections, '1h', 7_200), connectionBudget), gt(connectionsUsed, 0.6)),
  for: '15m',
  severity: 'warning',
  summary: 'At this rate {{ $labels.cluster }} exceeds its connection budget within two hours',
  action: 'Scale out before it happens.',
});

export const streamErrorsHigh = platformAlert('StreamErrorsHigh', {
  expr: gt(streamErrorRatio, thresholds.streamErrors),
  for: '10m',
  keep: '5m',
  severity: 'warning',
  category: 'reliability',
  team: 'streaming',
  dashboard: uids.application,
  summary: 'Too many stream messages of {{ $labels.service }} fail',
  impact: 'Listeners hear stalls.',
  action: 'See the types of error, check the storage upstream.',
});

export const abnormalDisconnectsHigh = platformAlert('AbnormalDisconnects', {
  expr: gt(abnormalDisconnects, thresholds.abnormalDisconnects),
  for: '5m',
  keep: '5m',
  severity: 'warning',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.application,
  summary: '{{ $labels.service }} loses WebSockets',
  impact: 'Clients reconnect, all at once if it goes on.',
  action: 'Check proxies, deployments and timeouts.',
});

export const grpcErrorsHigh = platformAlert('GrpcErrorsHigh', {
  expr: and(gt(grpcErrorRatio, thresholds.grpcErrors.red), gt(grpcRate, enoughTraffic)),
  for: '5m',
  keep: '5m',
  severity: 'critical',
  category: 'reliability',
  team: 'auto',
  dashboard: uids.application,
  summary: 'Too many gRPC calls to {{ $labels.service }} fail',
  impact: 'The services that call it fail too.',
  action: 'Check the called service and deadlines.',
});

const logins = sum(rate(authAttempts, '5m')).by(...ECS);
const failedLogins = sum(rate(authAttempts.where({ outcome: 'failure' }), '5m')).by(...ECS);

export const authFailureSpike = platformAlert('AuthFailureSpike', {
  expr: and(gt(div(failedLogins, logins), thresholds.authFailures), gt(logins, 5)),
  for: '5m',
  keep: '10m',
  severity: 'critical',
  category: 'security',
  team: 'security',
  dashboard: uids.application,
  summary: 'Most logins at {{ $labels.service }} fail',
  impact: 'An attack, or nobody can log in.',
  action: 'Rate-limit the sources, check the last deployment of the identity path.',
});

export default ruleGroup('application', { interval: env.evaluationInterval }, [
  highLatency,
  highErrorRate,
  lowActiveConnections,
  instanceDown,
  serviceDown,
  ...metricsAbsent,
  instanceRestarting,
  connectionBudgetWarning,
  connectionBudgetCritical,
  connectionBudgetForecast,
  streamErrorsHigh,
  abnormalDisconnectsHigh,
  grpcErrorsHigh,
  authFailureSpike,
]);
