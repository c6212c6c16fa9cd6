import type { ScrapeJob, Target } from '../define/scrape.js';
import { durationSeconds } from '../promql/duration.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './compile.js';
import { mustSupport, supports } from './versions.js';

/** Scrape jobs → one file each, where the server reads such files; below that version they stand in prometheus.yml. */
export function compileScrapeFiles(input: Input): Resource[] {
  if (!supports(input.config.versions, 'prometheus/scrape-config-files')) return [];
  return ofKind(input, 'scrape-job').map((job) => ({
    kind: 'prometheus/scrape',
    id: job.name,
    path: `prometheus/scrape/${job.name}.yaml`,
    body: { scrape_configs: [jobBody(job, input)] },
    origin: input.originOf(job),
  }));
}

/** One entry of `scrape_configs`. */
export function jobBody(job: ScrapeJob, input: Input): object {
  checkTimeouts(job, input);
  const native = input.histograms === 'native' && !job.probe;
  if (native) mustSupport(input, 'prometheus/native-histograms', `histograms: 'native'`, job);
  return {
    job_name: job.name,
    ...(job.interval ? { scrape_interval: job.interval } : {}),
    ...(job.timeout ? { scrape_timeout: job.timeout } : {}),
    ...(job.path ? { metrics_path: job.path } : {}),
    ...(job.scheme ? { scheme: job.scheme } : {}),
    ...(job.probe ? { params: { module: [job.probe.module.name] } } : {}),
    ...(native ? { scrape_native_histograms: true, always_scrape_classic_histograms: true } : {}),
    ...(job.sampleLimit ? { sample_limit: job.sampleLimit } : {}),
    ...(job.labelLimit ? { label_limit: job.labelLimit } : {}),
    static_configs: job.targets.map(targetBody),
    ...(job.probe ? { relabel_configs: throughExporter(job.probe.exporter) } : {}),
  };
}

function targetBody({ address, labels }: Target): object {
  return { targets: [address], labels };
}

/** The target becomes a parameter and the instance; the address becomes that of the exporter. */
function throughExporter(exporter: string): object[] {
  return [
    { source_labels: ['__address__'], target_label: '__param_target' },
    { source_labels: ['__param_target'], target_label: 'instance' },
    { target_label: '__address__', replacement: exporter },
  ];
}

/** The blackbox exporter stops half a second before Prometheus would. */
const exporterMargin = 0.5;

function checkTimeouts(job: ScrapeJob, input: Input): void {
  const report = (message: string, help: string) =>
    input.report({ code: 'scrape/timeouts', severity: 'error', message, help, origin: input.originOf(job) });
  const timeout = job.timeout && durationSeconds(job.timeout);
  const interval = job.interval && durationSeconds(job.interval);
  if (timeout && interval && timeout > interval) {
    report(`${job.name} may take ${job.timeout} but is scraped every ${job.interval}`, 'shorten timeout');
  }
  const module = job.probe?.module;
  if (module && timeout && durationSeconds(module.timeout) + exporterMargin > timeout) {
    report(
      `${job.name}: the module ${module.name} may take ${module.timeout}, which does not fit into the scrape's ${job.timeout}`,
      'the exporter gives up half a second before the scrape does: raise timeout, or shorten that of the module',
    );
  }
}
