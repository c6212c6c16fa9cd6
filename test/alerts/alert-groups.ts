import type { NotificationJson } from '../../src/gotemplate/alertmanager.js';

/** Groups of alerts as Alertmanager hands them to a template, for rendering notifications. */
export type Severity = 'info' | 'warning' | 'critical' | 'emergency';
export type Status = 'firing' | 'resolved';

interface Alert {
  readonly status: Status;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

const links = (alertname: string, service: string) => ({
  runbook_url: `https://runbooks.example.com/${alertname.toLowerCase()}`,
  dashboard_url: `https://grafana.example.com/d/obs-perf?var-environment=prod&var-cluster=eu-1&var-service=${service}`,
});

export function alert(
  status: Status,
  labels: { readonly alertname: string; readonly severity: Severity; readonly service: string } & Alert['labels'],
  annotations: Alert['annotations'],
): Alert {
  return {
    status,
    labels: { environment: 'prod', cluster: 'eu-1', ...labels },
    annotations: { ...links(labels.alertname, labels.service), ...annotations },
    startsAt: '2026-11-24T10:03:12.345Z',
    endsAt: status === 'resolved' ? '2026-11-24T10:15:42.345Z' : '0001-01-01T00:00:00Z',
  };
}

/** What a template sees, `template.Data` of Alertmanager. */
export function group(alerts: readonly Alert[], groupBy = ['environment', 'cluster', 'team', 'service', 'alertname']) {
  const commonLabels = common(alerts.map((one) => one.labels));
  return {
    receiver: 'test',
    status: alerts.some((one) => one.status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: Object.fromEntries(Object.entries(commonLabels).filter(([label]) => groupBy.includes(label))),
    commonLabels,
    commonAnnotations: common(alerts.map((one) => one.annotations)),
    externalURL: 'https://alertmanager.example.com',
  };
}

function common(records: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...rest] = records;
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => rest.every((one) => one[key] === value)));
}

export const highLatency = (severity: Severity, status: Status) =>
  alert(
    status,
    { alertname: 'HighLatencyP99', severity, category: 'performance', team: 'streaming', service: 'stream-server' },
    {
      summary: 'P99 of stream-server in prod/eu-1 is above 100 ms',
      description: 'P99 over 5 minutes is 375 ms, above the threshold of 100 ms',
      value: '375ms',
      threshold: '100ms',
      impact: 'slow pages and seeks',
      suggested_action: 'Open slow routes and traces; check pool waits and slow queries.',
    },
  );

export const highCpu = (node: string, status: Status) =>
  alert(
    status,
    { alertname: 'HighCpuUsage', severity: 'critical', category: 'system', team: 'platform', service: 'node', node },
    {
      summary: `CPU of ${node} in prod/eu-1 is above 90%`,
      description: 'The node has been busy for 5 minutes',
      value: '95.3%',
      threshold: '90%',
      impact: 'latency rises, connections drop',
      suggested_action: 'Find the top process; shift load; add a node.',
    },
  );

const serviceDown = (service: string, team: string) =>
  alert(
    'firing',
    { alertname: 'ServiceDown', severity: 'emergency', category: 'reliability', team, service },
    {
      summary: `No instance of ${service} is left in prod/eu-1`,
      impact: 'the feature is unavailable',
      suggested_action: 'Roll back or fail over now.',
    },
  );

/** One cluster on fire: several alert names, services and teams in one message. */
export const clusterDown = group(
  [
    serviceDown('stream-server', 'streaming'),
    serviceDown('chat-server', 'backend'),
    ...['PlatformUnhealthy', 'RegionLost', 'NetworkSplit'].map((alertname) =>
      alert(
        'firing',
        { alertname, severity: 'emergency', category: 'health', team: 'platform', service: 'platform' },
        { summary: `${alertname} in prod/eu-1`, value: '2', threshold: '2' },
      ),
    ),
  ],
  ['environment', 'cluster'],
);

/** Everything that is markup somewhere, and nothing that GSM phones know. */
export const hostile = group([
  alert(
    'firing',
    {
      alertname: 'HighErrorRate',
      severity: 'warning',
      category: 'reliability',
      team: 'backend',
      service: 'backend-api',
    },
    {
      summary: `<b>“routes”</b> & {braces} [brackets] ~ \`ticks\` ✅ € ü ${'long '.repeat(60)}`,
      description: '<script>alert(1)</script> & "quotes" \'single\'',
      value: '<2%',
      impact: 'x < y; a & b',
      suggested_action: 'Compare a < b, roll back; read <traces>.',
      runbook_url: 'javascript:alert(1)',
    },
  ),
]);

/** An alert of somebody else's, without any of our labels and annotations. */
export const foreign = {
  ...group([]),
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Foreign', severity: 'page', note: 'a "quote" + 1' },
      annotations: {},
      startsAt: '2026-11-24T10:03:12Z',
      endsAt: '0001-01-01T00:00:00Z',
    },
  ],
  commonLabels: { alertname: 'Foreign', severity: 'page', note: 'a "quote" + 1' },
};

const severities: readonly Severity[] = ['info', 'warning', 'critical', 'emergency'];
export const nodes = Array.from({ length: 12 }, (_, index) => `n${index + 1}`);
/** All of them, by the names of the golden notifications. */
export const groups: Readonly<Record<string, NotificationJson>> = {
  ...Object.fromEntries(severities.map((one) => [`${one}-firing`, group([highLatency(one, 'firing')])])),
  ...Object.fromEntries(severities.map((one) => [`${one}-resolved`, group([highLatency(one, 'resolved')])])),
  'many-firing': group(nodes.map((node) => highCpu(node, 'firing'))),
  'some-resolved': group([highCpu('n1', 'firing'), highCpu('n2', 'resolved'), highCpu('n3', 'firing')]),
  'several-alerts': clusterDown,
  hostile,
  foreign,
};
