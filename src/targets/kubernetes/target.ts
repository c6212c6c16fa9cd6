import type { KubernetesTarget } from '../../define/targets.js';
import type { Target } from '../../types/target.js';
import type { Resource } from '../../types.js';
import { yaml } from '../files/yaml.js';
import { folderTarget } from '../folder/folder-target.js';
import type { World } from '../world.js';
import { exporterOf, type Job, probeManifests } from './probe.js';
import { scrapeSpec } from './scrape.js';

/** Manifests in a folder, for whatever carries them to a cluster. Applying them there is its job. */
export function kubernetesTarget(config: KubernetesTarget, world: World): Target {
  const { folder, name = 'kubernetes', wave = 1 } = config;
  return folderTarget({
    ...{ name, wave, access: { folder }, server: {}, world: { ...world, secretFiles: [] } },
    select: (resources) => manifests(resources, config, world),
  });
}

function manifests(resources: readonly Resource[], config: KubernetesTarget, world: World): readonly Resource[] {
  const { namespace, labels = {} } = config;
  const metadata = (name: string, more: Readonly<Record<string, string>> = {}) => ({
    ...{ name: nameOf(name), namespace },
    labels: {
      'app.kubernetes.io/managed-by': 'obsctl',
      'app.kubernetes.io/part-of': world.project,
      ...labels,
      ...more,
    },
  });
  const manifest = ({ origin }: Resource, id: string, body: object): Resource => ({
    ...{ kind: 'kubernetes/manifest', id, path: `${id}.yaml`, body, origin },
  });
  const ofKind = (kind: Resource['kind']) => resources.filter((one) => one.kind === kind);
  const rules = ofKind('prometheus/rules').map((one) =>
    manifest(one, `prometheusrule-${nameOf(one.id)}`, {
      ...{ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: metadata(one.id) },
      spec: one.body,
    }),
  );
  // a server that reads no files of scrape jobs has them in its configuration
  const scrapes = [...ofKind('prometheus/scrape'), ...ofKind('prometheus/config')];
  const jobs = scrapes.flatMap((one) =>
    ((one.body as { readonly scrape_configs?: readonly Job[] }).scrape_configs ?? []).flatMap((job) => {
      const exporter = exporterOf(job);
      const name = String(job.job_name);
      if (exporter !== undefined) {
        return probeManifests(job, exporter, one).map((probe) =>
          manifest(one, `probe-${nameOf(probe.name)}`, {
            ...{ apiVersion: 'monitoring.coreos.com/v1', kind: 'Probe', metadata: metadata(probe.name) },
            spec: probe.spec,
          }),
        );
      }
      return [
        manifest(one, `scrapeconfig-${nameOf(name)}`, {
          ...{ apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'ScrapeConfig', metadata: metadata(name) },
          spec: scrapeSpec(job, { name, manifest: 'ScrapeConfig', origin: one.origin }),
        }),
      ];
    }),
  );
  const [alertmanager] = ofKind('alertmanager/config');
  const templates = ofKind('alertmanager/template');
  // an AlertmanagerConfig would only see alerts of its own namespace: this is the whole configuration
  const secrets = alertmanager
    ? [
        manifest(alertmanager, 'secret-alertmanager', {
          ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
          metadata: metadata(config.configSecret ?? 'alertmanager-config'),
          stringData: {
            'alertmanager.yaml': yaml(withTemplates(alertmanager.body)),
            ...Object.fromEntries(templates.map(({ id, body }) => [`${id}.tmpl`, String(body)])),
          },
        }),
      ]
    : [];
  const dashboards = ofKind('grafana/dashboard').map((one) =>
    manifest(one, `configmap-${nameOf(one.id)}`, {
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: {
        // what Grafana's sidecar looks for, and the folder it puts it in
        ...metadata(one.id, { grafana_dashboard: '1' }),
        annotations: { grafana_folder: one.path.split('/').at(-2) ?? '' },
      },
      data: { [`${one.id}.json`]: `${JSON.stringify(one.body, null, 2)}\n` },
    }),
  );
  return [...rules, ...jobs, ...secrets, ...dashboards];
}

/** The operator lays the keys of the Secret beside the configuration. */
function withTemplates(body: unknown): unknown {
  const config = body as Readonly<Record<string, unknown>>;
  return 'templates' in config ? { ...config, templates: ['/etc/alertmanager/config/*.tmpl'] } : config;
}

/** Lower case, digits and dashes, as Kubernetes names things. */
function nameOf(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
