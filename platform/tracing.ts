import { tracing } from 'obsctl';
import { latencyBuckets } from './buckets.js';
import { env } from './env.js';
import { collectorPorts, inventory } from './inventory.js';
import { allServices } from './labels.js';
import { thresholds } from './thresholds.js';

const tls = env.tracing.endpoint.startsWith('https:');

export default tracing('tracing', {
  namespace: 'streaming-platform',
  services: allServices.map((name) => ({ name, version: '0.2.0' })),
  sampling: {
    head: env.tracing.head,
    tailPercent: env.tracing.tailPercent,
    slowMilliseconds: thresholds.latencyP99.red * 1000,
  },
  endpoint: env.tracing.endpoint,
  protocol: 'grpc',
  exportTimeout: 10_000,
  batchExportTimeout: 30_000,
  collector: {
    resource: { environment: env.name, cluster: inventory.cluster },
    replicas: inventory.collectors,
    jaeger: inventory.jaeger,
    jaegerTls: tls,
    ...(tls && { certificate: { certFile: '/etc/otelcol/tls.crt', keyFile: '/etc/otelcol/tls.key' } }),
    metricsPort: collectorPorts.spanMetrics,
    ownMetricsPort: collectorPorts.own,
    buckets: latencyBuckets,
    dimensions: ['http.route', 'rpc.method', 'http.response.status_code'],
    drop: {
      routes: ['/health', '/ready', '/metrics'],
      rpcServices: ['grpc.health.v1.Health'],
      // with a dash from 0.28 on
      userAgents: ['^Blackbox[ -]Exporter/'],
    },
  },
});
