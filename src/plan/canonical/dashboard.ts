import {
  annotationDefaults,
  builtInAnnotation,
  dashboardDefaults,
  dashboardNoise,
  linkDefaults,
  timepickerDefaults,
} from './defaults.js';
import { canonicalPanel, canonicalTarget } from './panel.js';
import {
  asSet,
  dropDefaults,
  dropEmpty,
  dropKeys,
  equal,
  inOrder,
  isObject,
  type Json,
  objectsOf,
  plain,
} from './plain.js';
import { schemaVersion } from './schema.js';
import { canonicalVariable } from './variables.js';

/** A classic dashboard without what Grafana or an export adds to it; its uid is its identity and not part of it. */
export function canonicalDashboard(raw: unknown): unknown {
  if (!isObject(raw)) return plain(raw);
  const version = schemaVersion(raw);
  const { panels, ...rest } = raw;
  const titleOf = titlesById(panels);
  const inPlace = readingOrder(objectsOf(panels));
  const dashboard = canonicalFrame(rest, version, titleOf);
  if (inPlace.length === 0) return dashboard;
  return inOrder({ ...dashboard, panels: inPlace.map((panel) => canonicalPanel(panel, version, titleOf)) });
}

/** Everything of a dashboard but its panels. */
export function canonicalFrame(raw: Json, version: number, titleOf: (id: unknown) => unknown): Json {
  const frame = plain(raw) as Json;
  dropKeys(frame, dashboardNoise);
  if (typeof frame.refresh !== 'string') delete frame.refresh;
  if (typeof frame.title === 'string') frame.title = frame.title.trim();
  frame.tags = asSet(frame.tags);
  if (frame.tags === undefined) delete frame.tags;
  if (isObject(frame.timepicker)) {
    if (version < 41) delete frame.timepicker.time_options;
    dropDefaults(frame.timepicker, timepickerDefaults);
  }
  if (isObject(frame.annotations)) {
    frame.annotations.list = annotations(frame.annotations.list, titleOf);
  }
  if (isObject(frame.templating)) {
    frame.templating.list = objectsOf(frame.templating.list).map(canonicalVariable);
  }
  for (const link of objectsOf(frame.links)) dropDefaults(link, linkDefaults);
  return inOrder(dropDefaults(frame, dashboardDefaults));
}

function annotations(list: unknown, titleOf: (id: unknown) => unknown): Json[] {
  return objectsOf(list).flatMap((annotation) => {
    const { target } = annotation;
    if (annotation.builtIn === 1) {
      const { target: _, ...rest } = annotation;
      return equal(rest, builtInAnnotation) || annotation.type === undefined ? [] : [rest];
    }
    if (isObject(target)) canonicalTarget(target, annotation.datasource, titleOf);
    if (isObject(annotation.filter) && Array.isArray(annotation.filter.ids)) {
      annotation.filter.ids = annotation.filter.ids.map(titleOf);
    }
    return [inOrder(dropEmpty(dropDefaults(annotation, annotationDefaults), ['textFormat', 'tagKeys']))];
  });
}

/** Panels as somebody reads them; those without a place stay where they are listed. What a repetition left is none. */
export function readingOrder(panels: readonly Json[]): Json[] {
  const own = panels.filter((panel) => panel.repeatPanelId === undefined || panel.repeatPanelId === null);
  if (!own.every((panel) => isObject(panel.gridPos))) return own;
  return [...own].sort((a, b) => {
    const [left, right] = [a.gridPos as Json, b.gridPos as Json];
    return Number(left.y ?? 0) - Number(right.y ?? 0) || Number(left.x ?? 0) - Number(right.x ?? 0);
  });
}

/** Ids change when a dashboard is imported; where one panel names another by its id, its title tells which. */
export function titlesById(panels: unknown): (id: unknown) => unknown {
  let titles: Map<unknown, unknown> | undefined;
  return (id) => {
    titles ??= new Map(everyPanel(panels).map(({ id: own, title }) => [own, title]));
    return titles.get(id) ?? id;
  };
}

function everyPanel(panels: unknown): Json[] {
  return objectsOf(panels).flatMap((panel) => [panel, ...everyPanel(panel.panels)]);
}
