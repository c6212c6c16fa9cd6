import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { ValueNames } from '../../define/panel.js';
import type { PanelQuery } from '../../define/query.js';
import type { Thresholds } from '../../define/thresholds.js';

/** What one query draws differently from the panel's first. */
export function propertiesOf(query: PanelQuery, panelUnit: string): DynamicConfigValue[] {
  const properties: DynamicConfigValue[] = [];
  const set = (id: string, value: unknown) => properties.push({ id, value });
  if (query.unit !== panelUnit) set('unit', query.unit);
  if (query.axis === 'right') set('custom.axisPlacement', 'right');
  if (query.dashed) set('custom.lineStyle', { fill: 'dash', dash: [8, 6] });
  if (query.mirrored) set('custom.transform', 'negative-Y');
  if (query.min !== undefined) set('min', query.min);
  if (query.max !== undefined) set('max', query.max);
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
