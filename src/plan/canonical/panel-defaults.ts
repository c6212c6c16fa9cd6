import type { Json } from './plain.js';

/** What a plugin takes an option for that is not there; Grafana's editor writes all of them out when it saves. */

export const legendDefaults: Readonly<Json> = { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true };

export const tooltipDefaults: Readonly<Json> = { hideZeros: false, mode: 'single', sort: 'none' };

/** What all plugins agree on that know the option. */
export const commonOptions: Readonly<Json> = {
  alignValue: 'left',
  barRadius: 0,
  barWidth: 0.97,
  calculate: false,
  cellGap: 1,
  cellHeight: 'sm',
  colWidth: 0.9,
  colorMode: 'value',
  displayMode: 'gradient',
  frameIndex: 0,
  fullHighlight: false,
  graphMode: 'area',
  groupWidth: 0.7,
  justifyMode: 'auto',
  mergeValues: true,
  namePlacement: 'auto',
  orientation: 'auto',
  perPage: 20,
  percentChangeColorMode: 'standard',
  rowHeight: 0.9,
  selectionMode: 'x',
  showHeader: true,
  showPercentChange: false,
  showThresholdLabels: false,
  showThresholdMarkers: true,
  showTypeIcons: false,
  showUnfilled: true,
  showValue: 'auto',
  sizing: 'auto',
  stacking: 'none',
  textMode: 'auto',
  valueMode: 'color',
  wideLayout: true,
  xTickLabelRotation: 0,
  xTickLabelSpacing: 0,
};

export const optionDefaults: Readonly<Record<string, Readonly<Json>>> = {
  gauge: { minVizHeight: 75, minVizWidth: 75 },
  bargauge: { maxVizHeight: 300, minVizHeight: 16, minVizWidth: 8 },
  text: { mode: 'markdown' },
};

const hidden = { legend: false, tooltip: false, viz: false };

export const commonCustom: Readonly<Json> = {
  align: 'auto',
  axisBorderShow: false,
  axisCenteredZero: false,
  axisColorMode: 'text',
  axisLabel: '',
  axisPlacement: 'auto',
  barAlignment: 0,
  barWidthFactor: 0.6,
  cellOptions: { type: 'auto' },
  drawStyle: 'line',
  fillOpacity: 0,
  gradientMode: 'none',
  hideFrom: hidden,
  insertNulls: false,
  inspect: false,
  lineInterpolation: 'linear',
  lineStyle: { fill: 'solid' },
  lineWidth: 1,
  pointSize: 5,
  scaleDistribution: { type: 'linear' },
  showPoints: 'auto',
  showValues: false,
  spanNulls: false,
  stacking: { group: 'A', mode: 'none' },
  thresholdsStyle: { mode: 'off' },
};

/** Where a plugin differs from that. */
export const customDefaults: Readonly<Record<string, Readonly<Json>>> = {
  barchart: { fillOpacity: 80 },
  'state-timeline': { fillOpacity: 70, lineWidth: 0 },
  'status-history': { fillOpacity: 70 },
};
