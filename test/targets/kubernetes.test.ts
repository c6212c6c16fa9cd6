import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { eventually, startAlertmanager } from '../real/alertmanager.js';
import { binary, type Generation, isThere, sharedFolder, start } from '../real/servers.js';
import { stage, temporaryFolder } from './stage.js';

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly stringData: Readonly<Record<string, string>>;
}

const definitions = {
  'monitoring/more.ts': `import { httpModule, notifications, probe, prometheusServer, receiver, scrapeJob, slack, secret, template } from 'obsctl';

export const job = scrapeJob('web', { targets: [{ address: 'web:9464', labels: { service: 'web' } }], interval: '15s', scheme: 'https', tls: { insecureSkipVerify: true } });
export const server = prometheusServer('main', { scrapeInterval: '15s', scrapeTimeout: '10s', retention: '15d', externalUrl: 'http://prometheus', evaluationInterval: '30s', externalLabels: {}, alertmanagers: { scheme: 'http', addresses: ['alertmanager:9093'] }, dropFromAlerts: [], maxExemplars: 1, targetLabels: [] });
const ready = httpModule('ready', { timeout: '5s' });
export const probes = probe('probe-http', { module: ready, exporter: 'blackbox:9115', interval: '30s', timeout: '6s',
  targets: [
    { address: 'http://web/ready', labels: { service: 'web' } },
    { address: 'http://api/ready', labels: { service: 'api' } },
    { address: 'http://web/other', labels: { service: 'web' } },
  ] });
const texts = template('home', '{{ define "home.text" }}{{ .CommonLabels.alertname }} in the house{{ end }}');
const everybody = receiver('everybody', [slack({ channel: '#alerts', text: '{{ template "home.text" . }}', url: secret.file('/etc/alertmanager/secrets/slack') })]);
export default notifications({ route: { receiver: everybody, groupBy: ['alertname'] }, templates: [texts] });
`,
};

async function written(generation: Generation = 'forky'): Promise<readonly Manifest[]> {
  const folder = temporaryFolder();
  const project = stage(generation, {
    targets: `target.kubernetes({ folder: '${folder}', namespace: 'monitoring', labels: { release: 'kube-prometheus' } })`,
    definitions,
  });
  const applied = await project.run('apply', '--env', 'test', '--yes');
  expect(applied.stderr).not.toContain('error');
  expect(applied.code).toBe(0);
  expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Manifest);
}

