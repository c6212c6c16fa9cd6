import type { Tracing } from '../define/tracing.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';
import { supports } from './versions.js';

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
    const tiers = [file('collector', collector(tracing, input))];
    return isTiered(tracing) ? [file('load-balancer', loadBalancer(tracing, input)), ...tiers] : tiers;
  });
}

function isTiered({ collector }: Tracing): boolean {
  return collector.replicas.length > 1;
}

function receivers(certificate: Tracing['collector']['certificate']): object {
  const tls = certificate ? { tls: { cert_file: certificate.certFile, key_file: certificate.keyFile } } : {};
  const grpc = { endpoint: '0.0.0.0:4317', ...tls };
  return { otlp: { protocols: { grpc, http: { endpoint: '0.0.0.0:4318', ...tls } } } };
}

const memoryLimiter = { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 };

function collector(tracing: Tracing, input: Input): object {
  const { sampling, collector } = tracing;
  return {
    receivers: receivers(isTiered(tracing) ? undefined : collector.certificate),
    processors: {
      memory_limiter: memoryLimiter,
      'filter/noise': { error_mode: 'ignore', traces: { span: dropped(collector.drop) } },
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
        // as often as it is scraped: by default once a minute, and rates over a minute would see single steps
        metrics_flush_interval: '15s',
        // all other attributes of a resource change when a process restarts, which would look like new series
        resource_metrics_key_attributes: ['service.name'],
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
        // exemplars exist in this format only
        enable_open_metrics: true,
      },
    },
    service: {
      telemetry: telemetry(tracing, input),
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
        metrics: { receivers: ['spanmetrics'], exporters: ['prometheus'] },
      },
    },
  };
}

function loadBalancer(tracing: Tracing, input: Input): object {
  const { collector } = tracing;
  return {
    receivers: receivers(collector.certificate),
    processors: { memory_limiter: memoryLimiter },
    exporters: {
      loadbalancing: {
        routing_key: 'traceID',
        protocol: { otlp: { tls: { insecure: true }, timeout: '10s' } },
        resolver: { static: { hostnames: collector.replicas } },
      },
    },
    service: {
      telemetry: telemetry(tracing, input),
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['loadbalancing'] },
      },
    },
  };
}

function telemetry({ collector }: Tracing, input: Input): object {
  const port = collector.ownMetricsPort;
  if (!supports(input.config.versions, 'collector/metric-readers')) {
    return { metrics: { address: `0.0.0.0:${port}` } };
  }
  return { metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port } } } }] } };
}

/** Conditions in the collector's own language; a span that meets one of them is dropped. */
function dropped({ routes, rpcServices, userAgents }: Tracing['collector']['drop']): string[] {
  return [
    ...routes.map((route) => `attributes["http.route"] == ${JSON.stringify(route)}`),
    ...rpcServices.map((service) => `attributes["rpc.service"] == ${JSON.stringify(service)}`),
    ...userAgents.map((agent) => `IsMatch(attributes["user_agent.original"], ${JSON.stringify(agent)})`),
  ];
}
