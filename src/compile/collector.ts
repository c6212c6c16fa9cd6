import type { Tracing } from '../define/tracing.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './compile.js';

/**
 * Tracing → the collector's configuration.
 * Spans are measured before tail sampling throws most of them away. With more than one collector, a first tier
 * sends all spans of a trace to the same one: tail sampling has to see them together.
 */
export function compileCollector(input: Input): Resource[] {
  return ofKind(input, 'tracing').flatMap((tracing) => {
    const origin = input.originOf(tracing);
    const file = (id: string, body: object): Resource => ({
      kind: 'otel/collector',
      id,
      path: `otel/${id}.yaml`,
      body,
      origin,
    });
    const tiers = [file('collector', collector(tracing))];
    return tracing.collector.replicas.length > 1 ? [file('load-balancer', loadBalancer(tracing)), ...tiers] : tiers;
  });
}

const receivers = {
  otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
};

const memoryLimiter = { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 };

function collector({ sampling, collector }: Tracing): object {
  return {
    receivers,
    processors: {
      memory_limiter: memoryLimiter,
      'filter/noise': { error_mode: 'ignore', traces: { span: collector.dropRoutes.map(routeCondition) } },
      resource: {
        attributes: Object.entries(collector.resource).map(([key, value]) => ({ key, value, action: 'upsert' })),
      },
      tail_sampling: {
        decision_wait: '10s',
        num_traces: 50_000,
        policies: [
          { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
          { name: 'slow', type: 'latency', latency: { threshold_ms: sampling.slowMilliseconds } },
          { name: 'rest', type: 'probabilistic', probabilistic: { sampling_percentage: sampling.tailPercent } },
        ],
      },
      batch: { send_batch_size: 8192, timeout: '5s' },
    },
    connectors: {
      'forward/sampling': {},
      spanmetrics: {
        namespace: 'traces.span.metrics',
        // seconds: the default is milliseconds
        histogram: { unit: 's', explicit: { buckets: collector.buckets.map((seconds) => `${seconds * 1000}ms`) } },
        dimensions: collector.dimensions.map((name) => ({ name })),
        exemplars: { enabled: true },
        metrics_expiration: '5m',
      },
    },
    exporters: {
      'otlp/jaeger': {
        endpoint: collector.jaeger,
        tls: { insecure: !collector.jaegerTls },
        timeout: '10s',
        retry_on_failure: { enabled: true, initial_interval: '5s', max_interval: '30s', max_elapsed_time: '5m' },
        sending_queue: { enabled: true, num_consumers: 10, queue_size: 5000 },
      },
      prometheus: {
        endpoint: `0.0.0.0:${collector.metricsPort}`,
        enable_open_metrics: true,
        resource_to_telemetry_conversion: { enabled: true },
      },
    },
    service: {
      pipelines: {
        'traces/in': {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'filter/noise', 'resource'],
          exporters: ['spanmetrics', 'forward/sampling'],
        },
        'traces/sampled': {
          receivers: ['forward/sampling'],
          processors: ['tail_sampling', 'batch'],
          exporters: ['otlp/jaeger'],
        },
        metrics: { receivers: ['spanmetrics'], processors: ['batch'], exporters: ['prometheus'] },
      },
    },
  };
}

function loadBalancer({ collector }: Tracing): object {
  return {
    receivers,
    processors: { memory_limiter: memoryLimiter },
    exporters: {
      loadbalancing: {
        routing_key: 'traceID',
        protocol: { otlp: { tls: { insecure: !collector.jaegerTls }, timeout: '10s' } },
        resolver: { static: { hostnames: collector.replicas } },
      },
    },
    service: {
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['loadbalancing'] },
      },
    },
  };
}

function routeCondition(route: string): string {
  return `attributes["http.route"] == "${route}"`;
}
