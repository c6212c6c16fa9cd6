import { anyValue, counter, gauge, histogram } from 'obsctl';
import { latencyBuckets } from '../buckets.js';
import { allServices, target } from '../labels.js';

export const httpRequests = counter('http_requests_total', {
  help: 'Finished requests. route is the template and never the raw path; what matches none is "unmatched".',
  unit: 'requests',
  labels: { ...target, method: anyValue, route: anyValue, status_code: anyValue },
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 300,
  aggregate: 'sum',
});

export const httpRequestDuration = histogram('http_request_duration_seconds', {
  help: 'Time to the last byte. Long-lived routes (audio stream, WebSocket upgrade, event stream) are not observed.',
  unit: 'seconds',
  labels: { ...target, method: anyValue, route: anyValue },
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 900,
  aggregate: 'sum',
  buckets: latencyBuckets,
  exemplars: true,
  otelName: 'http.server.request.duration',
});

export const httpRequestsInFlight = gauge('http_requests_in_flight', {
  help: 'Requests being served.',
  unit: 'requests',
  labels: target,
  owner: 'backend',
  group: 'application',
  exposedBy: allServices,
  series: 1,
  aggregate: 'sum',
  otelName: 'http.server.active_requests',
});
