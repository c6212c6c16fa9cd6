import { app, cases, cluster, series } from '../rule-case.js';

const api = app('backend-api');
const burning = (slo: string) => ({ ...cluster, service: 'backend-api', category: 'slo', team: 'backend', slo });

/** So many of 60,000 requests in a step fail. */
const failing = (perStep: number) => ({
  [series('http_requests_total', { ...api, status_code: '200' })]: `0+${60_000 - perStep}x400`,
  [series('http_requests_total', { ...api, status_code: '500' })]: `0+${perStep}x400`,
});

/** So many of 60,000 requests in a step are slower than the threshold. */
const slow = (perStep: number) => ({
  [series('http_request_duration_seconds_bucket', { ...api, le: '0.1' })]: `0+${60_000 - perStep}x400`,
  [series('http_request_duration_seconds_bucket', { ...api, le: '+Inf' })]: '0+60000x400',
  [series('http_request_duration_seconds_count', api)]: '0+60000x400',
});

export default cases(
  'ErrorBudgetBurn',
  { groups: ['http', 'slo'] },
  {
    '2 % of the requests fail for an hour': {
      series: failing(1200),
      at: '75m',
      fires: [
        { ...burning('http-availability'), severity: 'critical' },
        { ...burning('http-availability'), severity: 'warning' },
      ],
    },
    '0.4 % of the requests fail for a day': {
      interval: '4m',
      series: failing(240),
      at: '24h',
      fires: [{ ...burning('http-availability'), severity: 'warning' }],
    },
    '0.05 % of the requests fail for a day': { interval: '4m', series: failing(30), at: '24h', fires: [] },
    '20 % of the requests are slow for an hour': {
      series: slow(12_000),
      at: '75m',
      fires: [
        { ...burning('http-latency'), severity: 'critical' },
        { ...burning('http-latency'), severity: 'warning' },
      ],
    },
    'half a percent of the requests are slow for a day': { interval: '4m', series: slow(300), at: '24h', fires: [] },
  },
);
