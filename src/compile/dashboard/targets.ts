import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Panel } from '../../define/panel.js';
import type { HeatmapQuery, PanelQuery, TraceQuery } from '../../define/query.js';
import type { HistogramMode } from '../../define/vector.js';
import { print } from '../../promql/print.js';

/** Panels that show one moment ask for one; panels that show a course ask for all of it. */
const momentary: readonly Panel['type'][] = ['gauge', 'bargauge', 'table'];

/** The queries of a panel as Grafana's targets: A, B, C … in order. */
export function targetsOf(panel: Panel, histograms: HistogramMode): readonly object[] {
  if (panel.type === 'custom') return [];
  if (panel.type === 'traces') return panel.queries.map((query, index) => traceTarget(query, refId(index)));
  if (panel.type === 'heatmap') {
    return panel.queries.map((query, index) => heatmapTarget(query, refId(index), histograms));
  }
  const instant = momentary.includes(panel.type) || (panel.type === 'stat' && !panel.sparkline);
  return panel.queries.map((query, index) =>
    promTarget(query, refId(index), {
      histograms,
      instant,
      table: panel.type === 'table',
    }),
  );
}

export function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

function promTarget(
  query: PanelQuery,
  id: string,
  how: { readonly histograms: HistogramMode; readonly instant: boolean; readonly table: boolean },
): object {
  const target = new DataqueryBuilder().refId(id).expr(print(query.of.toExpr(how.histograms)));
  if (how.instant) target.instant();
  else target.range();
  target.format(how.table && how.instant ? PromQueryFormat.Table : PromQueryFormat.TimeSeries);
  if (query.legend !== undefined) target.legendFormat(query.legend);
  if (query.exemplars) target.exemplar(true);
  return target.build();
}

function heatmapTarget(query: HeatmapQuery, id: string, histograms: HistogramMode): object {
  const target = new DataqueryBuilder()
    .refId(id)
    .expr(print(query.of.toExpr(histograms, 'buckets')))
    .range()
    .format(PromQueryFormat.Heatmap)
    .legendFormat('{{le}}');
  if (query.exemplars) target.exemplar(true);
  return target.build();
}

function traceTarget(query: TraceQuery, id: string): object {
  const { datasource, service, minDuration, limit } = query;
  return {
    refId: id,
    datasource: { type: datasource.type, uid: `\${${datasource.name}}` },
    queryType: 'search',
    service,
    ...(minDuration ? { minDuration } : {}),
    limit,
  };
}
