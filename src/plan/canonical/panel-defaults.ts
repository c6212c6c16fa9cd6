import type { Json } from './plain.js';

/** What a plugin takes an option for that is not there; Grafana's editor writes all of them out when it saves. */

export const legendDefaults: Readonly<Json> = { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true };

export const tooltipDefaults: Readonly<Json> = { hideZeros: false, mode: 'single', sort: 'none' };

export const optionDefaults: Readonly<Record<string, Readonly<Json>>> = {
  stat: {
    colorMode: 'value',
    graphMode: 'area',
    justifyMode: 'auto',
    orientation: 'auto',
    percentChangeColorMode: 'standard',
    showPercentChange: false,
    textMode: 'auto',
    wideLayout: true,
  },
  gauge: {
    minVizHeight: 75,
    minVizWidth: 75,
    orientation: 'auto',
    showThresholdLabels: false,
    showThresholdMarkers: true,
    sizing: 'auto',
  },
  bargauge: {
    displayMode: 'gradient',
    maxVizHeight: 300,
    minVizHeight: 16,
    minVizWidth: 8,
    namePlacement: 'auto',
    orientation: 'auto',
    showUnfilled: true,
    sizing: 'auto',
    valueMode: 'color',
  },
  table: { cellHeight: 'sm', frameIndex: 0, showHeader: true, showTypeIcons: false },
  heatmap: { calculate: false, cellGap: 1, selectionMode: 'x', showValue: 'auto' },
  barchart: {
    barRadius: 0,
    barWidth: 0.97,
    fullHighlight: false,
    groupWidth: 0.7,
    orientation: 'auto',
    showValue: 'auto',
    stacking: 'none',
    xTickLabelRotation: 0,
    xTickLabelSpacing: 0,
  },
  'state-timeline': { alignValue: 'left', mergeValues: true, perPage: 20, rowHeight: 0.9, showValue: 'auto' },
  'status-history': { colWidth: 0.9, perPage: 20, rowHeight: 0.9, showValue: 'auto' },
  text: { mode: 'markdown' },
};

const hidden = { legend: false, tooltip: false, viz: false };

export const customDefaults: Readonly<Record<string, Readonly<Json>>> = {
  timeseries: {
    axisBorderShow: false,
    axisCenteredZero: false,
    axisColorMode: 'text',
    axisLabel: '',
    axisPlacement: 'auto',
    barAlignment: 0,
    barWidthFactor: 0.6,
    drawStyle: 'line',
    fillOpacity: 0,
    gradientMode: 'none',
    hideFrom: hidden,
    insertNulls: false,
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
  },
  table: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false },
  barchart: { fillOpacity: 80, gradientMode: 'none', hideFrom: hidden, lineWidth: 1 },
  heatmap: { hideFrom: hidden, scaleDistribution: { type: 'linear' } },
  'state-timeline': { fillOpacity: 70, hideFrom: hidden, insertNulls: false, lineWidth: 0, spanNulls: false },
  'status-history': { fillOpacity: 70, hideFrom: hidden, lineWidth: 1 },
};
