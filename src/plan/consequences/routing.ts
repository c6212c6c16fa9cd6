import { readConfig } from '../../alertmanager/config/read.js';
import { inhibitedBy } from '../../alertmanager/inhibit.js';
import type { Labels } from '../../alertmanager/matchers.js';
import type { AmConfig } from '../../alertmanager/model.js';
import { allRoutes, routesFor } from '../../alertmanager/route.js';
import type { Consequence } from '../../types/comparison.js';
import type { Facts, Rule } from './facts.js';
import { counted } from './readers.js';
import { either, type Week, weekOf, weekText } from './week.js';

/** Channels that wake somebody. */
const pagers = new Set(['pagerduty', 'opsgenie', 'victorops', 'sns', 'pushover', 'telegram']);

/** Which alerts go to whom at which hours, before and after: worked out, not read from the text. */
export function routingConsequences(before: Facts, after: Facts): Consequence[] {
  const [left, right] = [configOf(before), configOf(after)];
  if (!left || !right) return [];
  return [...receivers(left, right), ...rerouted(before, left, after, right), ...quieted(before, left, after, right)];
}

function configOf({ alertmanager }: Facts): AmConfig | undefined {
  return alertmanager === undefined ? undefined : readConfig(alertmanager).config;
}

/** Receivers that are used, and tell nobody any more, or page otherwise than before. */
function receivers(before: AmConfig, after: AmConfig): Consequence[] {
  const used = new Set(allRoutes(after.route).map(({ receiver }) => receiver));
  const found = new Map<string, { readonly code: string; readonly names: string[] }>();
  const add = (code: string, words: string, name: string) => {
    const known = found.get(words) ?? { code, names: [] };
    known.names.push(name);
    found.set(words, known);
  };
  for (const { name, channels } of after.receivers) {
    const earlier = before.receivers.find((one) => one.name === name);
    if (!earlier || !used.has(name)) continue;
    const [own, now] = [kindsOf(earlier.channels), kindsOf(channels)];
    const lost = [...own].filter((kind) => pagers.has(kind) && !now.has(kind));
    const gained = [...now].filter((kind) => pagers.has(kind) && !own.has(kind));
    if (own.size > 0 && now.size === 0) add('receiver/emptied', 'tells nobody any more', name);
    else if (lost.length > 0) add('receiver/page-lost', `pages by ${lost.join(' and ')} no longer`, name);
    if (gained.length > 0) add('receiver/page-added', `pages by ${gained.join(' and ')} now`, name);
  }
  return [...found].map(([words, { code, names }]) => {
    const who = names.length === 1 ? `the receiver ${names[0]}` : `each of ${counted(names, 'receiver')}`;
    return { weight: 'risk', code, message: `${who}: ${words}` };
  });
}

function kindsOf(channels: AmConfig['receivers'][number]['channels']): Set<string> {
  return new Set(channels.map(({ kind }) => kind));
}

/** By receiver, when in a week it is told. */
type Told = ReadonlyMap<string, Week>;

function rerouted(before: Facts, left: AmConfig, after: Facts, right: AmConfig): Consequence[] {
  const values = valuesIn(left, right);
  const [own, now] = [toldOf(before.rules, left, values), toldOf(after.rules, right, values)];
  const groups = new Map<string, Rerouted>();
  for (const [name, told] of now) {
    const earlier = own.get(name);
    if (!earlier) {
      const pages = [...told.keys()].filter((receiver) => isPager(right, receiver));
      if (pages.length > 0)
        add(groups, `new ${pages.join()}`, name, { lost: nobody, gained: some(told, pages), kept: nobody });
      continue;
    }
    const lost = minus(earlier, told);
    const gained = minus(told, earlier);
    if (lost.size + gained.size === 0) continue;
    // who is told as before is only said where somebody is told no longer, and nobody instead
    const kept = gained.size === 0 ? told : nobody;
    add(groups, [lost, gained, kept].map((one) => describe(one)).join(' → '), name, { lost, gained, kept });
  }
  return [...groups].map(([key, group]) => {
    const { names, gained } = group;
    if (key.startsWith('new ')) {
      const message = `${alertsDo(names, 'is new and pages', 'are new and page')} ${describe(gained)}${listOf(names)}`;
      return { weight: 'risk' as const, code: 'route/page-added', message };
    }
    return changedRoute(group, left, right);
  });
}

/** Alerts for which the same changes: who is told of them no longer, who is now, and who is as before. */
interface Rerouted {
  readonly names: string[];
  readonly lost: Told;
  readonly gained: Told;
  readonly kept: Told;
}

const nobody: Told = new Map();

