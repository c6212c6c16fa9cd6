import { describe, expect, it } from 'vitest';
import { tracing } from '../../src/index.js';
import { ownEnvironment } from '../helpers/environment.js';
import { compiled } from './compiled.js';

type Options = Parameters<typeof tracing>[1];

const certificate = { certFile: '/etc/tls.crt', keyFile: '/etc/tls.key' };

const collector: Options['collector'] = {
  resource: { environment: 'prod', cluster: 'eu' },
  replicas: ['collector-1:4317'],
  jaeger: 'jaeger:4317',
  jaegerTls: true,
  certificate,
  metricsPort: 8889,
  ownMetricsPort: 8888,
  buckets: [0.005, 2.5],
  dimensions: ['http.route'],
  drop: { routes: ['/health'], rpcServices: ['grpc.health.v1.Health'], userAgents: ['^Probe/"1"'] },
};

const options: Options = {
  namespace: 'shop',
  services: [
    { name: 'cart', version: '1.2.3' },
    { name: 'till', version: '4.5.6' },
  ],
  sampling: { head: 0.2, tailPercent: 10, slowMilliseconds: 250 },
  endpoint: 'https://collector:4317',
  protocol: 'grpc',
  exportTimeout: 10_000,
  batchExportTimeout: 30_000,
  collector,
};

const one = tracing('tracing', options);
const two = tracing('tracing', { ...options, collector: { ...collector, replicas: ['c-1:4317', 'c-2:4317'] } });

