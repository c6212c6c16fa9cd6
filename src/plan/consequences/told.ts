import type { Labels } from '../../alertmanager/matchers.js';
import type { AmConfig } from '../../alertmanager/model.js';
import { allRoutes, routesFor } from '../../alertmanager/route.js';
import type { Rule } from './facts.js';
import { either, type Week, weekOf } from './week.js';

/** Channels that wake somebody. */
export const pagers = new Set(['pagerduty', 'opsgenie', 'victorops', 'sns', 'pushover', 'telegram']);

/** By receiver, when in a week it is told. */
export type Told = ReadonlyMap<string, Week>;

export function isPager({ receivers: all }: AmConfig, name: string): boolean {
  return all.find((one) => one.name === name)?.channels.some(({ kind }) => pagers.has(kind)) === true;
}

/** Of each alert, who is told of it. */
export function toldOf(
  rules: readonly Rule[],
  config: AmConfig,
  values: ReadonlyMap<string, readonly string[]>,
): Map<string, Told> {
  const all = new Map<string, Map<string, Week>>();
  const weeks = new Map<object, Week>();
  for (const rule of rules) {
    if (!rule.alert) continue;
    const told = all.get(rule.name) ?? new Map<string, Week>();
    all.set(rule.name, told);
    for (const labels of variants(rule, values)) {
      for (const route of routesFor(config, labels)) {
        let week = weeks.get(route);
        if (!week) {
          week = weekOf(route, config);
          weeks.set(route, week);
        }
        const known = told.get(route.receiver);
        told.set(route.receiver, known ? either(known, week) : week);
      }
    }
  }
  return all;
}

/** The values that routes and inhibitions ask labels for. */
export function valuesIn(...configs: readonly AmConfig[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const config of configs) {
    for (const { matchers } of allRoutes(config.route)) {
      for (const { label, op, value } of matchers) {
        if (op !== '=' || value === '') continue;
        values.set(label, [...new Set([...(values.get(label) ?? []), value])]);
      }
    }
  }
  return values;
}

const most = 24;

/** The labels that an alert may have: a template may become each of its texts; a label of the series, any value. */
export function variants({ name, labels }: Rule, values: ReadonlyMap<string, readonly string[]>): Labels[] {
  let all: Record<string, string>[] = [{ alertname: name }];
  for (const [label, value] of Object.entries(labels)) {
    const possible = value.includes('{{') ? textsOf(value, values.get(label) ?? []) : [value];
    all = all.flatMap((one) => possible.map((text) => ({ ...one, [label]: text }))).slice(0, most);
  }
  return all;
}

function textsOf(template: string, asked: readonly string[]): string[] {
  const texts = template
    .split(/\{\{.*?\}\}/s)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return texts.length > 0 ? [...new Set(texts)] : [...asked, ''];
}
