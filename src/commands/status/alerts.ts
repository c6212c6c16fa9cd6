import type { KnownAlert } from '../../targets/alertmanager/ask.js';
import { alertsOf } from '../../targets/prometheus/ask.js';
import type { FiringAlert } from '../../types/status.js';
import type { Asked } from './servers.js';

const severities = ['emergency', 'critical', 'warning', 'info'];

/** What fires, the worst first, with what Alertmanager says keeps it from being told. */
export async function alertsReport(
  { client, url }: Asked,
  known: readonly KnownAlert[] | undefined,
  now: number,
): Promise<readonly FiringAlert[]> {
  const firing = (await alertsOf(client, url)).filter(({ state }) => state === 'firing');
  const names = new Map((known ?? []).map(({ fingerprint, labels }) => [fingerprint, labels.alertname ?? fingerprint]));
  const alerts = firing.map(({ labels, activeAt }): FiringAlert => {
    const { alertname = '', severity = '' } = labels;
    const twin = known?.find((one) => isSame(labels, one.labels));
    const { inhibitedBy = [], silencedBy = [], mutedBy = [] } = twin?.status ?? {};
    return {
      ...{ name: alertname, severity, labels },
      age: Math.max(0, Math.round(now - Date.parse(activeAt) / 1_000)),
      mutedBy: [
        ...inhibitedBy.map((fingerprint) => names.get(fingerprint) ?? fingerprint),
        ...silencedBy.map((id) => `silence ${id}`),
        ...mutedBy,
      ],
    };
  });
  return alerts.sort((a, b) => rank(a) - rank(b) || b.age - a.age);
}

/** Prometheus adds external labels, and drops others, on the way to Alertmanager. */
function isSame(labels: Readonly<Record<string, string>>, told: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(told).every(([name, value]) => labels[name] === undefined || labels[name] === value) &&
    Object.keys(labels).filter((name) => told[name] === labels[name]).length >= Object.keys(labels).length - 1 &&
    labels.alertname === told.alertname
  );
}

function rank({ severity }: FiringAlert): number {
  const index = severities.indexOf(severity);
  return index < 0 ? severities.length : index;
}
