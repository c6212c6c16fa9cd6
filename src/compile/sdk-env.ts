import type { TracedService, Tracing } from '../define/tracing.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';

/** Tracing → the environment variables of each service's OpenTelemetry SDK. */
export function compileSdkEnv(input: Input): Resource[] {
  return ofKind(input, 'tracing').flatMap((tracing) =>
    tracing.services.map((service) => ({
      kind: 'otel/sdk-env' as const,
      id: service.name,
      path: `otel/${service.name}.env`,
      body: sdkEnv(service, tracing, input.environment),
      origin: input.originOf(tracing),
    })),
  );
}

function sdkEnv(service: TracedService, tracing: Tracing, environment: string): string {
  const resource = {
    'service.namespace': tracing.namespace,
    'service.version': service.version,
    'deployment.environment.name': environment,
  };
  const variables = {
    OTEL_SERVICE_NAME: service.name,
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(resource)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: tracing.sampling.head,
    OTEL_EXPORTER_OTLP_ENDPOINT: tracing.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: tracing.protocol,
    OTEL_EXPORTER_OTLP_TIMEOUT: tracing.exportTimeout,
    OTEL_BSP_SCHEDULE_DELAY: 5000,
    OTEL_BSP_EXPORT_TIMEOUT: tracing.batchExportTimeout,
    OTEL_BSP_MAX_QUEUE_SIZE: 2048,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
