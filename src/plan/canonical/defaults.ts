import type { Json } from './plain.js';

/** What Grafana takes a field for that is not there; such a field says nothing. */

export const dashboardDefaults: Readonly<Json> = {
  annotations: { list: [] },
  description: '',
  editable: true,
  fiscalYearStartMonth: 0,
  graphTooltip: 0,
  hideControls: false,
  links: [],
  liveNow: false,
  panels: [],
  preload: false,
  refresh: '',
  style: 'dark',
  tags: [],
  templating: { list: [] },
  time: { from: 'now-6h', to: 'now' },
  timepicker: {},
  timezone: '',
  weekStart: '',
};

/** Made by the server or the exporter, or the identity, which is not part of the content. */
export const dashboardNoise = [
  '__elements',
  '__inputs',
  '__requires',
  'gnetId',
  'id',
  'iteration',
  'meta',
  'nav',
  'originalTitle',
  'pulldowns',
  'schemaVersion',
  'uid',
  'variables',
  'version',
];

export const timepickerDefaults: Readonly<Json> = {
  hidden: false,
  nowDelay: '',
  refresh_intervals: ['5s', '10s', '30s', '1m', '5m', '15m', '30m', '1h', '2h', '1d'],
};

/** The query for Grafana's own annotations, which it adds to each dashboard. */
export const builtInAnnotation: Readonly<Json> = {
  builtIn: 1,
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  name: 'Annotations & Alerts',
  type: 'dashboard',
};

export const annotationDefaults: Readonly<Json> = { builtIn: 0, enable: true, hide: false };

export const linkDefaults: Readonly<Json> = {
  asDropdown: false,
  icon: '',
  includeVars: false,
  keepTime: false,
  tags: [],
  targetBlank: false,
  tooltip: '',
  url: '',
};

export const variableDefaults: Readonly<Json> = {
  allValue: '',
  allowCustomValue: true,
  description: '',
  hide: 0,
  includeAll: false,
  label: '',
  multi: false,
  regex: '',
  skipUrlSync: false,
  sort: 0,
  useTags: false,
};

export const panelDefaults: Readonly<Json> = {
  cacheTimeout: '',
  collapsed: false,
  description: '',
  hideTimeOverride: false,
  interval: '',
  links: [],
  options: {},
  queryCachingTTL: 0,
  repeat: '',
  repeatDirection: 'h',
  targets: [],
  timeFrom: '',
  timeShift: '',
  title: '',
  transformations: [],
  transparent: false,
};

export const targetDefaults: Readonly<Json> = {
  exemplar: false,
  format: 'time_series',
  hide: false,
  instant: false,
  interval: '',
  intervalFactor: 1,
  key: '',
  legendFormat: '',
  range: true,
  step: 0,
};

/** How an editor was left, and what only it reads. */
export const targetNoise = [
  'disableTextWrap',
  'editorMode',
  'fullMetaSearch',
  'includeNullMetadata',
  'key',
  'useBackend',
];

export const fieldDefaults: Readonly<Json> = { custom: {}, links: [], mappings: [], unit: '' };

/** Panels that Grafana shows by another plugin since they were retired. */
export const successors: Readonly<Record<string, string>> = {
  graph: 'timeseries',
  singlestat: 'stat',
  'grafana-singlestat-panel': 'stat',
  'table-old': 'table',
  'grafana-piechart-panel': 'piechart',
  'grafana-worldmap-panel': 'geomap',
};