describe('the SDK of a service', () => {
  it('is configured by its environment, each service by a file of its own', () => {
    const { file, resources } = compiled([one]);
    expect(resources.map(({ path }) => path)).toEqual(['otel/cart.env', 'otel/collector.yaml', 'otel/till.env']);
    const variables = Object.fromEntries(
      file('otel/sdk-env', 'till')
        .trim()
        .split('\n')
        .map((line: string) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(variables).toEqual({
      OTEL_SERVICE_NAME: 'till',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,service.version=4.5.6,deployment.environment.name=prod',
      OTEL_PROPAGATORS: 'tracecontext,baggage',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.2',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TIMEOUT: '10000',
      OTEL_BSP_SCHEDULE_DELAY: '5000',
      OTEL_BSP_EXPORT_TIMEOUT: '30000',
      OTEL_BSP_MAX_QUEUE_SIZE: '2048',
    });
  });
});

describe('the collector', () => {
  const body = compiled([one]).file('otel/collector', 'collector');

  it('measures spans before most of them are thrown away, and drops noise before both', () => {
    const { pipelines } = body.service;
    expect(pipelines['traces/in']).toEqual({
      receivers: ['otlp'],
      processors: ['memory_limiter', 'filter/noise', 'resource'],
      exporters: ['spanmetrics', 'forward/sampling'],
    });
    expect(pipelines['traces/sampled']).toEqual({
      receivers: ['forward/sampling'],
      processors: ['tail_sampling', 'batch'],
      exporters: ['otlp/jaeger'],
    });
    expect(body.processors['filter/noise'].traces.span).toEqual([
      'attributes["http.route"] == "/health"',
      'attributes["rpc.service"] == "grpc.health.v1.Health"',
      'IsMatch(attributes["user_agent.original"], "^Probe/\\"1\\"")',
    ]);
  });

  it('has every part that its pipelines name, and no other', () => {
    for (const tracing of [one, two]) {
      const { file, resources } = compiled([tracing]);
      for (const { id } of resources.filter(({ kind }) => kind === 'otel/collector')) {
        const { service, connectors = {}, ...parts } = file('otel/collector', id);
        const named = (role: string) =>
          Object.values<Record<string, string[]>>(service.pipelines).flatMap((pipeline) => pipeline[role] ?? []);
        const of = (part: object) => Object.keys(part).sort();
        expect([...new Set(named('processors'))].sort()).toEqual(of(parts.processors));
        expect([...new Set(named('receivers'))].sort()).toEqual(of({ ...parts.receivers, ...connectors }));
        expect([...new Set(named('exporters'))].sort()).toEqual(of({ ...parts.exporters, ...connectors }));
      }
    }
  });

  it('keeps errors, slow traces and a share of the rest', () => {
    expect(body.processors.tail_sampling.policies).toMatchObject([
      { type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      { type: 'latency', latency: { threshold_ms: 250 } },
      { type: 'probabilistic', probabilistic: { sampling_percentage: 10 } },
    ]);
  });

  it('measures in seconds, in the buckets it was given', () => {
    expect(body.connectors.spanmetrics.histogram).toEqual({ unit: 's', explicit: { buckets: ['5ms', '2500ms'] } });
  });

  it('exposes its own metrics in the words of its version', () => {
    const metrics = (version: string) =>
      compiled([one], { collector: version }).file('otel/collector', 'collector').service.telemetry.metrics;
    expect(metrics('0.110')).toEqual({ address: '0.0.0.0:8888' });
    expect(metrics('0.111')).toEqual({
      readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }],
    });
  });

  it('talks TLS to services and to Jaeger', () => {
    const tls = { cert_file: '/etc/tls.crt', key_file: '/etc/tls.key' };
    expect(body.receivers.otlp.protocols).toMatchObject({ grpc: { tls }, http: { tls } });
    expect(body.exporters['otlp/jaeger'].tls).toEqual({ insecure: false });
  });
});

describe('more than one collector', () => {
  const { file } = compiled([two]);

  it('have a tier before them that sends all spans of a trace to the same one', () => {
    expect(file('otel/collector', 'load-balancer').exporters.loadbalancing).toMatchObject({
      routing_key: 'traceID',
      resolver: { static: { hostnames: ['c-1:4317', 'c-2:4317'] } },
    });
    expect(compiled([one]).resources.map(({ id }) => id)).not.toContain('load-balancer');
  });

  it('leave TLS to that tier, on both sides of the wire between them', () => {
    const grpc = (id: string) => file('otel/collector', id).receivers.otlp.protocols.grpc;
    expect(grpc('load-balancer')).toHaveProperty('tls');
    expect(grpc('collector')).not.toHaveProperty('tls');
    const { protocol } = file('otel/collector', 'load-balancer').exporters.loadbalancing;
    expect(protocol.otlp.tls).toEqual({ insecure: true });
  });
});

describe('tracing', () => {
  it.each<[what: string, change: Partial<Options>, message: string]>([
    ['a head ratio above 1', { sampling: { ...options.sampling, head: 20 } }, 'between 0 and 1, and 20 does not'],
    ['a head ratio that is no number', { sampling: { ...options.sampling, head: Number.NaN } }, 'and NaN does not'],
    ['a tail share above 100', { sampling: { ...options.sampling, tailPercent: 101 } }, '0 and 100, and 101 is not'],
    ['an export that outlives its batch', { exportTimeout: 30_001 }, "30001 ms is longer than the batch's, 30000 ms"],
    ['an endpoint without a scheme', { endpoint: 'collector:4317' }, 'collector:4317 is no endpoint'],
    ["Jaeger's old port for services", { endpoint: 'http://jaeger:14268' }, 'Thrift endpoint'],
    ["Jaeger's old port for the collector", { collector: { ...collector, jaeger: 'jaeger:14268' } }, 'Thrift endpoint'],
  ])('refuses %s', (_, change, message) => {
    expect(() => tracing('tracing', { ...options, ...change })).toThrow(message);
  });

  it.each([
    { name: 'local', head: '1', slow: 500, rest: 100, files: ['collector'] },
    { name: 'staging', head: '1', slow: 250, rest: 50, files: ['collector'] },
    { name: 'prod', head: '0.2', slow: 100, rest: 10, files: ['collector', 'load-balancer'] },
  ])('of ours samples as $name is to', ({ name, head, slow, rest, files }) => {
    const { resources } = ownEnvironment(name);
    const envs = resources.filter(({ kind }) => kind === 'otel/sdk-env');
    expect(envs.map(({ id }) => id)).toEqual(['backend-api', 'chat-server', 'stream-server']);
    for (const { body } of envs) expect(body).toContain(`OTEL_TRACES_SAMPLER_ARG=${head}\n`);
    const collectors = resources.filter(({ kind }) => kind === 'otel/collector');
    expect(collectors.map(({ id }) => id)).toEqual(files);
    expect(collectors[0]?.body).toMatchObject({
      processors: {
        tail_sampling: {
          policies: [
            { name: 'errors' },
            { latency: { threshold_ms: slow } },
            { probabilistic: { sampling_percentage: rest } },
          ],
        },
      },
    });
  });
});
