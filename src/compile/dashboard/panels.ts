import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart';
import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ScaleDistribution,
  SortOrder,
  StackingMode,
  type TableAutoCellOptions,
  TooltipDisplayMode,
  VisibilityMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import type { Panel as SdkPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Gauge } from '@grafana/grafana-foundation-sdk/gauge';
import { PanelBuilder as Heatmap, HeatmapColorMode } from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as StatusHistory } from '@grafana/grafana-foundation-sdk/statushistory';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as Timeseries } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel } from '../../define/panel.js';
import type { PanelQuery } from '../../define/query.js';
import { tableTransformations } from './table.js';

type Of<T extends Panel['type']> = Extract<Panel, { type: T }>;

/** A part of an SDK object that is simpler to write than to build. */
const built = <T>(value: T) => ({ build: () => value });

const list = (calcs: string[]) =>
  built({ displayMode: LegendDisplayMode.Table, placement: LegendPlacement.Bottom, showLegend: true, calcs });
const allSeries = built({ mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending });
const lastValue = built({ calcs: ['lastNotNull'], fields: '', values: false });

/** The builder of a panel with all that is particular to its type; what is common comes in `dashboard.ts`. */
export function panelBuilder(panel: Exclude<Panel, { type: 'custom' }>): { build(): SdkPanel } {
  switch (panel.type) {
    case 'timeseries':
      return timeseries(panel);
    case 'stat':
      return stat(panel);
    case 'gauge':
      return new Gauge().reduceOptions(lastValue).showThresholdMarkers(true).showThresholdLabels(false);
    case 'bargauge':
      return new BarGauge()
        .reduceOptions(lastValue)
        .orientation(VizOrientation.Horizontal)
        .displayMode(BarGaugeDisplayMode.Gradient)
        .namePlacement(BarGaugeNamePlacement.Left)
        .showUnfilled(true);
    case 'barchart':
      return new BarChart()
        .legend(
          built({
            displayMode: LegendDisplayMode.List,
            placement: LegendPlacement.Bottom,
            showLegend: true,
            calcs: [],
          }),
        )
        .tooltip(allSeries)
        .stacking(StackingMode.Normal)
        .showValue(VisibilityMode.Never)
        .xTickLabelSpacing(100)
        .fillOpacity(70);
    case 'state-timeline':
      return new StateTimeline().mergeValues(true).showValue(VisibilityMode.Auto).rowHeight(0.85).tooltip(allSeries);
    case 'status-history':
      return new StatusHistory().showValue(VisibilityMode.Never).rowHeight(0.85).tooltip(allSeries);
    case 'table':
      return table(panel);
    case 'heatmap':
      return new Heatmap()
        .calculate(false)
        .color(
          built({
            mode: HeatmapColorMode.Scheme,
            scheme: 'Oranges',
            steps: 64,
            exponent: 0.5,
            fill: 'orange',
            reverse: false,
          }),
        )
        .yAxis(built({ unit: panel.queries[0]?.unit ?? 's', axisPlacement: 'left' } as never))
        .exemplarsColor('rgba(31, 120, 193, 0.7)');
    case 'traces':
      return withoutFooter(emptyTable());
  }
}

function timeseries(panel: Of<'timeseries'>): Timeseries {
  const builder = new Timeseries()
    .lineWidth(1)
    .fillOpacity(panel.stacked ? 30 : 8)
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .legend(list(['mean', 'max', 'lastNotNull']))
    .tooltip(allSeries);
  if (panel.stacked) builder.stacking(built({ mode: StackingMode.Normal, group: 'A' }));
  if (panel.centeredZero) builder.axisCenteredZero(true);
  if (panel.logarithmic) builder.scaleDistribution(built({ type: ScaleDistribution.Log, log: 2 }));
  if (panel.thresholds) builder.thresholdsStyle(built({ mode: GraphThresholdsStyleMode.Dashed }));
  return builder;
}

function stat(panel: Of<'stat'>): Stat {
  const several = panel.queries.length > 1 || panel.queries.some((query) => query.legend?.includes('{{'));
  return new Stat()
    .reduceOptions(lastValue)
    .graphMode(panel.sparkline ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .colorMode(panel.background ? BigValueColorMode.Background : BigValueColorMode.Value)
    .textMode(several ? BigValueTextMode.ValueAndName : BigValueTextMode.Value)
    .orientation(VizOrientation.Auto);
}

function table(panel: Of<'table'>): { build(): SdkPanel } {
  const builder = emptyTable().filterable(true);
  for (const transformation of tableTransformations(panel)) builder.withTransformation(transformation);
  if (panel.sortBy) builder.sortBy([built({ displayName: panel.sortBy, desc: true })]);
  return withoutFooter(builder);
}

function emptyTable(): Table {
  return new Table().showHeader(true).cellOptions({ type: 'auto' } as TableAutoCellOptions);
}

/** The SDK writes the options of a footer where Grafana no longer looks for them. */
function withoutFooter(builder: Table): { build(): SdkPanel } {
  const { options, ...model } = builder.build();
  const { footer: _footer, ...kept } = options as { footer?: unknown };
  return built({ ...model, options: kept });
}

/** Colours a query fixes by the legend of its series. */
export function fixedColors(queries: readonly PanelQuery[]): [name: string, color: string][] {
  return queries.flatMap((query) => Object.entries(query.colors ?? {}));
}
