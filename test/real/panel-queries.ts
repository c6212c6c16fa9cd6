import type { Resource } from '../../src/types.js';
import type { ShownDashboard } from '../dashboards/shown.js';

export interface AskedQuery {
  readonly title: string;
  readonly expr: string;
  readonly target: object & { readonly refId: string };
}

/** The queries of every panel, as Grafana fills them in while everything is selected. */
export function panelQueries(resources: readonly Resource[], range: string): readonly AskedQuery[] {
  return resources
    .filter(({ kind }) => kind === 'grafana/dashboard')
    .flatMap(({ body }) => (body as ShownDashboard).panels)
    .flatMap(({ title, targets = [] }) =>
      targets.flatMap((target) => (target.expr ? [{ title, target, expr: filledIn(target.expr, range) }] : [])),
    );
}

/** What each variable asks for, while everything is selected. */
export function variableQueries(
  resources: readonly Resource[],
): readonly { readonly name: string; readonly series: string; readonly label: string }[] {
  return resources
    .filter(({ kind }) => kind === 'grafana/dashboard')
    .flatMap(({ body }) => {
      const { uid, templating } = body as ShownDashboard;
      return templating.list.flatMap(({ name, definition = '' }) => {
        const [, series, label] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? [];
        if (!series || !label) return [];
        return [{ name: `${name} of ${uid}`, series: filledIn(series, '5m'), label }];
      });
    });
}

/** The queries of annotations, as a panel's target. */
export function annotationQueries(resources: readonly Resource[]): readonly AskedQuery[] {
  return resources
    .filter(({ kind }) => kind === 'grafana/dashboard')
    .flatMap(({ body }) => (body as ShownDashboard).annotations.list)
    .map(({ name, target }) => ({
      title: name,
      target: { ...target, refId: 'Anno', range: true },
      expr: filledIn(target.expr, '5m'),
    }));
}

function filledIn(expr: string, range: string): string {
  return expr
    .replaceAll('$__rate_interval', range)
    .replaceAll('$__range', '5m')
    .replaceAll('$environment', 'local')
    .replaceAll('$currency', 'EUR')
    .replaceAll(/\$[a-z]+/g, '.*');
}

/** Parts of queries that a healthy platform which just started has no data for, and why. */
const mayBeEmpty: readonly (readonly [part: string, reason: string])[] = [
  ['offset 1w', 'it did not run a week ago'],
  ['alertmanager_notifications_failed_total', 'no channel has failed'],
  ['alertmanager_notifications_suppressed_total', 'nothing is silenced or inhibited'],
  ['-deriv(node_mountpoint:system_disk_free:bytes', 'no volume is filling up'],
  ['[5m:1m]', 'no alert has fired for a whole minute'],
];

export function isExpectedToBeEmpty(expr: string): boolean {
  return mayBeEmpty.some(([part]) => expr.includes(part));
}
