import { fieldDefaults, linkDefaults, panelDefaults, successors, targetDefaults, targetNoise } from './defaults.js';
import { customDefaults, legendDefaults, optionDefaults, tooltipDefaults } from './panel-defaults.js';
import { dropDefaults, dropEmpty, dropKeys, equal, inOrder, isObject, type Json, objectsOf, plain } from './plain.js';
import { canonicalQuery } from './promql.js';
import { updatePanel } from './schema.js';

/**
 * A panel without what Grafana or an export adds to it, and without its id.
 * @param version the schema of the dashboard that it stands in
 * @param titleOf the panel that an id stands for, for panels that show the results of another one
 */
export function canonicalPanel(raw: unknown, version: number, titleOf: (id: unknown) => unknown): Json {
  const panel = plain(raw) as Json;
  updatePanel(panel, version);
  dropKeys(panel, ['autoMigrateFrom', 'id', 'pluginVersion', 'scopedVars']);
  const type = String(panel.type ?? '');
  if (successors[type]) panel.type = successors[type];
  if (isObject(panel.libraryPanel)) panel.libraryPanel = pick(panel.libraryPanel, ['name', 'uid']);
  if (isObject(panel.gridPos)) panel.gridPos = pick(panel.gridPos, ['h', 'w', 'x', 'y']);
  for (const link of objectsOf(panel.links)) dropDefaults(link, linkDefaults);
  if (panel.type !== 'row') content(panel, titleOf);
  else {
    delete panel.datasource;
    delete panel.targets;
    panel.panels = objectsOf(panel.panels).map((inner) => canonicalPanel(inner, version, titleOf));
  }
  return inOrder(dropDefaults(panel, panelDefaults));
}

function content(panel: Json, titleOf: (id: unknown) => unknown): void {
  const targets = objectsOf(panel.targets);
  if (panel.datasource === undefined) shareDatasource(panel, targets);
  for (const target of targets) canonicalTarget(target, panel.datasource, titleOf);
  for (const transformation of objectsOf(panel.transformations)) {
    dropDefaults(transformation, { disabled: false, options: {} });
  }
  if (isObject(panel.options)) canonicalOptions(panel.options, String(panel.type));
  if (isObject(panel.fieldConfig)) canonicalFields(panel.fieldConfig, String(panel.type));
  dropEmpty(panel, ['fieldConfig', 'options']);
}

/** Where all queries go to one data source, the panel does. */
function shareDatasource(panel: Json, targets: readonly Json[]): void {
  const [first] = targets;
  if (first?.datasource === undefined || !targets.every((one) => equal(one.datasource, first.datasource))) return;
  panel.datasource = first.datasource;
}

/** A query, as a panel or an annotation asks it. */
export function canonicalTarget(target: Json, datasource: unknown, titleOf: (id: unknown) => unknown): void {
  if (target.datasource !== undefined && equal(target.datasource, datasource)) delete target.datasource;
  dropKeys(target, targetNoise);
  // a query that is asked for a moment only has to say that it is not asked for a range
  if (target.instant !== true && target.range === true) delete target.range;
  if (target.instant === true && target.range === false) delete target.range;
  dropDefaults(target, targetDefaults);
  if (typeof target.expr === 'string') target.expr = canonicalQuery(target.expr, true);
  if (target.panelId !== undefined) target.panelId = titleOf(target.panelId);
}

function canonicalOptions(options: Json, type: string): void {
  if (isObject(options.legend)) dropDefaults(options.legend, legendDefaults);
  if (isObject(options.tooltip)) dropDefaults(options.tooltip, tooltipDefaults);
  dropDefaults(options, optionDefaults[type] ?? {});
  dropEmpty(options, ['legend', 'tooltip', 'reduceOptions', 'text']);
}

function canonicalFields(fields: Json, type: string): void {
  const { defaults } = fields;
  if (isObject(defaults)) {
    if (isObject(defaults.custom)) dropDefaults(defaults.custom, customDefaults[type] ?? {});
    for (const link of objectsOf(defaults.links)) dropDefaults(link, linkDefaults);
    canonicalThresholds(defaults.thresholds);
    dropDefaults(defaults, fieldDefaults);
  }
  for (const override of objectsOf(fields.overrides)) {
    for (const { id, value } of objectsOf(override.properties)) if (id === 'thresholds') canonicalThresholds(value);
    if (isObject(override.matcher)) dropDefaults(override.matcher, { scope: 'series' });
  }
  dropEmpty(fields, ['defaults', 'overrides']);
}

/** The first step counts from below everything, whether it says so or not. */
function canonicalThresholds(thresholds: unknown): void {
  if (!isObject(thresholds)) return;
  const [first] = objectsOf(thresholds.steps);
  if (first && (first.value === '-Infinity' || first.value === '')) delete first.value;
  dropDefaults(thresholds, { mode: 'absolute' });
}

function pick(object: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));
}
