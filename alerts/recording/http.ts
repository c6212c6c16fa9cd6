import {
  observations,
  observationsUpTo,
  quantile,
  rate,
  re,
  record,
  ruleGroup,
  share,
  sub,
  sum,
  zeroFilled,
} from 'obsctl';
import { env } from '../../platform/env.js';
import { ECS } from '../../platform/labels.js';
import { httpRequestDuration, httpRequests } from '../../platform/metrics/http.js';

const duration = sum(rate(httpRequestDuration, '5m')).by(...ECS);

export const httpRate = record('service:http_requests:rate5m', sum(rate(httpRequests, '5m')).by(...ECS));

export const httpErrorRate = record(
  'service:http_requests_errors:rate5m',
  zeroFilled(sum(rate(httpRequests.where({ status_code: re('5..') }), '5m')).by(...ECS), httpRate),
);

export const httpErrorRatio = record('service:http_requests_errors:ratio_rate5m', share(httpErrorRate, httpRate));

export const httpObservedRate = record('service:http_request_duration_seconds_count:rate5m', observations(duration));

/** Requests slower than the latency threshold, which is a bucket bound. */
export const httpSlowRate = record(
  'service:http_requests_slow:rate5m',
  sub(httpObservedRate, observationsUpTo(env.thresholds.latencyP99, duration)),
);

export const httpP50 = record('service:http_request_duration_seconds:p50_rate5m', quantile(0.5, duration));
export const httpP95 = record('service:http_request_duration_seconds:p95_rate5m', quantile(0.95, duration));
export const httpP99 = record('service:http_request_duration_seconds:p99_rate5m', quantile(0.99, duration));

export default ruleGroup('http', { interval: env.evaluationInterval }, [
  httpRate,
  httpErrorRate,
  httpErrorRatio,
  httpObservedRate,
  httpSlowRate,
  httpP50,
  httpP95,
  httpP99,
]);
