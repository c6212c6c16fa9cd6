import { prometheusServer } from 'obsctl';
import { env } from './env.js';
import { inventory } from './inventory.js';

const replicas = inventory.monitoring.filter((instance) => instance.job === 'prometheus').length;

export default prometheusServer('prometheus', {
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  evaluationInterval: env.evaluationInterval,
  // replicas load one file and tell each other apart by their environment
  externalLabels: { prometheus_replica: replicas > 1 ? '${PROMETHEUS_REPLICA}' : 'a' },
  dropFromAlerts: ['prometheus_replica'],
  alertmanagers: { scheme: 'http', addresses: inventory.alertmanagers },
  maxExemplars: 100_000,
  retention: `${env.retentionDays}d`,
  externalUrl: env.urls.prometheus,
  targetLabels: ['environment', 'cluster', 'service', 'tier', 'node'],
});
