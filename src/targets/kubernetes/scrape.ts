import { UserError } from '../../errors.js';
import type { Origin } from '../../types.js';

const names: Readonly<Record<string, string>> = {
  job_name: 'jobName',
  scrape_interval: 'scrapeInterval',
  scrape_timeout: 'scrapeTimeout',
  metrics_path: 'metricsPath',
  scheme: 'scheme',
  params: 'params',
  sample_limit: 'sampleLimit',
  label_limit: 'labelLimit',
  scrape_native_histograms: 'scrapeNativeHistograms',
  always_scrape_classic_histograms: 'scrapeClassicHistograms',
};

/** An entry of `scrape_configs` in the words of a ScrapeConfig, which a Probe shares. */
export function scrapeSpec(
  job: Readonly<Record<string, unknown>>,
  { name, manifest, origin }: { readonly name: string; readonly manifest: string; readonly origin: Origin },
): object {
  const spec: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(job)) {
    if (names[key]) spec[names[key]] = key === 'scheme' ? String(value).toUpperCase() : value;
    else if (key === 'static_configs') spec.staticConfigs = value;
    else if (key === 'relabel_configs') spec.relabelings = (value as readonly Relabel[]).map(relabeling);
    else if (key === 'metric_relabel_configs') spec.metricRelabelings = (value as readonly Relabel[]).map(relabeling);
    else if (key === 'tls_config' && isPlainTls(value)) spec.tlsConfig = tlsOf(value);
    else {
      throw new UserError(`the job ${name} has ${key}, which a ${manifest} takes from a Secret of the cluster`, {
        code: 'kubernetes/not-expressible',
        help: `leave the job out of this environment, and write its ${manifest} by hand`,
        origin,
      });
    }
  }
  return spec;
}

type Relabel = Readonly<Record<string, unknown>>;

function relabeling({ source_labels, target_label, ...rest }: Relabel): object {
  return {
    ...(source_labels === undefined ? {} : { sourceLabels: source_labels }),
    ...(target_label === undefined ? {} : { targetLabel: target_label }),
    ...rest,
  };
}

interface PlainTls {
  readonly server_name?: string;
  readonly insecure_skip_verify?: boolean;
}

function isPlainTls(value: unknown): value is PlainTls {
  return Object.keys(value as object).every((key) => key === 'server_name' || key === 'insecure_skip_verify');
}

function tlsOf({ server_name, insecure_skip_verify }: PlainTls): object {
  return {
    ...(server_name === undefined ? {} : { serverName: server_name }),
    ...(insecure_skip_verify === undefined ? {} : { insecureSkipVerify: insecure_skip_verify }),
  };
}