describe('manifests for Kubernetes', () => {
  it.skipIf(!sharedFolder())('are what the schemas of the operator demand', async () => {
    const manifests = await written();
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'Probe probe-http-service-api',
      'Probe probe-http-service-web',
      'PrometheusRule home',
      'ScrapeConfig web',
      'Secret alertmanager-config',
    ]);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['prometheusrule', 'scrapeconfig', 'probe']) {
      const file = join(sharedFolder() ?? '', `contracts/kubernetes/${name}.schema.json`);
      const { kind, schema } = JSON.parse(readFileSync(file, 'utf8')) as { kind: string; schema: object };
      const validate = ajv.compile(closed(schema) as object);
      const those = manifests.filter((one) => one.kind === kind);
      expect(those).not.toEqual([]);
      for (const manifest of those) {
        validate(manifest.spec && { ...manifest });
        expect(validate.errors ?? []).toEqual([]);
      }
    }
    for (const { metadata } of manifests) {
      expect(metadata).toMatchObject({ namespace: 'monitoring', labels: { release: 'kube-prometheus' } });
    }
  });

  it('probe all targets of one set of labels through the exporter', async () => {
    const probes = (await written()).filter(({ kind }) => kind === 'Probe');
    expect(probes.map(({ spec }) => spec)).toEqual([
      {
        jobName: 'probe-http',
        prober: { url: 'blackbox:9115', path: '/probe' },
        module: 'ready',
        interval: '30s',
        scrapeTimeout: '6s',
        targets: { staticConfig: { static: ['http://api/ready'], labels: { service: 'api' } } },
      },
      {
        jobName: 'probe-http',
        prober: { url: 'blackbox:9115', path: '/probe' },
        module: 'ready',
        interval: '30s',
        scrapeTimeout: '6s',
        targets: {
          staticConfig: { static: ['http://web/ready', 'http://web/other'], labels: { service: 'web' } },
        },
      },
    ]);
  });

  it('hold the scrape jobs too where the server reads none from files', async () => {
    const kinds = (await written('bookworm')).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['Probe', 'Probe', 'PrometheusRule', 'ScrapeConfig', 'Secret']);
  });

  const generations = (['bookworm', 'forky'] as const).filter(isThere);

  it.each(generations)(
    'are what a real Prometheus and Alertmanager of %s run once they are unwrapped',
    async (generation) => {
      const manifests = await written(generation);
      const folder = temporaryFolder();
      for (const name of ['rules', 'alertmanager']) mkdirSync(join(folder, name));
      for (const { kind, metadata, spec } of manifests) {
        if (kind === 'PrometheusRule') writeFileSync(join(folder, `rules/${metadata.name}.yaml`), JSON.stringify(spec));
      }
      const scrape_configs = manifests.flatMap((one) => unwrapped(one));
      const config = { rule_files: [`${folder}/rules/*.yaml`], scrape_configs };
      writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
      const prometheus = await start(
        binary(generation, 'prometheus'),
        (port) => [
          `--config.file=${folder}/prometheus.yml`,
          `--storage.tsdb.path=${folder}/data`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        { ready: '/-/ready' },
      );
      onTestFinished(() => prometheus.stop());
      const ask = async (path: string) =>
        ((await (await fetch(`${prometheus.url}${path}`)).json()) as { data: never }).data;
      const { groups } = (await ask('/api/v1/rules')) as { groups: { name: string; rules: { name: string }[] }[] };
      expect(groups.map(({ name, rules }) => [name, ...rules.map((rule) => rule.name)])).toEqual([
        ['home', 'room:temperature:max', 'TooHot'],
      ]);
      const targets = await eventually(async () => {
        const { activeTargets } = (await ask('/api/v1/targets')) as { activeTargets: ActiveTarget[] };
        return activeTargets.length === 4 ? activeTargets : undefined;
      });
      expect(targets.map(({ scrapeUrl }) => scrapeUrl).sort()).toEqual([
        'http://blackbox:9115/probe?module=ready&target=http%3A%2F%2Fapi%2Fready',
        'http://blackbox:9115/probe?module=ready&target=http%3A%2F%2Fweb%2Fother',
        'http://blackbox:9115/probe?module=ready&target=http%3A%2F%2Fweb%2Fready',
        'https://web:9464/metrics',
      ]);
      expect(
        targets.map(({ labels }) => labels).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      ).toEqual([
        { instance: 'http://api/ready', job: 'probe-http', service: 'api' },
        { instance: 'http://web/other', job: 'probe-http', service: 'web' },
        { instance: 'http://web/ready', job: 'probe-http', service: 'web' },
        { instance: 'web:9464', job: 'web', service: 'web' },
      ]);

      const secret = manifests.find(({ kind }) => kind === 'Secret');
      for (const [name, text] of Object.entries(secret?.stringData ?? {})) {
        // where the operator mounts the Secret
        const mounted = text.replaceAll('/etc/alertmanager/config/', `${folder}/alertmanager/`);
        writeFileSync(join(folder, 'alertmanager', name.replace('alertmanager.yaml', 'alertmanager.yml')), mounted);
      }
      const alertmanager = await startAlertmanager(generation, join(folder, 'alertmanager'));
      onTestFinished(() => alertmanager.stop());
      const receivers = (await (await fetch(`${alertmanager.url}/api/v2/receivers`)).json()) as { name: string }[];
      expect(receivers.map(({ name }) => name)).toEqual(['everybody']);
      const status = (await (await fetch(`${alertmanager.url}/api/v2/status`)).json()) as {
        config: { original: string };
      };
      expect(status.config.original).toContain(`${folder}/alertmanager/*.tmpl`);
    },
  );
});

interface ActiveTarget {
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The scrape configuration that the operator makes of a manifest. */
function unwrapped({ kind, spec }: Manifest): readonly object[] {
  if (kind === 'ScrapeConfig') {
    const { jobName, scrapeInterval, scheme, staticConfigs, tlsConfig } = spec;
    return [
      {
        job_name: jobName,
        scrape_interval: scrapeInterval,
        scheme: String(scheme).toLowerCase(),
        static_configs: staticConfigs,
        tls_config: { insecure_skip_verify: (tlsConfig as { insecureSkipVerify: boolean }).insecureSkipVerify },
      },
    ];
  }
  if (kind !== 'Probe') return [];
  const { jobName, interval, scrapeTimeout, module, prober, targets } = spec as unknown as ProbeSpec;
  const { static: addresses, labels } = targets.staticConfig;
  return [
    {
      // jobs are called after their objects, and the label is what jobName says
      job_name: `probe/${labels.service}`,
      ...{ scrape_interval: interval, scrape_timeout: scrapeTimeout, metrics_path: prober.path },
      params: { module: [module] },
      static_configs: [{ targets: addresses, labels }],
      relabel_configs: [
        { target_label: 'job', replacement: jobName },
        { source_labels: ['__address__'], target_label: '__param_target' },
        { source_labels: ['__param_target'], target_label: 'instance' },
        { target_label: '__address__', replacement: prober.url },
      ],
    },
  ];
}

interface ProbeSpec {
  readonly jobName: string;
  readonly interval: string;
  readonly scrapeTimeout: string;
  readonly module: string;
  readonly prober: { readonly url: string; readonly path: string };
  readonly targets: {
    readonly staticConfig: { readonly static: readonly string[]; readonly labels: Readonly<Record<string, string>> };
  };
}

/** The operator refuses what it does not know: so does this. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  // Go's (?i) is no part of a JavaScript pattern
  const known = Object.entries(schema).filter(([key, value]) => key !== 'pattern' || !String(value).includes('(?i)'));
  const inner = Object.fromEntries(known.map(([key, value]) => [key, closed(value)]));
  const isTyped = 'properties' in inner && !('additionalProperties' in inner) && inner.type === 'object';
  const isMetadata = !('properties' in inner);
  return isTyped && !isMetadata ? { ...inner, additionalProperties: false } : inner;
}
