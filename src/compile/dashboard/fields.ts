import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelQuery } from '../../define/query.js';
import type { Thresholds, ValueNames } from '../../define/thresholds.js';

/** What one query draws differently from the panel. */
export function propertiesOf(query: PanelQuery, panelUnit: string, inTable: boolean): DynamicConfigValue[] {
  const properties: DynamicConfigValue[] = [];
  const set = (id: string, value: unknown) => properties.push({ id, value });
  if (query.unit !== panelUnit) set('unit', query.unit);
  if (query.axis === 'right') set('custom.axisPlacement', 'right');
  if (query.dashed) set('custom.lineStyle', { fill: 'dash', dash: [8, 6] });
  if (query.mirrored) set('custom.transform', 'negative-Y');
  if (query.min !== undefined) set('min', query.min);
  if (query.max !== undefined) set('max', query.max);
  if (query.valueNames) set('mappings', valueMappings(query.valueNames));
  if (query.thresholds) {
    set('thresholds', { mode: 'absolute', steps: thresholdSteps(query.thresholds) });
    set('color', { mode: 'thresholds' });
    if (inTable) set('custom.cellOptions', { type: 'color-text' });
  }
  // a threshold speaks of the panel's own unit: on another one its line would stand in a wrong place
  if (query.axis === 'right') set('custom.thresholdsStyle', { mode: 'off' });
  return properties;
}

export function thresholdSteps(thresholds: Thresholds) {
  return thresholds.map(({ color, from }) => ({ color, value: from ?? null }));
}

export function valueMappings(names: ValueNames): object[] {
  const options = Object.fromEntries(
    Object.entries(names).map(([value, { text, color }], index) => [value, { text, color, index }]),
  );
  return [{ type: 'value', options }];
}
