import { isObject } from '../../json.js';
import { fieldDefaults, linkDefaults, panelDefaults, successors, targetDefaults, targetNoise } from './defaults.js';
import {
  commonCustom,
  commonOptions,
  customDefaults,
  legendDefaults,
  optionDefaults,
  tooltipDefaults,
} from './panel-defaults.js';
import { dropDefaults, dropEmpty, dropKeys, equal, inOrder, type Json, objectsOf, plain } from './plain.js';
import { canonicalQuery } from './promql.js';
import { updatePanel } from './schema.js';

/**
 * A panel or a row without what Grafana or an export adds to it, without its id, its place and the panels in it.
 * @param version the schema of the dashboard that it stands in
 * @param titleOf the panel that an id stands for, for panels that show the results of another one
 */
export function canonicalPanel(raw: unknown, version: number, titleOf: (id: unknown) => unknown): Json {
  const panel = plain(raw) as Json;
  updatePanel(panel, version);
  dropKeys(panel, ['autoMigrateFrom', 'gridPos', 'id', 'panels', 'pluginVersion', 'scopedVars']);
  const type = String(panel.type ?? '');
  if (successors[type]) panel.type = successors[type];
  if (isObject(panel.libraryPanel)) panel.libraryPanel = pick(panel.libraryPanel, ['name', 'uid']);
  for (const link of objectsOf(panel.links)) dropDefaults(link, linkDefaults);
  if (panel.type === 'row') dropKeys(panel, ['datasource', 'targets']);
  else content(panel, titleOf);
  return inOrder(dropDefaults(panel, panelDefaults));
}

function content(panel: Json, titleOf: (id: unknown) => unknown): void {
  const targets = objectsOf(panel.targets);
  letterQueries(targets);
  if (panel.datasource === undefined) shareDatasource(panel, targets);
  for (const target of targets) canonicalTarget(target, panel.datasource, titleOf);
  for (const transformation of objectsOf(panel.transformations)) {
    dropDefaults(transformation, { disabled: false, options: {} });
  }
  if (isObject(panel.options)) canonicalOptions(panel.options, String(panel.type));
  if (isObject(panel.fieldConfig)) canonicalFields(panel.fieldConfig, String(panel.type));
  dropEmpty(panel, ['fieldConfig', 'options']);
}

/** A query without a letter gets the next one that is free. */
function letterQueries(targets: readonly Json[]): void {
  if (targets.every(({ refId }) => typeof refId === 'string' && refId !== '')) return;
  const taken = new Set(targets.map(({ refId }) => refId));
  for (const target of targets) {
    if (typeof target.refId === 'string' && target.refId !== '') continue;
    let number = 0;
    while (taken.has(letters(number))) number += 1;
    target.refId = letters(number);
    taken.add(target.refId);
  }
}

/** A, B … Z, AA, AB …, as columns of a sheet are called. */
function letters(number: number): string {
  const last = String.fromCharCode(65 + (number % 26));
  return number < 26 ? last : `${letters(Math.floor(number / 26) - 1)}${last}`;
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
  // who asks for a moment asks for no range, unless it is said
  if (target.instant === true && target.range === undefined) target.range = false;
  dropDefaults(target, targetDefaults);
  if (typeof target.expr === 'string') target.expr = canonicalQuery(target.expr, true);
  if (target.panelId !== undefined) target.panelId = titleOf(target.panelId);
}

const merged = new Map<string, Readonly<Json>>();

/** What a plugin takes for granted, which is what all do but where it is known to differ. */
function ofType(
  common: Readonly<Json>,
  special: Readonly<Record<string, Readonly<Json>>>,
  type: string,
): Readonly<Json> {
  const own = special[type];
  if (!own) return common;
  const key = `${special === optionDefaults} ${type}`;
  const all = merged.get(key) ?? { ...common, ...own };
  merged.set(key, all);
  return all;
}

function canonicalOptions(options: Json, type: string): void {
  if (isObject(options.legend)) dropDefaults(options.legend, legendDefaults);
  if (isObject(options.tooltip)) dropDefaults(options.tooltip, tooltipDefaults);
  dropDefaults(options, ofType(commonOptions, optionDefaults, type));
  dropEmpty(options, ['legend', 'tooltip', 'reduceOptions', 'text']);
}

function canonicalFields(fields: Json, type: string): void {
  const { defaults } = fields;
  if (isObject(defaults)) {
    if (isObject(defaults.custom)) dropDefaults(defaults.custom, ofType(commonCustom, customDefaults, type));
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
