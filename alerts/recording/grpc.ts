import { quantile, rate, re, record, ruleGroup, share, sum, zeroFilled } from 'obsctl';
import { env } from '../../platform/env.js';
import { ECS } from '../../platform/labels.js';
import { grpcRequestDuration, grpcRequests } from '../../platform/metrics/grpc.js';

/** Faults of the server. Those of the client, such as NotFound, are not errors of ours. */
const serverFault = re('Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss');

export const grpcRate = record('service:grpc_requests:rate5m', sum(rate(grpcRequests, '5m')).by(...ECS));

export const grpcErrorRate = record(
  'service:grpc_requests_errors:rate5m',
  zeroFilled(sum(rate(grpcRequests.where({ grpc_code: serverFault }), '5m')).by(...ECS), grpcRate),
);

export const grpcErrorRatio = record('service:grpc_requests_errors:ratio_rate5m', share(grpcErrorRate, grpcRate));

export const grpcP99 = record(
  'service:grpc_request_duration_seconds:p99_rate5m',
  quantile(0.99, sum(rate(grpcRequestDuration, '5m')).by(...ECS)),
);

export default ruleGroup('grpc', { interval: env.evaluationInterval }, [
  grpcRate,
  grpcErrorRate,
  grpcErrorRatio,
  grpcP99,
]);
