import { isObject } from '../../json.js';
import { canonicalDurations } from './durations.js';
import { byText, dropDefaults, dropEmpty, inOrder, type Json, objectsOf, plain, replace } from './plain.js';
import { canonicalQuery } from './promql.js';

/** Rule groups by name; within a group the order of rules is kept, because they are evaluated in it. */
export function canonicalRules(raw: unknown): unknown {
  const body = plain(raw);
  if (!isObject(body)) return body;
  const groups = objectsOf(body.groups).map(canonicalGroup);
  return inOrder({ ...body, groups: groups.sort((a, b) => byText(a.name, b.name)) });
}

function canonicalGroup(group: Json): Json {
  canonicalDurations(group, ['interval', 'query_offset']);
  dropDefaults(group, { limit: 0, query_offset: '0s', partial_response_strategy: '' });
  dropEmpty(group, ['labels']);
  return inOrder({ ...group, rules: objectsOf(group.rules).map(canonicalRule) });
}

export function canonicalRule(rule: Json): Json {
  replace(rule, 'expr', (expr) => canonicalQuery(String(expr), false));
  canonicalDurations(rule, ['for', 'keep_firing_for']);
  dropDefaults(rule, { for: '0s', keep_firing_for: '0s' });
  dropEmpty(rule, ['labels', 'annotations']);
  // a label without a value is none; values are texts, whatever YAML made of them
  for (const key of ['labels', 'annotations']) {
    const values = rule[key];
    if (isObject(values)) for (const name of Object.keys(values)) values[name] = String(values[name]);
  }
  return inOrder(rule);
}
