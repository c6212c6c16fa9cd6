import { UserError } from '../errors.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';

export interface TracedService {
  readonly name: string;
  readonly version: string;
}

export interface TracingOptions {
  /** `service.namespace` of every span. */
  readonly namespace: string;
  readonly services: readonly TracedService[];
  readonly sampling: {
    /** The share of traces that services record, 0 to 1. */
    readonly head: number;
    /** The percentage of the unremarkable ones that the collector keeps, 0 to 100. */
    readonly tailPercent: number;
    /** Traces that took longer than this are always kept, in milliseconds. */
    readonly slowMilliseconds: number;
  };
  /** Where services send spans. */
  readonly endpoint: string;
  readonly protocol: 'grpc' | 'http/protobuf';
  /** In milliseconds; the export of one batch has to end within the batch processor's limit. */
  readonly exportTimeout: number;
  readonly batchExportTimeout: number;
  readonly collector: {
    /** Labels put on everything: environment, cluster. */
    readonly resource: Readonly<Record<string, string>>;
    /** More than one need a first tier that sends all spans of a trace to the same collector. */
    readonly replicas: readonly string[];
    /** Jaeger's OTLP port, `host:4317`. */
    readonly jaeger: string;
    readonly jaegerTls: boolean;
    /** What services see where `endpoint` is https. Behind the first tier, collectors talk in plain text. */
    readonly certificate?: { readonly certFile: string; readonly keyFile: string };
    /** Where span metrics are exposed to Prometheus. */
    readonly metricsPort: number;
    /** Where the collector exposes its own metrics to Prometheus. */
    readonly ownMetricsPort: number;
    /** Bucket bounds of span durations, in seconds. */
    readonly buckets: readonly number[];
    /** Span attributes that become labels. */
    readonly dimensions: readonly string[];
    /** Spans nobody wants to see: health checks, metrics, probes. */
    readonly drop: {
      readonly routes: readonly string[];
      readonly rpcServices: readonly string[];
      /** Regular expressions. */
      readonly userAgents: readonly string[];
    };
  };
}

export interface Tracing extends TracingOptions {
  readonly kind: 'tracing';
  readonly name: string;
}

const tracingOptions: OptionsOf<TracingOptions> = {
  namespace: 'text',
  services: { each: { name: 'text', version: 'text' } },
  sampling: { of: { head: 'number', tailPercent: 'number', slowMilliseconds: 'number' } },
  endpoint: 'text',
  protocol: { oneOf: { grpc: true, 'http/protobuf': true } },
  exportTimeout: 'number',
  batchExportTimeout: 'number',
  collector: {
    of: {
      resource: 'any',
      replicas: 'list',
      jaeger: 'text',
      jaegerTls: 'boolean',
      certificate: { of: { certFile: 'text', keyFile: 'text' }, optional: true },
      metricsPort: 'number',
      ownMetricsPort: 'number',
      buckets: 'list',
      dimensions: 'list',
      drop: { of: { routes: 'list', rpcServices: 'list', userAgents: 'list' } },
    },
  },
};

/** OpenTelemetry: the settings of each service's SDK and the collector between them and Jaeger. */
export function tracing(name: string, options: TracingOptions): Tracing {
  mustFit(`the tracing ${name}`, options, tracingOptions);
  const { head, tailPercent } = options.sampling;
  if (!(head >= 0 && head <= 1)) invalid(`a head sampling ratio lies between 0 and 1, and ${head} does not`);
  if (!(tailPercent >= 0 && tailPercent <= 100)) {
    invalid(`tail sampling is a percentage between 0 and 100, and ${tailPercent} is not`);
  }
  if (options.exportTimeout > options.batchExportTimeout) {
    invalid(
      `the export timeout of ${options.exportTimeout} ms is longer than the batch's, ${options.batchExportTimeout} ms`,
      'the batch processor would give up while the exporter still tries: shorten exportTimeout',
    );
  }
  if (!/^https?:\/\//.test(options.endpoint) || !URL.canParse(options.endpoint)) {
    invalid(`${options.endpoint} is no endpoint`, 'write http://host:4317, or https:// where the collector has TLS');
  }
  for (const endpoint of [options.endpoint, options.collector.jaeger]) {
    if (/:14268\b/.test(endpoint)) {
      invalid(`${endpoint} is Jaeger's Thrift endpoint`, 'Jaeger takes OTLP: port 4317 for gRPC, 4318 for HTTP');
    }
  }
  return remember({ kind: 'tracing', name, ...options });
}

function invalid(message: string, help?: string): never {
  throw new UserError(message, { code: 'tracing/invalid', help });
}
