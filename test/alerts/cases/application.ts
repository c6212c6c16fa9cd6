import { app, cases, cluster, type Labels, series } from '../rule-case.js';

const api = app('backend-api');
const stream = app('stream-server');
const ofService = (service: string) => ({ ...cluster, service });
const backend = { ...ofService('backend-api'), team: 'backend' };

/** Requests by the bucket they fall into: cumulative counts that grow each minute. */
function durations(labels: Labels, perMinute: Readonly<Record<string, number>>, total: number) {
  const bucket = Object.entries({ ...perMinute, '+Inf': total }).map(([le, count]) => [
    series('http_request_duration_seconds_bucket', { ...labels, le }),
    `0+${count}x30`,
  ]);
  return {
    ...Object.fromEntries(bucket),
    [series('http_requests_total', { ...labels, status_code: '200' })]: `0+${total}x30`,
  };
}

const statuses = (perMinute: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(perMinute).map(([status_code, count]) => [
      series('http_requests_total', { ...api, status_code }),
      `0+${count}x30`,
    ]),
  );

const connections = (active: string, limit: string) => ({
  [series('stream_connections_active', { ...stream, protocol: 'http' })]: active,
  [series('stream_connections_limit', stream)]: limit,
});

const budget = { ...cluster, category: 'capacity', team: 'streaming', service: 'stream-server' };

const calls = (perMinute: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(perMinute).map(([grpc_code, count]) => [
      series('grpc_requests_total', { ...api, grpc_code }),
      `0+${count}x30`,
    ]),
  );

const logins = (failures: number, successes: number) => ({
  [series('auth_attempts_total', { ...api, outcome: 'failure', reason: 'password' })]: `0+${failures}x30`,
  [series('auth_attempts_total', { ...api, outcome: 'success', reason: '' })]: `0+${successes}x30`,
});

const twoInstances = (first: string, second: string) => ({
  [series('up', app('chat-server', 'a:9464'))]: first,
  [series('up', app('chat-server', 'b:9464', 'n2'))]: second,
});

const down = { category: 'reliability', severity: 'critical' };
const allUp = ['stream-server', 'backend-api', 'chat-server'].map((service) => [series('up', app(service)), '1x10']);