function some(told: Told, receivers: readonly string[]): Told {
  return new Map([...told].filter(([name]) => receivers.includes(name)));
}

/** `A goes`, `3 alerts go`. */
function alertsDo(names: readonly string[], one: string, many: string): string {
  return names.length === 1 ? `${names[0]} ${one}` : `${names.length} alerts ${many}`;
}

/** Of several, which; at the end, where they do not part what is said of them. */
function listOf(names: readonly string[]): string {
  return names.length === 1 ? '' : `: ${shown(names)}`;
}

function changedRoute({ names, lost, gained, kept }: Rerouted, left: AmConfig, right: AmConfig): Consequence {
  const pageLost =
    [...lost.keys()].some((name) => isPager(left, name)) && ![...gained.keys()].some((name) => isPager(right, name));
  const pageAdded =
    [...gained.keys()].some((name) => isPager(right, name)) && ![...lost.keys()].some((name) => isPager(left, name));
  const code = pageLost ? 'route/page-lost' : pageAdded ? 'route/page-added' : 'route/changed';
  const words =
    lost.size > 0 && gained.size > 0
      ? `${alertsDo(names, 'goes', 'go')} to ${describe(gained, lost)} instead of ${describe(lost, gained)}`
      : gained.size > 0
        ? `${alertsDo(names, 'also goes', 'also go')} to ${describe(gained)}`
        : `${alertsDo(names, 'no longer goes', 'no longer go')} to ${describe(lost)}, only to ${describe(kept)}`;
  const message = `${words}${listOf(names)}`;
  return { weight: pageLost || pageAdded || gained.size === 0 ? 'risk' : 'note', code, message };
}

function add(groups: Map<string, Rerouted>, key: string, name: string, told: Omit<Rerouted, 'names'>): void {
  const group = groups.get(key);
  if (group) group.names.push(name);
  else groups.set(key, { names: [name], ...told });
}

/** What one has that the other has not, or at other hours. */
function minus(a: Told, b: Told): Told {
  return new Map([...a].filter(([receiver, week]) => !sameWeek(week, b.get(receiver))));
}

function sameWeek(a: Week, b: Week | undefined): boolean {
  return b !== undefined && a.every((on, index) => on === b[index]);
}

/** Receivers, and their hours where they are not all of the week on both sides. */
function describe(told: Told, other: Told = nobody): string {
  const hours = [...told.values(), ...other.values()].some((week) => !week.every(Boolean));
  return [...told].map(([name, week]) => (hours ? `${name} (${weekText(week)})` : name)).join(', ');
}

function isPager({ receivers: all }: AmConfig, name: string): boolean {
  return all.find((one) => one.name === name)?.channels.some(({ kind }) => pagers.has(kind)) === true;
}

function toldOf(
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
function valuesIn(...configs: readonly AmConfig[]): Map<string, string[]> {
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

/** Alerts that are silent while another one fires, and were not before. */
function quieted(before: Facts, left: AmConfig, after: Facts, right: AmConfig): Consequence[] {
  if (JSON.stringify(left.inhibitRules) === JSON.stringify(right.inhibitRules)) return [];
  const values = valuesIn(left, right);
  const [own, now] = [silences(before.rules, left, values), silences(after.rules, right, values)];
  const told = (pairs: readonly string[], words: string, weight: Consequence['weight']): Consequence[] => {
    const [first] = pairs;
    if (first === undefined) return [];
    const message = pairs.length === 1 ? first.replace(' while ', ` ${words} while `) : `${words}: ${shown(pairs)}`;
    return [{ weight, code: 'inhibition/changed', message }];
  };
  return [
    ...told(
      [...now].filter((pair) => !own.has(pair)),
      'may be silent now',
      'risk',
    ),
    ...told(
      [...own].filter((pair) => !now.has(pair)),
      'is no longer silent',
      'note',
    ),
  ];
}

function shown(pairs: readonly string[]): string {
  return pairs.length > 6 ? `${pairs.slice(0, 6).join(', ')} and ${pairs.length - 6} more` : pairs.join(', ');
}

function silences(
  rules: readonly Rule[],
  config: AmConfig,
  values: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const alerts = rules
    .filter(({ alert }) => alert)
    .map((rule) => ({ name: rule.name, labels: variants(rule, values) }));
  const found = new Set<string>();
  for (const target of alerts) {
    for (const source of alerts) {
      if (source.name === target.name) continue;
      if (target.labels.some((labels) => inhibitedBy(config, labels, source.labels))) {
        found.add(`${target.name} while ${source.name} fires`);
      }
    }
  }
  return found;
}
