import type { Json } from './answer.js';
import { isObject, objectOf, textOf } from './asked.js';
import type { Stored } from './world.js';

const builtIn = {
  builtIn: 1,
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  name: 'Annotations & Alerts',
  type: 'dashboard',
};

/** What a write through v1 makes of a classic spec: the newest schema, the frontend's defaults, and nothing of the past. */
export function rewritten(spec: Json): Json {
  const dropped = ['id', 'uid', 'version', 'style', 'iteration', 'nav', 'pulldowns', 'variables', 'gnetId'];
  const gone = new Set([...dropped, '__elements', '__inputs', '__requires', 'hideControls']);
  const kept = Object.fromEntries(Object.entries(spec).filter(([key]) => !gone.has(key)));
  const annotations = objectOf(kept.annotations);
  const list = Array.isArray(annotations.list) ? annotations.list : [];
  const variables = objectOf(kept.templating).list;
  return {
    tags: [],
    timezone: '',
    weekStart: '',
    editable: true,
    graphTooltip: 0,
    time: { from: 'now-6h', to: 'now' },
    timepicker: {},
    fiscalYearStartMonth: 0,
    links: [],
    panels: [],
    ...withoutNullSteps(kept),
    templating: { list: Array.isArray(variables) ? variables.map(withOptions) : [] },
    annotations: { list: list.some((one) => objectOf(one).builtIn) ? list : [builtIn, ...list] },
    schemaVersion: 42,
  };
}

function withOptions(variable: unknown): unknown {
  const type = objectOf(variable).type;
  return type === 'query' || type === 'datasource' ? { ...objectOf(variable), options: [] } : variable;
}

/** The first threshold step begins at minus infinity, which is written by leaving it out. */
function withoutNullSteps(spec: Json): Json {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (!isObject(value)) return value;
    const entries = Object.entries(value).filter(([key, inner]) => key !== 'value' || inner !== null);
    return Object.fromEntries(entries.map(([key, inner]) => [key, clean(inner)]));
  };
  return clean(spec) as Json;
}

const isNew = (version: string) => version.startsWith('v2');

/** A spec in another version than it is stored in: what both have in common survives, the rest does not. */
export function converted(stored: Stored, version: string): { readonly spec: Json; readonly status: Json } {
  const from = stored.storedAs;
  const alike =
    from === version || (from === 'v1beta1' && version === 'v1') || (from === 'v1' && version === 'v1beta1');
  if (alike) return { spec: stored.spec, status: {} };
  const status = { conversion: { failed: false, storedVersion: from } };
  if (isNew(from)) return { spec: isNew(version) ? stored.spec : toClassic(stored.spec), status };
  if (isNew(version)) return { spec: toNew(stored.spec), status };
  return { spec: version === 'v0alpha1' ? stored.spec : rewritten(stored.spec), status };
}

export const classicOf = (stored: Stored): Json => (isNew(stored.storedAs) ? toClassic(stored.spec) : stored.spec);

function toClassic(spec: Json): Json {
  const time = objectOf(spec.timeSettings);
  return {
    title: spec.title,
    tags: spec.tags ?? [],
    schemaVersion: 42,
    refresh: time.autoRefresh ?? '',
    timezone: time.timezone ?? '',
    time: { from: time.from, to: time.to },
    templating: { list: [] },
    annotations: { list: [] },
    links: spec.links ?? [],
    panels: Object.values(objectOf(spec.elements)).map((element) => {
      const { id, title, vizConfig } = objectOf(objectOf(element).spec);
      return { id, title, type: textOf(objectOf(vizConfig).group) };
    }),
  };
}

function toNew(spec: Json): Json {
  const time = objectOf(spec.time);
  const panels = Array.isArray(spec.panels) ? spec.panels.filter(isObject) : [];
  return {
    title: spec.title,
    tags: spec.tags ?? [],
    annotations: [],
    variables: [],
    links: [],
    cursorSync: 'Off',
    preload: false,
    timeSettings: {
      from: time.from,
      to: time.to,
      autoRefresh: spec.refresh ?? '',
      autoRefreshIntervals: [],
      hideTimepicker: false,
      fiscalYearStartMonth: 0,
    },
    elements: Object.fromEntries(
      panels.map(({ id, title, type }) => [`panel-${id}`, { kind: 'Panel', spec: newPanel({ id, title, type }) }]),
    ),
    layout: { kind: 'GridLayout', spec: { items: [] } },
  };
}

function newPanel({ id, title, type }: Json): Json {
  const data = { kind: 'QueryGroup', spec: { queries: [], transformations: [], queryOptions: {} } };
  const spec = { options: {}, fieldConfig: { defaults: {}, overrides: [] } };
  const vizConfig = { kind: 'VizConfig', group: type, version: '', spec };
  return { id, title, description: '', links: [], data, vizConfig };
}
