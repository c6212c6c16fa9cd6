import { ended, expect, message, perMinute, series, steady, survivor, test } from 'obsctl';
import { env } from '../platform/env.js';
import { allServices } from '../platform/labels.js';
import { authAttempts } from '../platform/metrics/accounts.js';
import { businessActiveUsers } from '../platform/metrics/business.js';
import { up } from '../platform/metrics/consumed.js';
import { grpcRequestDuration, grpcRequests } from '../platform/metrics/grpc.js';
import { httpRequestDuration, httpRequests } from '../platform/metrics/http.js';
import { processStartTime } from '../platform/metrics/process.js';
import {
  streamConnectionsActive,
  streamConnectionsLimit,
  streamErrors,
  streamMessagesReceived,
  streamMessagesSent,
} from '../platform/metrics/stream.js';
import { websocketConnectionsActive, websocketDisconnections } from '../platform/metrics/websocket.js';
import { thresholds } from '../platform/thresholds.js';
import {
  abnormalDisconnectsHigh,
  authFailureSpike,
  connectionBudgetCritical,
  connectionBudgetForecast,
  connectionBudgetWarning,
  grpcErrorsHigh,
  highErrorRate,
  highLatency,
  instanceDown,
  instanceRestarting,
  lowActiveConnections,
  metricsAbsent,
  serviceDown,
  streamErrorsHigh,
} from './application.js';
import { api, app, cluster, ofService, otherApi, otherStream, stream, zeroOfTotal } from './given.js';
import { everybody, read } from './readers.js';
import * as to from './receivers.js';
import { grpcErrorRate, grpcErrorRatio, grpcP99 } from './recording/grpc.js';
import { httpErrorRatio, httpObservedRate, httpP50, httpP95, httpP99, httpSlowRate } from './recording/http.js';
import {
  abnormalDisconnects,
  connectionBudget,
  connectionsUsed,
  messageRate,
  streamErrorRatio,
} from './recording/stream.js';

const backend = { ...ofService('backend-api'), team: 'backend' };
const ofStream = { ...ofService('stream-server'), team: 'streaming' };

const { red: slow } = thresholds.latencyP99;
const { red: errors } = thresholds.errorRatio;

/** So many requests of a thousand a minute take almost twice as long as they may, for twenty minutes. */
const slowRequests = (perThousand: number, all = 1000) => [
  series(httpRequestDuration, api, {
    0.02: perMinute(all - (perThousand * all) / 1000),
    [slow * 1.9]: [perMinute((perThousand * all) / 1000).for('20m'), perMinute(0)],
  }),
  series(httpRequests, { ...api, status_code: '200' }, perMinute(all)),
];

/** Such a share of so many requests a minute fails, for twenty minutes. */
const failing = (share: number, all = 6_000) => [
  series(httpRequests, { ...api, status_code: '200' }, perMinute(all * (1 - share)).for('20m'), perMinute(all)),
  series(httpRequests, { ...api, status_code: '500' }, perMinute(all * share).for('20m'), perMinute(0)),
];

const connected = (count: number, limit: number) => [
  series(
    streamConnectionsActive,
    { ...stream, protocol: 'http' },
    steady(count / 2).for('20m'),
    steady(env.connections.minimum),
  ),
  series(streamConnectionsActive, { ...stream, protocol: 'websocket' }, steady(count / 2).for('20m'), steady(0)),
  series(streamConnectionsLimit, stream, limit / 2),
  series(streamConnectionsLimit, otherStream, limit / 2),
];
const { minimum, budget } = env.connections;
const onBudget = { ...ofStream, category: 'capacity' };

/** Both instances fail alike, so that only their sum is right. */
const calls = (share: number, all = 600, code: 'Unavailable' | 'NotFound' = 'Unavailable') =>
  [api, otherApi].flatMap((instance) => [
    series(
      grpcRequests,
      { ...instance, grpc_code: 'OK' },
      perMinute((all * (1 - share)) / 2).for('20m'),
      perMinute(all / 2),
    ),
    series(grpcRequests, { ...instance, grpc_code: code }, perMinute((all * share) / 2).for('20m'), perMinute(0)),
  ]);

