import { annotation, changes, count, folder, gt, type PanelLink, re, unless, type ValueNames, variable } from 'obsctl';
import { runbookUrl } from '../alerts/conventions.js';
import { env } from '../platform/env.js';
import { businessRevenue } from '../platform/metrics/business.js';
import { activeAlerts, up } from '../platform/metrics/consumed.js';
import { httpRequests } from '../platform/metrics/http.js';
import { appBuildInfo, processStartTime } from '../platform/metrics/process.js';

export const streamingPlatform = folder('streaming-platform', 'Streaming Platform');

export const tag = 'streaming-platform';

/** The chosen environment and cluster; with them the chosen nodes, services, or instances of services. */
export const E = { environment: '$environment', cluster: re('$cluster') } as const;
export const N = { ...E, node: re('$node') } as const;
export const V = { ...E, service: re('$service') } as const;
export const S = { ...V, instance: re('$instance') } as const;

/** At least four scrapes, and as long as the panel is coarse. */
export const RI = '$__rate_interval';

export const datasource = variable.datasource('datasource', {
  type: 'prometheus',
  label: 'Data source',
  current: env.datasources.prometheus,
});
export const traces = variable.datasource('traces', {
  type: 'jaeger',
  label: 'Traces',
  current: env.datasources.traces,
});

export const environment = variable.labelValues('environment', up, 'environment', {
  label: 'Environment',
  current: env.name,
});
export const cluster = variable.labelValues('cluster', up.where({ environment: '$environment' }), 'cluster', {
  label: 'Cluster',
  multi: true,
});
export const node = variable.labelValues('node', up.where({ ...E, tier: 'node' }), 'node', {
  label: 'Node',
  multi: true,
});
/** The services of the platform itself. */
export const service = variable.labelValues('service', up.where({ ...E, tier: 'app' }), 'service', {
  label: 'Service',
  multi: true,
});
/** Those and everything they depend on. */
export const anyService = variable.labelValues('service', up.where(E), 'service', { label: 'Service', multi: true });
export const instance = variable.labelValues('instance', up.where(V), 'instance', { label: 'Instance', multi: true });
export const currency = variable.labelValues('currency', businessRevenue.where(E), 'currency', {
  label: 'Currency',
  multi: true,
});
export const severity = variable.labelValues('severity', activeAlerts.where(E), 'severity', {
  label: 'Severity',
  multi: true,
});
export const team = variable.labelValues('team', activeAlerts.where(E), 'team', { label: 'Team', multi: true });
export const route = variable.labelValues('route', httpRequests.where(V), 'route', { label: 'Route', multi: true });
export const method = variable.labelValues('method', httpRequests.where(V), 'method', { label: 'Method', multi: true });

const versions = count(appBuildInfo.where(E)).by('service', 'version');
const versionsBefore = count(appBuildInfo.where(E).offset('2m')).by('service', 'version');

/** What dashboards of the platform have in common. */
export const common = {
  folder: streamingPlatform,
  tags: [tag],
  links: [{ title: 'Streaming Platform', tag }],
  annotations: [
    annotation('Deployments', {
      query: unless(versions, versionsBefore),
      title: '{{service}} {{version}}',
      color: 'blue',
    }),
    annotation('Alerts', {
      query: activeAlerts.where({ ...E, alertstate: 'firing', severity: re('critical|emergency') }),
      title: '{{alertname}} {{service}}',
      color: 'red',
    }),
    annotation('Restarts', {
      query: gt(changes(processStartTime.where({ ...E, tier: 'app' }), '2m'), 0),
      title: '{{service}} {{instance}}',
      color: 'orange',
      enabled: false,
    }),
  ],
} as const;

/** Where the label of a link comes from: the series under the pointer, or the row of a table. */
const labelOf = {
  series: (label: string) => `\${__field.labels.${label}}`,
  row: (label: string) => `\${__data.fields.${label}}`,
} as const;

/**
 * A link on a value to another dashboard at the same time and place.
 * @param variables variables that are set from the labels of what was clicked
 */
export function toDashboard(
  uid: string,
  title: string,
  variables: readonly string[] = [],
  from: keyof typeof labelOf = 'series',
): PanelLink {
  const kept = ['environment', 'cluster'].map((name) => `\${${name}:queryparam}`);
  const set = variables.map((name) => `var-${name}=${labelOf[from](name)}`);
  return { on: 'value', title, url: `/d/${uid}?${['${__url_time_range}', ...kept, ...set].join('&')}` };
}

/** A link on the panel to what to do when its alert fires. */
export function runbook(alertname: string): PanelLink {
  return { on: 'panel', title: `Runbook: ${alertname}`, url: runbookUrl(alertname), newTab: true };
}

/** The same for a table whose rows are alerts. */
export const runbookOfRow: PanelLink = {
  on: 'value',
  title: 'Runbook',
  url: runbookUrl(labelOf.row('alertname')),
  newTab: true,
};

/**
 * A link on a value to the traces of its service.
 * @param options.service the label that names it, or the variable of the dashboard where no series has one
 * @param options.tags span attributes, and the labels of the series they have to equal
 */
export function toTraces(
  options: { readonly service?: string; readonly tags?: Readonly<Record<string, string>> } = {},
): PanelLink {
  const { service, tags = {} } = options;
  const equal = Object.entries(tags).map(([attribute, label]) => `${attribute}=${labelOf.series(label)}`);
  const query = {
    refId: 'A',
    queryType: 'search',
    service: service ? labelOf.series(service) : '$service',
    ...(equal.length > 0 ? { tags: equal.join(' ') } : {}),
    datasource: { type: 'jaeger', uid: env.datasources.traces },
  };
  const panes = {
    traces: {
      datasource: env.datasources.traces,
      queries: [query],
      // links cannot calculate, so this is what the dashboard shows and not some minutes around the click
      range: { from: '${__from}', to: '${__to}' },
    },
  };
  return { on: 'value', title: 'Traces', url: `/explore?schemaVersion=1&panes=${JSON.stringify(panes)}`, newTab: true };
}

/** What the status of a service, and of the platform, is called. */
export const health: ValueNames = {
  0: { text: 'Healthy', color: 'green' },
  1: { text: 'Degraded', color: 'yellow' },
  2: { text: 'Unhealthy', color: 'red' },
};
