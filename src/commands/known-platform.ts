import type { Known, KnownMetric } from '../checks/model/known.js';
import type { Definition } from '../define/definition.js';
import type { MetricDefinition } from '../define/metric.js';
import type { HistogramMode } from '../define/vector.js';
import type { Environment } from '../load/project.js';
import { durationSeconds } from '../promql/duration.js';
import { parse } from '../promql/parse.js';
import { print } from '../promql/print.js';
import { walk } from '../promql/walk.js';

/** What the definitions of an environment tell the checks about the platform. */
export function knownOf({ definitions, config }: Environment): Known {
  const metrics = new Map<string, KnownMetric>();
  for (const definition of definitions) {
    if (definition.kind !== 'metric') continue;
    for (const [name, metric] of seriesOf(definition, config.histograms === 'native')) metrics.set(name, metric);
  }
  const server = definitions.find((one) => one.kind === 'prometheus');
  return {
    ...(metrics.size > 0 ? { metrics } : {}),
    tested: firingIn(definitions),
    asked: askedIn(definitions, config.histograms ?? 'classic'),
    prometheus: config.versions.prometheus,
    alertmanager: config.versions.alertmanager,
    ...(server
      ? {
          scrapeInterval: durationSeconds(server.scrapeInterval),
          evaluationInterval: durationSeconds(server.evaluationInterval),
          retention: durationSeconds(server.retention),
          externalLabels: server.externalLabels,
        }
      : {}),
  };
}

/** The alerts that a test sees fire. */
function firingIn(definitions: readonly Definition[]): ReadonlySet<string> {
  const expectations = definitions.flatMap((one) => (one.kind === 'test' ? one.expectations : []));
  return new Set(expectations.flatMap((one) => (one.state === 'firing' && one.rule ? [one.rule.name] : [])));
}

/** The series that the queries of a status read. */
function askedIn(definitions: readonly Definition[], histograms: HistogramMode): ReadonlySet<string> {
  const asked = definitions.flatMap((one) => {
    if (one.kind !== 'status') return [];
    const cells = one.tables.flatMap(({ health, columns }) => [health, ...columns.map(({ query }) => query)]);
    return [one.health, ...cells.filter((query) => query !== undefined)];
  });
  const trees = asked.flatMap((query) => parse(print(query.toExpr(histograms))).expr ?? []);
  const nodes = trees.flatMap((tree) => [...walk(tree)].map(({ expr }) => expr));
  return new Set(nodes.flatMap((node) => (node.type === 'selector' && node.name ? [node.name] : [])));
}

/** The series that a metric is exposed as. */
function seriesOf({ name, type, unit, labels }: MetricDefinition, native: boolean): [string, KnownMetric][] {
  const own: [string, KnownMetric] = [name, { type, unit, labels }];
  if (type !== 'histogram' && type !== 'summary') return [own];
  const counted: [string, KnownMetric][] = [
    [`${name}_count`, { type: 'counter', labels }],
    [`${name}_sum`, { type: 'counter', unit, labels }],
  ];
  if (type === 'summary') return [[name, { type: 'gauge', unit, labels: { ...labels, quantile: null } }], ...counted];
  const buckets: [string, KnownMetric] = [`${name}_bucket`, { type: 'counter', labels: { ...labels, le: null } }];
  return native ? [own, buckets, ...counted] : [buckets, ...counted];
}
