import type { Labels } from '../../alertmanager/matchers.js';
import type { AmConfig, Route } from '../../alertmanager/model.js';
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

/** Of each alert, who is told of it, for each set of labels that it may have. */
export function toldOf(
  rules: readonly Rule[],
  config: AmConfig,
  values: ReadonlyMap<string, readonly string[]>,
): Map<string, Map<string, Told>> {
  const all = new Map<string, Map<string, Told>>();
  const weeks = new Map<object, Week>();
  const of = (route: Route) => {
    const week = weeks.get(route) ?? weekOf(route, config);
    weeks.set(route, week);
    return week;
  };
  for (const rule of rules) {
    if (!rule.alert) continue;
    const byLabels = all.get(rule.name) ?? new Map<string, Told>();
    all.set(rule.name, byLabels);
    for (const labels of variants(rule, values)) {
      const told = routesFor(config, labels).map((route): Told => new Map([[route.receiver, of(route)]]));
      const key = JSON.stringify(labels);
      byLabels.set(key, together([byLabels.get(key) ?? new Map(), ...told]));
    }
  }
  return all;
}

/** Who is told by any of several, at the hours of all of them. */
export function together(all: readonly Told[]): Told {
  const told = new Map<string, Week>();
  for (const [receiver, week] of all.flatMap((one) => [...one])) {
    const known = told.get(receiver);
    told.set(receiver, known ? either(known, week) : week);
  }
  return told;
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
