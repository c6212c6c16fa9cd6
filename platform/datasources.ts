import { datasource, promql } from 'obsctl';
import { env } from './env.js';
import { httpRequestDuration, httpRequests } from './metrics/http.js';

export const prometheus = datasource.prometheus(env.datasources.prometheus, {
  title: `Prometheus ${env.name}`,
  url: env.urls.prometheus,
  isDefault: true,
  // at most what is scraped: the least range of a rate follows from it
  timeInterval: '15s',
  exemplars: { label: 'trace_id', datasource: env.datasources.traces },
});

export const jaeger = datasource.jaeger(env.datasources.traces, {
  title: `Jaeger ${env.name}`,
  url: env.urls.jaeger,
  traceToMetrics: {
    datasource: env.datasources.prometheus,
    around: '5m',
    tags: [{ span: 'service.name', label: 'service' }],
    // Grafana replaces $__tags with the service of the clicked span
    queries: [
      {
        name: 'P99 of the service',
        query: promql`histogram_quantile(0.99, sum by (le) (rate(${httpRequestDuration.name}_bucket{$__tags}[5m])))`,
      },
      {
        name: 'Error ratio of the service',
        // without an error there is no series to divide
        query: promql`(sum(rate(${httpRequests.name}{$__tags, status_code=~"5.."}[5m])) or vector(0)) / sum(rate(${httpRequests.name}{$__tags}[5m]))`,
      },
    ],
  },
});