export default [
  ...cases(
    'HighLatencyP99',
    { groups: ['http', 'application'] },
    {
      '2 % of 10 requests a second take between 250 and 500 ms': {
        series: durations(api, { '0.1': 588, '0.25': 588, '0.5': 600 }, 600),
        at: '7m',
        fires: [{ ...backend, category: 'performance', severity: 'critical' }],
      },
      'all requests are fast': {
        series: durations(api, { '0.1': 600, '0.25': 600, '0.5': 600 }, 600),
        at: '15m',
        fires: [],
      },
      'there is one request in ten seconds': {
        series: durations(api, { '0.1': 0, '0.25': 0, '0.5': 6 }, 6),
        at: '15m',
        fires: [],
      },
    },
  ),
  ...cases(
    'HighErrorRate',
    { groups: ['http', 'application'] },
    {
      '2 % of the requests fail': {
        series: statuses({ '200': 588, '500': 12 }),
        at: '7m',
        fires: [{ ...backend, category: 'reliability', severity: 'critical' }],
      },
      'half a percent of the requests fail': { series: statuses({ '200': 597, '500': 3 }), at: '15m', fires: [] },
      'half of the requests find nothing': { series: statuses({ '200': 300, '404': 300 }), at: '15m', fires: [] },
    },
  ),
  ...cases(
    'LowActiveConnections',
    { groups: ['stream', 'application'] },
    {
      'there are 900': {
        series: connections('900x30', '100000x30'),
        at: '11m',
        fires: [{ ...budget, category: 'business', severity: 'warning' }],
      },
      'there are 1100': { series: connections('1100x30', '100000x30'), at: '20m', fires: [] },
    },
  ),
  ...cases(
    'InstanceDown',
    { groups: ['application'] },
    {
      'one of two is down': {
        series: twoInstances('1x5', '0x5'),
        at: '2m',
        fires: [{ ...cluster, ...app('chat-server', 'b:9464', 'n2'), ...down, team: 'backend' }],
      },
      'both are up': { series: twoInstances('1x5', '1x5'), at: '2m', fires: [] },
    },
  ),
  ...cases(
    'ServiceDown',
    { groups: ['application'] },
    {
      'both instances are down': {
        series: twoInstances('0x5', '0x5'),
        at: '2m',
        fires: [{ ...ofService('chat-server'), category: 'reliability', team: 'backend', severity: 'emergency' }],
      },
      'one of two is down': { series: twoInstances('1x5', '0x5'), at: '4m', fires: [] },
    },
  ),
  ...cases(
    'ServiceMetricsAbsent',
    { groups: ['application'] },
    {
      'there is no series at all': {
        series: {},
        at: '6m',
        fires: [
          ...['stream-server', 'backend-api', 'chat-server'].map((job) => ({
            ...down,
            environment: 'prod',
            job,
            service: job,
            team: 'platform',
          })),
          { ...down, environment: 'prod', service: 'backend-api', team: 'platform', metric: 'business_active_users' },
        ],
      },
      'everything is there': {
        series: { ...Object.fromEntries(allUp), [series('business_active_users', api)]: '1000x10' },
        at: '8m',
        fires: [],
      },
    },
  ),
  ...cases(
    'InstanceRestarting',
    { groups: ['application'] },
    {
      'it started three times more within half an hour': {
        series: { [series('process_start_time_seconds', stream)]: '10x4 300x4 600x4 900x10' },
        at: '20m',
        fires: [{ ...cluster, ...stream, category: 'reliability', team: 'streaming', severity: 'warning' }],
      },
      'it started once more': {
        series: { [series('process_start_time_seconds', stream)]: '10x4 300x20' },
        at: '20m',
        fires: [],
      },
    },
  ),
  ...cases(
    'ConnectionBudgetHigh',
    { groups: ['stream', 'application'] },
    {
      '85,000 of 100,000 are open': {
        series: connections('85000x20', '100000x20'),
        at: '6m',
        fires: [{ ...budget, severity: 'warning' }],
      },
      '96,000 of 100,000 are open': {
        series: connections('96000x20', '100000x20'),
        at: '6m',
        fires: [
          { ...budget, severity: 'warning' },
          { ...budget, severity: 'critical' },
        ],
      },
      '85,000 are open and 200,000 were declared, but 100,000 were tested': {
        series: connections('85000x20', '200000x20'),
        at: '6m',
        fires: [{ ...budget, severity: 'warning' }],
      },
      '70,000 of 100,000 are open': { series: connections('70000x20', '100000x20'), at: '15m', fires: [] },
    },
  ),
  ...cases(
    'ConnectionBudgetForecast',
    { groups: ['stream', 'application'] },
    {
      '65,000 are open and 400 more each minute': {
        series: connections('65000+400x60', '100000x60'),
        at: '30m',
        fires: [{ ...budget, severity: 'warning' }],
      },
      '65,000 are open and stay open': { series: connections('65000x60', '100000x60'), at: '30m', fires: [] },
    },
  ),
  ...cases(
    'StreamErrorsHigh',
    { groups: ['stream', 'application'] },
    {
      '3 % of the messages fail': {
        series: {
          [series('stream_messages_sent_total', { ...stream, protocol: 'http' })]: '0+1000x30',
          [series('stream_messages_received_total', { ...stream, protocol: 'http' })]: '0x30',
          [series('stream_errors_total', { ...stream, type: 'io' })]: '0+30x30',
        },
        at: '12m',
        fires: [{ ...ofService('stream-server'), category: 'reliability', team: 'streaming', severity: 'warning' }],
      },
      'there was never an error': {
        series: {
          [series('stream_messages_sent_total', { ...stream, protocol: 'http' })]: '0+1000x30',
          [series('stream_messages_received_total', { ...stream, protocol: 'http' })]: '0x30',
        },
        at: '20m',
        fires: [],
      },
    },
  ),
  ...cases(
    'AbnormalDisconnects',
    { groups: ['stream', 'application'] },
    {
      '60 of 1000 are lost each minute': {
        series: {
          [series('websocket_connections_active', stream)]: '1000x30',
          [series('websocket_disconnections_total', { ...stream, reason: 'error' })]: '0+60x30',
        },
        at: '11m',
        fires: [{ ...ofService('stream-server'), category: 'reliability', team: 'streaming', severity: 'warning' }],
      },
      '60 of 1000 leave each minute': {
        series: {
          [series('websocket_connections_active', stream)]: '1000x30',
          [series('websocket_disconnections_total', { ...stream, reason: 'client_close' })]: '0+60x30',
        },
        at: '15m',
        fires: [],
      },
    },
  ),
  ...cases(
    'GrpcErrorsHigh',
    { groups: ['grpc', 'application'] },
    {
      '10 % of the calls find the server unavailable': {
        series: calls({ OK: 540, Unavailable: 60 }),
        at: '7m',
        fires: [{ ...backend, category: 'reliability', severity: 'critical' }],
      },
      'half of the calls find nothing': { series: calls({ OK: 300, NotFound: 300 }), at: '15m', fires: [] },
    },
  ),
  ...cases(
    'AuthFailureSpike',
    { groups: ['application'] },
    {
      '8 of 10 logins a second fail': {
        series: logins(480, 120),
        at: '9m',
        fires: [{ ...ofService('backend-api'), category: 'security', team: 'security', severity: 'critical' }],
      },
      '8 of 10 logins fail, at one a second': { series: logins(48, 12), at: '15m', fires: [] },
    },
  ),
];
