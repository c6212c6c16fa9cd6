import { isObject } from '../../json.js';
import {
  annotationDefaults,
  builtInAnnotation,
  dashboardDefaults,
  dashboardNoise,
  linkDefaults,
  timepickerDefaults,
} from './defaults.js';
import { type Place, sectionsOf } from './layout.js';
import { canonicalPanel, canonicalTarget } from './panel.js';
import { asSet, dropDefaults, dropEmpty, dropKeys, equal, inOrder, type Json, objectsOf, plain } from './plain.js';
import { schemaVersion } from './schema.js';
import { canonicalVariable } from './variables.js';

/**
 * A classic dashboard without what Grafana or an export adds to it; its uid is its identity and not part of it.
 * Panels stand in reading order, their places counted from their row.
 */
export function canonicalDashboard(raw: unknown): unknown {
  if (!isObject(raw)) return plain(raw);
  const version = schemaVersion(raw);
  const { panels: listed, ...rest } = raw;
  const titleOf = titlesById(listed);
  const panels = sectionsOf(listed).flatMap(({ row, panels: below }) => {
    const inside = below.map(({ panel, place }) => placed(canonicalPanel(panel, version, titleOf), place));
    if (!row) return inside;
    const heading = canonicalPanel(row, version, titleOf);
    return heading.collapsed ? [inOrder({ ...heading, panels: inside })] : [heading, ...inside];
  });
  const frame = canonicalFrame(rest, version, titleOf);
  return panels.length === 0 ? frame : inOrder({ ...frame, panels });
}

/** A panel with its place, counted from its row. */
export function placed(panel: Json, place: Place | undefined): Json {
  return place ? inOrder({ ...panel, gridPos: place }) : panel;
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
