import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compile } from '../../src/compile/compile.js';
import { ownEnvironment } from '../helpers/environment.js';
import { freePort, isAvailable, run, type Server, start } from './servers.js';

/** Jaeger 2 is a distribution of the OpenTelemetry Collector: it can play the collector, too. */
const jaeger = process.env.OBSCTL_JAEGER ?? '';
const available = isAvailable('jaeger', existsSync(jaeger), 'set OBSCTL_JAEGER to the path of a Jaeger 2');

interface Collector {
  receivers: { otlp: { protocols: { grpc: { endpoint: string }; http: { endpoint: string } } } };
  processors: Record<string, unknown> & { tail_sampling: { decision_wait: string } };
  connectors: { spanmetrics: { metrics_flush_interval: string } };
  exporters: { 'otlp/jaeger': { endpoint: string }; prometheus: { endpoint: string } };
  service: {
    telemetry: { metrics: { readers: { pull: { exporter: { prometheus: { host: string; port: number } } } }[] } };
    pipelines: Record<string, { processors: string[] }>;
  };
}

/** Our collector of a recent version on loopback, in a hurry. This distribution calls `resource` otherwise. */
function ours(ports: { grpc: number; http: number; jaeger: number; metrics: number; own: number }): Collector {
  const { environment } = ownEnvironment('local');
  const versions = { ...environment.config.versions, collector: '0.155' };
  const { resources } = compile('test', { ...environment, config: { ...environment.config, versions } });
  const body = resources.find(({ kind }) => kind === 'otel/collector')?.body;
  const config = structuredClone(body) as Collector;
  const { resource, ...processors } = config.processors;
  config.processors = { ...processors, attributes: { actions: (resource as { attributes: object }).attributes } };
  config.processors.tail_sampling.decision_wait = '1s';
  config.connectors.spanmetrics.metrics_flush_interval = '3s';
  config.receivers.otlp.protocols.grpc.endpoint = `127.0.0.1:${ports.grpc}`;
  config.receivers.otlp.protocols.http.endpoint = `127.0.0.1:${ports.http}`;
  config.exporters['otlp/jaeger'].endpoint = `127.0.0.1:${ports.jaeger}`;
  config.exporters.prometheus.endpoint = `127.0.0.1:${ports.metrics}`;
  for (const { pull } of config.service.telemetry.metrics.readers) {
    Object.assign(pull.exporter.prometheus, { host: '127.0.0.1', port: ports.own });
  }
  const entrance = config.service.pipelines['traces/in'];
  if (entrance) entrance.processors = entrance.processors.map((name) => (name === 'resource' ? 'attributes' : name));
  return config;
}

/** A Jaeger that keeps traces in memory. */
function storage(ports: { jaeger: number; query: number; grpcQuery: number; own: number }): object {
  const exporter = { prometheus: { host: '127.0.0.1', port: ports.own } };
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      telemetry: { metrics: { readers: [{ pull: { exporter } }] } },
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
    },
    extensions: {
      jaeger_storage: { backends: { memory: { memory: { max_traces: 100 } } } },
      jaeger_query: {
        storage: { traces: 'memory' },
        http: { endpoint: `127.0.0.1:${ports.query}` },
        grpc: { endpoint: `127.0.0.1:${ports.grpcQuery}` },
      },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${ports.jaeger}` } } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
  };
}

describe.runIf(available)('a span sent to the collector', () => {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-tracing-'));
  const servers: Server[] = [];
  const ports = { grpc: 0, http: 0, jaeger: 0, metrics: 0, own: 0, query: 0, grpcQuery: 0, ownOfJaeger: 0 };

  beforeAll(async () => {
    for (const name of Object.keys(ports)) ports[name as keyof typeof ports] = await freePort();
    writeFileSync(join(folder, 'storage.yaml'), stringify(storage({ ...ports, own: ports.ownOfJaeger })));
    writeFileSync(join(folder, 'collector.yaml'), stringify(ours(ports)));
    const launch = (file: string, ready: string, port: number) =>
      start(jaeger, () => ['--config', join(folder, file)], { ready, port });
    servers.push(await launch('storage.yaml', '/', ports.query));
    servers.push(await launch('collector.yaml', '/metrics', ports.metrics));
  }, 60_000);

  afterAll(async () => {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function send(name: string, route: string, status: number): Promise<string> {
    const traceId = randomBytes(16).toString('hex');
    const started = BigInt(Date.now()) * 1_000_000n;
    const attributes = [
      { key: 'http.route', value: { stringValue: route } },
      { key: 'http.response.status_code', value: { intValue: status } },
    ];
    const times = { startTimeUnixNano: String(started), endTimeUnixNano: String(started + 700_000_000n) };
    const span = { traceId, spanId: randomBytes(8).toString('hex'), name, kind: 2, ...times, attributes };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'stream-server' } }] };
    const response = await fetch(`http://127.0.0.1:${ports.http}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
    });
    expect(response.status).toBe(200);
    return traceId;
  }

  const inJaeger = async (traceId: string) =>
    (await fetch(`http://127.0.0.1:${ports.query}/api/traces/${traceId}`)).text();
  const metrics = async () =>
    (
      await fetch(`http://127.0.0.1:${ports.metrics}/metrics`, { headers: { accept: 'application/openmetrics-text' } })
    ).text();

  it('is found in Jaeger with where it comes from, and as span metrics with its trace as exemplar', async () => {
    const traceId = await send('GET /tracks/:id', '/tracks/:id', 200);
    await expect.poll(() => inJaeger(traceId), { timeout: 20_000 }).toContain('"GET /tracks/:id"');
    expect(await inJaeger(traceId)).toContain('"key":"cluster","type":"string","value":"eu-1"');
    const exemplar = async () =>
      /^traces_span_metrics_duration_seconds_bucket\{.*le="1\.0"\} 1 # \{trace_id="(\w+)"/m.exec(await metrics())?.[1];
    // one that was exposed once is not exposed again, so this looks more often than the collector changes it
    await expect.poll(exemplar, { timeout: 20_000, interval: 200 }).toBe(traceId);
    expect(await metrics()).toMatch(/^traces_span_metrics_calls_total\{.*http_route="\/tracks\/:id"/m);
  });

  it('is dropped where it is a probe', async () => {
    const probe = await send('GET /ready', '/ready', 200);
    const later = await send('GET /later', '/later', 200);
    await expect.poll(() => inJaeger(later), { timeout: 20_000 }).toContain('"GET /later"');
    expect(await inJaeger(probe)).toContain('trace not found');
    expect(await metrics()).not.toContain('GET /ready');
  });

  it('goes through a configuration that the collector accepts', async () => {
    const { code, output } = await run(jaeger, ['validate', '--config', join(folder, 'collector.yaml')]);
    expect(`${code} ${output}`).toMatch(/^0 /);
  });
});
