import { readConfig } from '../../alertmanager/config/read.js';
import { inhibitedBy } from '../../alertmanager/inhibit.js';
import type { AmConfig } from '../../alertmanager/model.js';
import { allRoutes } from '../../alertmanager/route.js';
import type { Consequence } from '../../types/comparison.js';
import type { Facts, Rule } from './facts.js';
import { counted } from './readers.js';
import { rerouted, shown } from './rerouted.js';
import { pagers, valuesIn, variants } from './told.js';

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