const logins = (share: number, all = 600) =>
  [api, otherApi].flatMap((instance) => [
    series(
      authAttempts,
      { ...instance, outcome: 'failure', reason: 'password' },
      perMinute((all * share) / 2).for('20m'),
      perMinute(0),
    ),
    series(
      authAttempts,
      { ...instance, outcome: 'success' },
      perMinute((all * (1 - share)) / 2).for('20m'),
      perMinute(all / 2),
    ),
  ]);

const messages = (share: number) =>
  [stream, otherStream].flatMap((instance) => [
    series(streamMessagesSent, { ...instance, protocol: 'http' }, perMinute(300)),
    series(streamMessagesReceived, { ...instance, protocol: 'http' }, perMinute(200)),
    series(streamErrors, { ...instance, type: 'io' }, perMinute(500 * share).for('20m'), perMinute(0)),
  ]);

const sockets = (lost: number, reason: 'error' | 'client_close') =>
  [stream, otherStream].flatMap((instance) => [
    series(websocketConnectionsActive, instance, 500),
    series(websocketDisconnections, { ...instance, reason }, perMinute(lost / 2).for('20m'), perMinute(0)),
  ]);

const [chat, otherChat] = [app('chat-server'), app('chat-server', 'b:9464', 'n2')];
const isDown = { category: 'reliability', team: 'backend' };

const latency = [
  test(
    'HighLatencyP99: 2 % of the requests are slow for twenty minutes',
    slowRequests(20),
    expect(highLatency).toBePending('5m 30s'),
    expect(highLatency).toFireAt('7m', { labels: { ...backend, category: 'performance', severity: 'critical' } }),
    expect(highLatency).toFireAt('26m'),
    expect(highLatency).toResolveBy('30m 30s'),
  ),
  test(
    'HighLatencyP99: half a percent of the requests is slow',
    slowRequests(5),
    expect(highLatency).toStayQuiet('20m'),
  ),
  test(
    'HighLatencyP99: there is less than a request a second',
    slowRequests(100, 55),
    expect(highLatency).toStayQuiet('20m'),
  ),
  test(
    'HighLatencyP99: there is little more than a request a second',
    slowRequests(100, 66),
    expect(highLatency).toFireAt('15m'),
  ),
  test(
    'HighLatencyP99: the slowest of a hundred takes a little longer than it may',
    slowRequests(10.5),
    expect(highLatency).toFireAt('15m'),
  ),
  test(
    'HighLatencyP99: the slowest of a hundred takes a little less than it may',
    series(httpRequestDuration, api, { 0.02: perMinute(880), [slow * 0.95]: perMinute(120) }),
    series(httpRequests, { ...api, status_code: '200' }, perMinute(1000)),
    expect(highLatency).toStayQuiet('20m'),
  ),
  test(
    'HighErrorRate: a share of the requests above the threshold fails for twenty minutes',
    failing(errors * 1.15),
    expect(highErrorRate).toBePending('5m 30s'),
    expect(highErrorRate).toFireAt('7m', { labels: { ...backend, category: 'reliability', severity: 'critical' } }),
    expect(highErrorRate).toFireAt('24m 30s'),
    expect(highErrorRate).toResolveBy('27m'),
    expect(httpErrorRatio).toBe('15m', errors * 1.15, { labels: ofService('backend-api') }),
  ),
  test(
    'HighErrorRate: a share below the threshold fails',
    failing(errors * 0.85),
    expect(highErrorRate).toStayQuiet('20m'),
  ),
  test(
    'HighErrorRate: there is less than a request a second',
    failing(0.5, 55),
    expect(highErrorRate).toStayQuiet('20m'),
  ),
  test(
    'HighErrorRate: there is little more than a request a second',
    failing(0.5, 66),
    expect(highErrorRate).toFireAt('15m'),
  ),
  test(
    'HighErrorRate: half of the requests find nothing, which is no error of ours',
    series(httpRequests, { ...api, status_code: '200' }, perMinute(300)),
    series(httpRequests, { ...api, status_code: '404' }, perMinute(300)),
    expect(highErrorRate).toStayQuiet('20m'),
    expect(httpErrorRatio).toBe('10m', 0),
  ),
  test(
    'latency: quantiles of what both instances observe, and the share that is too slow',
    series(httpRequestDuration, api, { 0.02: perMinute(100), [slow * 1.5]: perMinute(8) }),
    series(httpRequestDuration, otherApi, { 0.02: perMinute(92) }),
    expect(httpP50).toBe('10m', 0.0181, { within: 0.0005, labels: ofService('backend-api') }),
    expect(httpP95).toBe('10m', 0.0248, { within: 0.0005, labels: ofService('backend-api') }),
    expect(httpP99).toHave('10m', { labels: ofService('backend-api'), value: slow * 1.9, within: slow * 0.4 }),
    expect(httpObservedRate).toBe('10m', 200 / 60, { labels: ofService('backend-api') }),
    expect(httpSlowRate).toBe('10m', 8 / 60, { labels: ofService('backend-api') }),
  ),
  test(
    'latency: quantiles of instances that are not alike',
    series(httpRequestDuration, api, { 0.02: perMinute(60), 0.2: perMinute(40) }),
    series(httpRequestDuration, otherApi, { 0.003: perMinute(100) }),
    // half of all is fast, although half of the slower instance is not
    expect(httpP50).toBe('10m', 0.005, { within: 0.0001 }),
    expect(httpP99).toBe('10m', 0.2425, { within: 0.0005 }),
  ),
];

