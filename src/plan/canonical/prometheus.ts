import { isObject } from '../../json.js';
import { canonicalDurations } from './durations.js';
import { asSet, byText, dropDefaults, dropEmpty, inOrder, type Json, objectsOf, plain } from './plain.js';

/** The configuration of Prometheus, or a file of scrape jobs. */
export function canonicalPrometheus(raw: unknown): unknown {
  const body = plain(raw);
  if (!isObject(body)) return body;
  if (isObject(body.global)) canonicalDurations(body.global, intervals);
  if (Array.isArray(body.scrape_configs)) {
    body.scrape_configs = objectsOf(body.scrape_configs)
      .map(canonicalJob)
      .sort((a, b) => byText(a.job_name, b.job_name));
  }
  if (isObject(body.alerting)) {
    for (const server of objectsOf(body.alerting.alertmanagers)) canonicalAlertmanagerOf(server);
    relabelings(body.alerting, 'alert_relabel_configs');
  }
  for (const remote of [...objectsOf(body.remote_write), ...objectsOf(body.remote_read)]) {
    canonicalDurations(remote, ['remote_timeout']);
    dropDefaults(remote, { remote_timeout: '30s' });
    relabelings(remote, 'write_relabel_configs');
  }
  body.rule_files = asSet(body.rule_files);
  body.scrape_config_files = asSet(body.scrape_config_files);
  for (const key of ['rule_files', 'scrape_config_files']) if (body[key] === undefined) delete body[key];
  return inOrder(dropEmpty(body));
}

const intervals = ['scrape_interval', 'scrape_timeout', 'evaluation_interval', 'rule_query_offset'];

const jobDefaults: Readonly<Json> = {
  enable_compression: true,
  enable_http2: true,
  follow_redirects: true,
  honor_labels: false,
  honor_timestamps: true,
  metrics_path: '/metrics',
  scheme: 'http',
  track_timestamps_staleness: false,
};

function canonicalJob(job: Json): Json {
  canonicalDurations(job, intervals);
  dropDefaults(job, jobDefaults);
  relabelings(job, 'relabel_configs');
  relabelings(job, 'metric_relabel_configs');
  discoveries(job);
  return inOrder(job);
}

function canonicalAlertmanagerOf(server: Json): void {
  canonicalDurations(server, ['timeout']);
  dropDefaults(server, {
    api_version: 'v2',
    enable_http2: true,
    follow_redirects: true,
    path_prefix: '/',
    scheme: 'http',
    timeout: '10s',
  });
  relabelings(server, 'relabel_configs');
  discoveries(server);
}

/** Targets are a set, and so is the list of their groups. */
function discoveries(job: Json): void {
  if (Array.isArray(job.static_configs)) {
    const groups = objectsOf(job.static_configs).map((group) =>
      inOrder(dropEmpty({ ...group, targets: asSet(group.targets) }, ['labels'])),
    );
    job.static_configs = groups.sort(byText);
    dropEmpty(job, ['static_configs']);
  }
  for (const files of objectsOf(job.file_sd_configs)) {
    canonicalDurations(files, ['refresh_interval']);
    dropDefaults(files, { refresh_interval: '5m' });
    files.files = asSet(files.files);
  }
}

/** Their order is kept: each works on what the one before it left. */
function relabelings(object: Json, key: string): void {
  if (!Array.isArray(object[key])) return;
  object[key] = objectsOf(object[key]).map((one) =>
    inOrder(dropDefaults({ ...one }, { action: 'replace', regex: '(.*)', replacement: '$1', separator: ';' })),
  );
  dropEmpty(object, [key]);
}
