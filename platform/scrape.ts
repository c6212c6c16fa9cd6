import { scrapeJob, type Target } from 'obsctl';
import { thresholds } from '../platform/thresholds.js';
import { env } from './env.js';
import { type Instance, inventory } from './inventory.js';

/** The labels every target has: what queries, rules, routing and inhibition rely on. */
export function targetOf(
  { service, node, address }: Instance,
  tier: string,
  more: Readonly<Record<string, string>> = {},
): Target {
  const labels = { environment: env.name, cluster: inventory.cluster, service, tier, node, ...more };
  return { address, labels };
}

const limits = { sampleLimit: thresholds.seriesPerTarget.limit, labelLimit: 30 } as const;

/** One job for each service, so that `absent(up{job=…})` can tell which one vanished. */
export const apps = ['stream-server', 'backend-api', 'chat-server'].map((service) =>
  scrapeJob(service, {
    targets: inventory.apps.filter((app) => app.service === service).map((app) => targetOf(app, 'app')),
    ...limits,
  }),
);

export const hosts = scrapeJob('node', { targets: inventory.hosts.map((host) => targetOf(host, 'node')), ...limits });

export const databases = inventory.exporters.map((exporter) =>
  scrapeJob(exporter.job, { targets: [targetOf(exporter, 'data')], ...limits }),
);

/** Prometheus itself and everything it works with. */
export const monitoring = [...new Set(inventory.monitoring.map((instance) => instance.job))].map((job) =>
  scrapeJob(job, {
    targets: inventory.monitoring
      .filter((instance) => instance.job === job)
      .map((instance) => targetOf(instance, 'monitoring')),
  }),
);