const availability = [
  test(
    'InstanceDown: one of two is down for five minutes',
    series(up, chat, 1),
    series(up, otherChat, steady(0).for('5m'), steady(1)),
    series(up, { ...cluster, service: 'redis', tier: 'data', job: 'redis', instance: 'r:1' }, 0),
    expect(instanceDown).toBePending('30s'),
    expect(instanceDown).toFireAt('1m', { labels: { ...otherChat, ...isDown, severity: 'critical' } }),
    expect(instanceDown).toResolveBy('5m'),
  ),
  test(
    'InstanceDown: both are up',
    series(up, chat, 1),
    series(up, otherChat, 1),
    expect(instanceDown).toStayQuiet('5m'),
  ),
  test(
    'ServiceDown: both instances are down for five minutes',
    series(up, chat, steady(0).for('5m'), steady(1)),
    series(up, otherChat, 0),
    series(up, { ...cluster, service: 'chat-server', tier: 'probe', instance: 'public' }, 1),
    expect(serviceDown).toBePending('30s'),
    expect(serviceDown).toFireAt('1m', { labels: { ...ofService('chat-server'), ...isDown, severity: 'emergency' } }),
    expect(serviceDown).toFireAt('6m 30s'),
    expect(serviceDown).toResolveBy('7m 30s'),
  ),
  test(
    'ServiceDown: one of two is down',
    series(up, chat, 1),
    series(up, otherChat, 0),
    expect(serviceDown).toStayQuiet('5m'),
  ),
  test(
    'ServiceMetricsAbsent: there is no series at all',
    metricsAbsent.flatMap((rule) => [
      expect(rule).toBePending('4m 30s'),
      expect(rule).toFireAt('5m', {
        labels: {
          environment: env.name,
          category: 'reliability',
          team: 'platform',
          severity: 'critical',
          ...rule.labels,
        },
      }),
    ]),
  ),
  test(
    'ServiceMetricsAbsent: everything is there, and then is not',
    allServices.map((service) => series(up, app(service), steady(1).for('20m'), ended())),
    series(businessActiveUsers, api, steady(1000).for('20m'), ended()),
    metricsAbsent.flatMap((rule) => [expect(rule).toStayQuiet('24m'), expect(rule).toFireAt('26m')]),
  ),
  test(
    'ServiceMetricsAbsent: what another environment exposes does not help',
    allServices.map((service) =>
      series(up, { ...app(service), environment: env.name === 'prod' ? 'local' : 'prod' }, 1),
    ),
    series(businessActiveUsers, { ...api, environment: env.name === 'prod' ? 'local' : 'prod' }, 1),
    metricsAbsent.map((rule) => expect(rule).toFireAt('5m')),
  ),
  allServices.map((gone, index) =>
    test(
      `ServiceMetricsAbsent: ${gone} alone is not known`,
      allServices.filter((service) => service !== gone).map((service) => series(up, app(service), 1)),
      series(businessActiveUsers, api, 1000),
      metricsAbsent.map((rule, of) => (of === index ? expect(rule).toFireAt('5m') : expect(rule).toStayQuiet('6m'))),
    ),
  ),
  test(
    'InstanceRestarting: it started three times more within half an hour',
    series(processStartTime, stream, steady(10).for('4m'), steady(300).for('4m'), steady(600).for('4m'), steady(900)),
    series(processStartTime, { ...cluster, service: 'redis', tier: 'data', instance: 'r:1' }, '1 2 3 4 5 6x60'),
    expect(instanceRestarting).toStayQuiet('11m'),
    expect(instanceRestarting).toFireAt('12m', {
      labels: { ...stream, category: 'reliability', team: 'streaming', severity: 'warning' },
    }),
    expect(instanceRestarting).toFireAt('47m'),
    expect(instanceRestarting).toResolveBy('50m'),
  ),
  test(
    'InstanceRestarting: it started twice more',
    series(processStartTime, stream, steady(10).for('4m'), steady(300).for('4m'), steady(600)),
    expect(instanceRestarting).toStayQuiet('20m'),
  ),
];

