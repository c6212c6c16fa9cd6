import { anyValue, counter, gauge, histogram } from 'obsctl';
import { latencyBuckets } from '../buckets.js';
import { allServices, target } from '../labels.js';

/** The status codes of gRPC: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const codes = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

export const grpcRequestsInFlight = gauge('grpc_requests_in_flight', {
  help: 'Calls being served.',
  unit: 'requests',
  labels: target,
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 1,
  aggregate: 'sum',
});

export const grpcRequests = counter('grpc_requests_total', {
  help: 'Handled calls.',
  unit: 'requests',
  labels: { ...target, grpc_service: anyValue, grpc_method: anyValue, grpc_code: codes },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 120,
  aggregate: 'sum',
  note: 'The ecosystem calls it grpc_server_handled_total; kept.',
});

export const grpcErrors = counter('grpc_errors_total', {
  help: 'Calls that ended in an error.',
  unit: 'errors',
  labels: { ...target, grpc_service: anyValue, grpc_method: anyValue },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 30,
  aggregate: 'sum',
  deprecated: 'grpc_requests_total says the same by grpc_code',
});

export const grpcRequestDuration = histogram('grpc_request_duration_seconds', {
  help: 'Duration of unary calls.',
  unit: 'seconds',
  labels: { ...target, grpc_service: anyValue, grpc_method: anyValue },
  owner: 'backend',
  group: 'application',
  exposedBy: ['stream-server', 'backend-api'],
  series: 450,
  aggregate: 'sum',
  buckets: latencyBuckets,
  exemplars: true,
  otelName: 'rpc.server.duration',
});
