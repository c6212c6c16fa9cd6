import type { Resource } from '../../../src/types.js';

const origin = { file: 'dashboards/sample.ts', line: 1, column: 1 };

/** Resources as a build has them. */
export function folderFile(uid: string, title: string, parent?: string): Resource {
  const options = { path: `/etc/grafana/dashboards/${uid}`, ...(parent ? { parentFolderUid: parent } : {}) };
  const provider = { name: uid, folder: title, folderUid: uid, type: 'file', options };
  return {
    kind: 'grafana/dashboard-provider',
    id: uid,
    path: `grafana/provisioning/dashboards/${uid}.yaml`,
    body: { apiVersion: 1, providers: [provider] },
    origin,
  };
}

export function sourceFile(uid: string, more: object = {}): Resource {
  const source = { uid, name: `Source ${uid}`, type: 'prometheus', access: 'proxy', url: 'http://127.0.0.1:9' };
  const body = { ...source, isDefault: false, editable: false, jsonData: { httpMethod: 'POST', timeInterval: '15s' } };
  return {
    kind: 'grafana/datasources',
    id: uid,
    path: `grafana/provisioning/datasources/${uid}.yaml`,
    body: { apiVersion: 1, datasources: [{ ...body, ...more }] },
    origin,
  };
}

export function dashboardFile(uid: string, folder: string, more: object = {}, panels = 2): Resource {
  return {
    kind: 'grafana/dashboard',
    id: uid,
    path: `grafana/dashboards/${folder}/${uid}.json`,
    body: { ...classic(uid, panels), ...more },
    origin,
  };
}

export function classic(uid: string, panels: number): Readonly<Record<string, unknown>> {
  return {
    uid,
    title: `Dashboard ${uid}`,
    schemaVersion: 42,
    tags: ['sample'],
    timezone: 'utc',
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [] },
    annotations: { list: [] },
    links: [],
    panels: Array.from({ length: panels }, (_, index) => panel(uid, index)),
  };
}

function panel(uid: string, index: number): object {
  const datasource = { type: 'prometheus', uid: 'prom' };
  const steps = [
    { color: 'green', value: null },
    { color: 'red', value: 80 },
  ];
  return {
    id: index + 1,
    type: 'timeseries',
    title: `Panel ${index}`,
    description: `Of ${uid}`,
    gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
    datasource,
    targets: [
      { refId: 'A', datasource, expr: `sum by (job) (rate(http_requests_total{n="${index}"}[$__rate_interval]))` },
    ],
    fieldConfig: { defaults: { unit: 'reqps', thresholds: { mode: 'absolute', steps } }, overrides: [] },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
    },
  };
}