const capacity = [
  test(
    'LowActiveConnections: there are some less than the minimum for twenty minutes',
    connected(minimum * 0.9, budget),
    expect(lowActiveConnections).toBePending('9m 30s'),
    expect(lowActiveConnections).toFireAt('10m', {
      labels: { ...ofStream, category: 'business', severity: 'warning' },
    }),
    expect(lowActiveConnections).toFireAt('24m'),
    expect(lowActiveConnections).toResolveBy('25m 30s'),
  ),
  test(
    'LowActiveConnections: there are some more',
    connected(minimum * 1.1, budget),
    expect(lowActiveConnections).toStayQuiet('20m'),
  ),
  test(
    'ConnectionBudgetHigh: 85 % of the budget is used for twenty minutes',
    connected(budget * 0.85, budget),
    expect(connectionBudgetWarning).toBePending('4m 30s'),
    expect(connectionBudgetWarning).toFireAt('5m', { labels: { ...onBudget, severity: 'warning' } }),
    expect(connectionBudgetWarning).toFireAt('24m'),
    expect(connectionBudgetWarning).toResolveBy('25m 30s'),
    expect(connectionBudgetCritical).toStayQuiet('20m'),
  ),
  test(
    'ConnectionBudgetHigh: 96 % of the budget is used for twenty minutes',
    connected(budget * 0.96, budget),
    expect(connectionBudgetCritical).toBePending('1m 30s'),
    expect(connectionBudgetCritical).toFireAt('2m', { labels: { ...onBudget, severity: 'critical' } }),
    expect(connectionBudgetCritical).toFireAt('24m'),
    expect(connectionBudgetCritical).toResolveBy('25m 30s'),
    expect(connectionBudgetWarning).toFireAt('6m', { labels: { severity: 'warning' } }),
  ),
  test(
    'ConnectionBudgetHigh: twice the tested budget was declared, which does not help',
    connected(budget * 0.85, budget * 2),
    expect(connectionBudgetWarning).toFireAt('6m'),
    expect(connectionBudget).toBe('6m', budget, { labels: cluster }),
  ),
  test(
    'ConnectionBudgetHigh: less than the tested budget was declared',
    connected(budget * 0.6, budget * 0.7),
    expect(connectionBudgetWarning).toFireAt('6m'),
  ),
  test(
    'ConnectionBudgetHigh: 75 % of the budget is used',
    connected(budget * 0.75, budget),
    expect(connectionBudgetWarning).toStayQuiet('20m'),
  ),
  test(
    'ConnectionBudgetForecast: 62 % are used, and the rest will be within a hundred minutes',
    series(
      streamConnectionsActive,
      { ...stream, protocol: 'http' },
      perMinute((budget * 0.38) / 100).from(budget * 0.62),
    ),
    series(streamConnectionsLimit, stream, budget),
    expect(connectionBudgetForecast).toBePending('15m'),
    expect(connectionBudgetForecast).toFireAt('17m', { labels: { ...onBudget, severity: 'warning' } }),
  ),
  test(
    'ConnectionBudgetForecast: the rest lasts for longer than two hours',
    series(
      streamConnectionsActive,
      { ...stream, protocol: 'http' },
      perMinute((budget * 0.3) / 160).from(budget * 0.65),
    ),
    series(streamConnectionsLimit, stream, budget),
    expect(connectionBudgetForecast).toStayQuiet('64m'),
  ),
  test(
    'ConnectionBudgetForecast: they grow fast, but are few yet',
    series(streamConnectionsActive, { ...stream, protocol: 'http' }, perMinute(budget / 200).from(budget * 0.35)),
    series(streamConnectionsLimit, stream, budget),
    expect(connectionBudgetForecast).toStayQuiet('48m'),
  ),
];

