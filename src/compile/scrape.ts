import type { Relabel, ScrapeJob, Target } from '../define/scrape.js';
import { durationSeconds } from '../promql/duration.js';
import type { Resource } from '../types.js';
import { given } from './given.js';
import { authBody, tlsBody } from './http-client.js';
import { type Input, ofKind } from './input.js';
import { mustSupport, supports } from './versions.js';

/** Scrape jobs → one file each, where the server reads such files; below that version they stand in prometheus.yml. */
export function compileScrapeFiles(input: Input): Resource[] {
  if (!supports(input.config.versions, 'prometheus/scrape-config-files')) {
    mustHaveServer(input);
    return [];
  }
  return ofKind(input, 'scrape-job').map((job) => ({
    kind: 'prometheus/scrape',
    id: job.name,
    path: `prometheus/scrape/${job.name}.yaml`,
    body: { scrape_configs: [jobBody(job, input)] },
    origin: input.originOf(job),
  }));
}

/** Where a server reads no files of scrape jobs, they stand in its configuration, and need one. */
function mustHaveServer(input: Input): void {
  const [job] = ofKind(input, 'scrape-job');
  if (!job || ofKind(input, 'prometheus').length > 0) return;
  input.report({
    code: 'scrape/no-server',
    severity: 'error',
    message: `Prometheus ${input.config.versions.prometheus} has nowhere to read the scrape job ${job.name} from`,
    help: 'export a prometheusServer(), or raise versions.prometheus to 2.43, which reads scrape jobs from files',
    origin: input.originOf(job),
  });
}

/** One entry of `scrape_configs`. */
export function jobBody(job: ScrapeJob, input: Input): object {
  checkTimeouts(job, input);
  checkLabels(job, input);
  const native = input.histograms === 'native' && !job.probe;
  if (native) mustSupport(input, 'prometheus/native-histograms', `histograms: 'native'`, job);
  return {
    job_name: job.name,
    ...given({
      scrape_interval: job.interval,
      scrape_timeout: job.timeout,
      metrics_path: job.path,
      scheme: job.scheme,
    }),
    ...authBody(job.auth, input),
    ...tlsBody(job.tls),
    ...(job.probe ? { params: { module: [job.probe.module.name] } } : {}),
    ...(native ? nativeHistograms(input) : {}),
    ...given({ sample_limit: job.sampleLimit, label_limit: job.labelLimit }),
    static_configs: job.targets.map(targetBody),
    ...(job.probe ? { relabel_configs: throughExporter(job.probe.exporter) } : {}),
    ...(job.metricRelabel ? { metric_relabel_configs: job.metricRelabel.map(relabelBody) } : {}),
  };
}

/** Native histograms, and beside them the classic ones, as long as the server can scrape both. */
function nativeHistograms({ config: { versions } }: Input): object {
  // below that version the flag native-histograms stands for all jobs
  const native = supports(versions, 'prometheus/scrape-native-histograms') ? { scrape_native_histograms: true } : {};
  if (supports(versions, 'prometheus/always-scrape-classic-histograms')) {
    return { ...native, always_scrape_classic_histograms: true };
  }
  return supports(versions, 'prometheus/scrape-classic-histograms') ? { scrape_classic_histograms: true } : {};
}

function targetBody({ address, labels }: Target): object {
  return { targets: [address], labels };
}

function relabelBody({ source, target, ...step }: Relabel): object {
  return given({ source_labels: source, target_label: target, ...step });
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
  // what the job leaves out is the server's; Prometheus itself shortens a timeout of the server's that is too long
  const interval = job.interval ?? ofKind(input, 'prometheus')[0]?.scrapeInterval;
  const timeout = job.timeout && durationSeconds(job.timeout);
  if (timeout && interval && timeout > durationSeconds(interval)) {
    report(`${job.name} may take ${job.timeout} but is scraped every ${interval}`, 'shorten timeout');
  }
  const module = job.probe?.module;
  if (module && timeout && durationSeconds(module.timeout) + exporterMargin > timeout) {
    report(
      `${job.name}: the module ${module.name} may take ${module.timeout}, which does not fit into the scrape's ${job.timeout}`,
      'the exporter gives up half a second before the scrape does: raise timeout, or shorten that of the module',
    );
  }
}

/** Series without one of these labels are invisible to the rules and dashboards that select by them. */
function checkLabels(job: ScrapeJob, input: Input): void {
  const needed = ofKind(input, 'prometheus')[0]?.targetLabels ?? [];
  for (const { address, labels } of job.targets) {
    const missing = needed.filter((label) => !labels[label]);
    if (missing.length === 0) continue;
    input.report({
      code: 'scrape/missing-labels',
      severity: 'error',
      message: `the target ${address} of ${job.name} lacks the labels ${missing.join(', ')}`,
      help: 'targetLabels of prometheusServer() says that every target has them',
      origin: input.originOf(job),
    });
  }
}
