import { isObject } from '../../json.js';
import { type Json, objectsOf } from './plain.js';

/** The version of the classic dashboard schema that Grafana 12 and 13 write. */
export const currentSchema = 42;

/** Before this version dashboards say things in another language, and only a Grafana can translate all of them. */
export const oldestComparable = 36;

export function schemaVersion(dashboard: unknown): number {
  const version = isObject(dashboard) ? dashboard.schemaVersion : undefined;
  return typeof version === 'number' ? version : 0;
}

/** Says what a panel of an older schema means in the present one, as Grafana does when it reads it. */
export function updatePanel(panel: Json, version: number): void {
  if (version < 37) updateLegend(panel);
  if (version < 38 && panel.type === 'table') updateCells(panel);
  if (version < 39) for (const one of objectsOf(panel.transformations)) updateTimeSeriesTable(one);
  if (version < 42) updateHidden(panel);
}

/** 37: whether a legend is shown is no kind of legend. */
function updateLegend({ options }: Json): void {
  if (!isObject(options) || !isObject(options.legend)) return;
  const { legend } = options;
  const shown = legend.displayMode !== 'hidden' && legend.showLegend !== false;
  legend.showLegend = shown;
  if (!shown) legend.displayMode = 'list';
}

const cells: Readonly<Record<string, Json>> = {
  basic: { mode: 'basic', type: 'gauge' },
  'gradient-gauge': { mode: 'gradient', type: 'gauge' },
  'lcd-gauge': { mode: 'lcd', type: 'gauge' },
  'color-background': { mode: 'gradient', type: 'color-background' },
  'color-background-solid': { mode: 'basic', type: 'color-background' },
};

/** 38: how a cell is shown is an object. */
function updateCells({ fieldConfig }: Json): void {
  if (!isObject(fieldConfig)) return;
  const custom = isObject(fieldConfig.defaults) ? fieldConfig.defaults.custom : undefined;
  if (isObject(custom) && typeof custom.displayMode === 'string') {
    custom.cellOptions = cellOptions(custom.displayMode);
    delete custom.displayMode;
  }
  for (const property of overridden(fieldConfig)) {
    if (property.id !== 'custom.displayMode' || typeof property.value !== 'string') continue;
    property.id = 'custom.cellOptions';
    property.value = cellOptions(property.value);
  }
}

function cellOptions(mode: string): Json {
  return { ...(cells[mode] ?? { type: mode }) };
}

/** 39: the statistic of each query has an object of its own. */
function updateTimeSeriesTable({ id, options }: Json): void {
  if (id !== 'timeSeriesTable' || !isObject(options) || !isObject(options.refIdToStat)) return;
  for (const [refId, stat] of Object.entries(options.refIdToStat)) options[refId] = { stat };
  delete options.refIdToStat;
}

/** 42: what is hidden from the picture is hidden from the tooltip too. */
function updateHidden({ fieldConfig }: Json): void {
  if (!isObject(fieldConfig)) return;
  for (const { id, value } of overridden(fieldConfig)) {
    if (id === 'custom.hideFrom' && isObject(value) && value.viz === true) value.tooltip = true;
  }
}

function overridden({ overrides }: Json): Json[] {
  return objectsOf(overrides).flatMap(({ properties }) => objectsOf(properties));
}