const errorRates = [
  test(
    'StreamErrorsHigh: 2.2 % of the messages fail for twenty minutes',
    messages(0.022),
    expect(streamErrorsHigh).toBePending('10m 30s'),
    expect(streamErrorsHigh).toFireAt('12m', { labels: { ...ofStream, category: 'reliability', severity: 'warning' } }),
    expect(streamErrorsHigh).toFireAt('25m'),
    expect(streamErrorsHigh).toResolveBy('27m 30s'),
    expect(messageRate).toBe('10m', 1000 / 60, { labels: ofService('stream-server') }),
  ),
  test('StreamErrorsHigh: 1.8 % of the messages fail', messages(0.018), expect(streamErrorsHigh).toStayQuiet('20m')),
  test(
    'StreamErrorsHigh: there was never an error',
    series(streamMessagesSent, { ...stream, protocol: 'http' }, perMinute(1000)),
    series(streamMessagesReceived, { ...stream, protocol: 'http' }, 0),
    expect(streamErrorsHigh).toStayQuiet('20m'),
    expect(streamErrorRatio).toBe('10m', 0, { labels: ofService('stream-server') }),
  ),
  test(
    'AbnormalDisconnects: 55 of 1000 are lost each minute for twenty minutes',
    sockets(55, 'error'),
    expect(abnormalDisconnectsHigh).toBePending('9m'),
    expect(abnormalDisconnectsHigh).toFireAt('11m', {
      labels: { ...ofStream, category: 'reliability', severity: 'warning' },
    }),
    expect(abnormalDisconnectsHigh).toFireAt('25m'),
    expect(abnormalDisconnectsHigh).toResolveBy('27m 30s'),
  ),
  test(
    'AbnormalDisconnects: none was ever lost',
    series(websocketConnectionsActive, stream, 1000),
    expect(abnormalDisconnects).toBe('10m', 0, { labels: ofService('stream-server') }),
  ),
  test(
    'AbnormalDisconnects: 45 of 1000 are lost each minute',
    sockets(45, 'error'),
    expect(abnormalDisconnectsHigh).toStayQuiet('20m'),
  ),
  test(
    'AbnormalDisconnects: 60 of 1000 leave each minute',
    sockets(60, 'client_close'),
    expect(abnormalDisconnectsHigh).toStayQuiet('20m'),
  ),
  test(
    'GrpcErrorsHigh: 5.5 % of the calls find the server unavailable for twenty minutes',
    calls(0.055),
    expect(grpcErrorsHigh).toBePending('5m 30s'),
    expect(grpcErrorsHigh).toFireAt('7m', { labels: { ...backend, category: 'reliability', severity: 'critical' } }),
    expect(grpcErrorsHigh).toFireAt('25m'),
    expect(grpcErrorsHigh).toResolveBy('27m 30s'),
    expect(grpcErrorRatio).toBe('15m', 0.055, { labels: ofService('backend-api') }),
  ),
  test('GrpcErrorsHigh: 4.5 % of the calls do', calls(0.045), expect(grpcErrorsHigh).toStayQuiet('20m')),
  test('GrpcErrorsHigh: there is less than a call a second', calls(0.5, 55), expect(grpcErrorsHigh).toStayQuiet('20m')),
  test(
    'GrpcErrorsHigh: there is little more than a call a second',
    calls(0.5, 66),
    expect(grpcErrorsHigh).toFireAt('15m'),
  ),
  test(
    'GrpcErrorsHigh: half of the calls find nothing, which is no error of ours',
    calls(0.5, 600, 'NotFound'),
    expect(grpcErrorsHigh).toStayQuiet('20m'),
    expect(grpcErrorRatio).toBe('10m', 0),
  ),
  test(
    'gRPC: no calls are no errors',
    series(grpcRequests, { ...api, grpc_code: 'OK' }, 5),
    expect(grpcErrorRate).toBe('10m', 0, { labels: ofService('backend-api') }),
    expect(grpcErrorRatio).toBeEmpty('10m'),
  ),
  test(
    'gRPC: the quantile of what both instances observe',
    series(grpcRequestDuration, { ...api, grpc_method: 'Get' }, { 0.02: perMinute(90), 0.2: perMinute(10) }),
    series(grpcRequestDuration, { ...otherApi, grpc_method: 'Get' }, { 0.02: perMinute(100) }),
    expect(grpcP99).toBe('10m', 0.22, { labels: ofService('backend-api'), within: 0.03 }),
  ),
  test(
    'AuthFailureSpike: 55 % of ten logins a second fail for twenty minutes',
    logins(0.55),
    expect(authFailureSpike).toBePending('5m 30s'),
    expect(authFailureSpike).toFireAt('9m', {
      labels: { ...ofService('backend-api'), category: 'security', team: 'security', severity: 'critical' },
    }),
    expect(authFailureSpike).toFireAt('29m 30s'),
    expect(authFailureSpike).toResolveBy('32m'),
  ),
  test('AuthFailureSpike: 45 % of the logins fail', logins(0.45), expect(authFailureSpike).toStayQuiet('20m')),
  test(
    'AuthFailureSpike: most of 4.5 logins a second fail',
    logins(0.8, 270),
    expect(authFailureSpike).toStayQuiet('20m'),
  ),
  test(
    'AuthFailureSpike: most of 5.5 logins a second fail',
    logins(0.8, 330),
    expect(authFailureSpike).toFireAt('15m'),
  ),
  test(
    'shares: of very few requests, calls, messages and connections too',
    failing(0.5, 30),
    calls(0.5, 30),
    series(streamMessagesSent, { ...stream, protocol: 'http' }, perMinute(20)),
    series(streamMessagesReceived, { ...stream, protocol: 'http' }, perMinute(10)),
    series(streamErrors, { ...stream, type: 'io' }, perMinute(15)),
    series(websocketConnectionsActive, stream, 1),
    series(websocketDisconnections, { ...stream, reason: 'error' }, perMinute(1)),
    series(streamConnectionsActive, { ...stream, protocol: 'http' }, 1),
    series(streamConnectionsLimit, stream, 1),
    expect(httpErrorRatio).toBe('10m', 0.5, { within: 0.001, labels: ofService('backend-api') }),
    expect(grpcErrorRatio).toBe('10m', 0.5, { within: 0.001, labels: ofService('backend-api') }),
    expect(streamErrorRatio).toBe('10m', 0.5, { within: 0.001, labels: ofService('stream-server') }),
    expect(abnormalDisconnects).toBe('10m', 1, { within: 0.001, labels: ofService('stream-server') }),
    expect(connectionsUsed).toBe('10m', 1, { labels: cluster }),
  ),
];

