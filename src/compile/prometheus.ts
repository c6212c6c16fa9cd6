import type { PrometheusServer } from '../define/prometheus.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';
import { neededFlags } from './promql-versions.js';
import { jobBody } from './scrape.js';
import { supports } from './versions.js';

/** The server → `prometheus.yml`, with paths relative to it, and the flags to start it with. */
export function compilePrometheus(input: Input): Resource[] {
  return ofKind(input, 'prometheus').flatMap((server): Resource[] => {
    const common = { id: server.name, origin: input.originOf(server) };
    return [
      { kind: 'prometheus/config', path: 'prometheus/prometheus.yml', body: serverBody(server, input), ...common },
      { kind: 'prometheus/flags', path: 'prometheus/flags', body: flags(server, input), ...common },
    ];
  });
}

/** What the configuration file cannot say, one flag a line, as `prometheus @flags` reads it. */
function flags(server: PrometheusServer, input: Input): string {
  const expands = Object.values(server.externalLabels).some((value) => value.includes('${'));
  const { versions } = input.config;
  const byFlag = input.histograms === 'native' && !supports(versions, 'prometheus/scrape-native-histograms');
  const features = [
    'exemplar-storage',
    ...(byFlag ? ['native-histograms'] : []),
    ...neededFlags(input),
    // without it an older server takes the placeholder itself for the value, on every replica
    ...(expands && !supports(versions, 'prometheus/expand-external-labels') ? ['expand-external-labels'] : []),
  ];
  return [
    `--enable-feature=${features.join(',')}`,
    `--storage.tsdb.retention.time=${server.retention}`,
    `--web.external-url=${server.externalUrl}`,
    // rules and scrape jobs are loaded with POST /-/reload
    '--web.enable-lifecycle',
  ]
    .map((flag) => `${flag}\n`)
    .join('');
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
