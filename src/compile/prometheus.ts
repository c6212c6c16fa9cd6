import type { PrometheusServer } from '../define/prometheus.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './compile.js';
import { jobBody } from './scrape.js';
import { supports } from './versions.js';

/** The server → `prometheus.yml`, with paths relative to it. */
export function compilePrometheus(input: Input): Resource[] {
  return ofKind(input, 'prometheus').map((server) => ({
    kind: 'prometheus/config',
    id: server.name,
    path: 'prometheus/prometheus.yml',
    body: serverBody(server, input),
    origin: input.originOf(server),
  }));
}

function serverBody(server: PrometheusServer, input: Input): object {
  const jobs = ofKind(input, 'scrape-job');
  const inFiles = supports(input.config.versions, 'prometheus/scrape-config-files');
  return {
    global: {
      scrape_interval: server.scrapeInterval,
      scrape_timeout: server.scrapeTimeout,
      evaluation_interval: server.evaluationInterval,
      external_labels: server.externalLabels,
    },
    rule_files: ['rules/*.yaml'],
    alerting: {
      alert_relabel_configs: server.dropFromAlerts.map((label) => ({ regex: label, action: 'labeldrop' })),
      alertmanagers: [
        { scheme: server.alertmanagers.scheme, static_configs: [{ targets: server.alertmanagers.addresses }] },
      ],
    },
    storage: { exemplars: { max_exemplars: server.maxExemplars } },
    ...(inFiles
      ? { scrape_config_files: ['scrape/*.yaml'] }
      : { scrape_configs: jobs.map((job) => jobBody(job, input)) }),
  };
}