export default [...latency, ...availability, ...capacity, ...errorRates];

export const told = read(
  message('a service is down', everybody, [{ alert: serviceDown, labels: { service: 'stream-server' } }]),
  message(
    'a service is up again',
    [...everybody, to.onCallPlatform],
    [{ alert: serviceDown, labels: { service: 'stream-server' }, status: 'resolved' }],
  ),
  message(
    'a slow service, and one that is fast again',
    [...everybody, to.securityOnCall],
    [
      { alert: highLatency, labels: { service: 'backend-api' } },
      { alert: highLatency, labels: { service: 'chat-server' }, status: 'resolved' },
    ],
  ),
);

export const survivors = [
  survivor(
    serviceDown,
    'sum became max, in sum by (…) (up{tier="app"})',
    '`up` is 0 or 1: all are 0 where their sum is, and where the largest is',
  ),
  metricsAbsent.map((rule) =>
    rule.labels.job === undefined
      ? []
      : survivor(
          rule,
          `without the label job: ${rule.labels.job}`,
          '`absent()` takes it from its matcher; it stands in the rule to tell it from those of other jobs',
        ),
  ),
  survivor(
    instanceRestarting,
    '2 became 2.4, after changes(process_start_time_seconds{tier="app"}[30m])',
    '`changes()` counts, and no whole number lies between them',
  ),
  survivor([abnormalDisconnects, streamErrorRatio], '* became /, after 0', zeroOfTotal),
  survivor(
    abnormalDisconnects,
    'sum became max, in sum by (…) (websocket_connections_active)',
    '0 times the one is 0 times the other',
  ),
];
